"""The pages of targets: entering with a warning, the dossier, list, board, saved filters, export."""

import re
from datetime import date

import pytest
import sqlalchemy

from outreach.activity import SYSTEM
from outreach.db import db, transaction
from outreach.jobs import drain
from outreach.targets import services
from outreach.targets.models import Target
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation
from tests.factories.targets import make_fact, make_target

FORM = {"organisation": "Musterlaser AG", "kind": "leader_firm", "country": "DE", "website": "https://musterlaser.example.org",
        "priority": "1", "owner_id": "", "why": "Sie bauen aus.", "why_language": "de", "industries": "fibre_laser"}


@pytest.fixture
def officer(session):
    """An officer who reads English."""
    return make_user(role="officer", language="en")


def test_a_free_name_that_resembles_nobody_is_entered_at_once(officer, sign_in):
    client = sign_in(officer)
    assert client.get_page("/targets/new").field("owner_id") == str(officer.id)
    made = client.post_page("/targets/new", FORM)
    target = db.session.scalars(sqlalchemy.select(Target)).one()
    assert made.location.endswith(f"/targets/{target.id}")
    page = client.get_page(made.location)
    assert page.heading == "Musterlaser AG"
    assert "Sie bauen aus." in page.text and "not in our contacts yet" in page.text


def test_what_looks_alike_is_shown_first_and_taken_or_passed_over(officer, sign_in):
    organisation = make_organisation("Musterlaser Aktiengesellschaft", "DE")
    client = sign_in(officer)
    page = client.post_page("/targets/new", FORM, status=422)
    assert "One record looks alike" in page.text
    assert page.field("why") == "Sie bauen aus."
    seen = page.field("seen")
    assert seen == f"o{organisation.id}"
    client.post_page("/targets/new", {**FORM, "take": str(organisation.id)})
    target = db.session.scalars(sqlalchemy.select(Target)).one()
    assert target.organisation_id == organisation.id
    page = client.post_page("/targets/new", FORM, status=422)
    assert "Target already" in page.text
    client.post_page("/targets/new", {**FORM, "seen": page.field("seen"), "anyway": "1"})
    assert db.session.scalar(sqlalchemy.select(sqlalchemy.func.count(Target.id))) == 2


def test_the_same_warning_comes_while_typing(officer, sign_in):
    make_target("Northmere Imaging Ltd", country="GB")
    page = sign_in(officer).post_page(
        "/targets/alike", {**FORM, "organisation": "Northmere Imaging Limited", "country": "GB"}, status=200,
        headers={"HX-Request": "true"})
    assert "One record looks alike" in page.html


def test_an_organisations_page_leads_to_its_target_or_to_a_new_one(officer, sign_in):
    organisation = make_organisation("Quarzwerk Nord GmbH")
    client = sign_in(officer)
    assert f"/targets/new?organisation={organisation.id}" in client.get_page(f"/organisations/{organisation.id}").links()
    page = client.get_page(f"/targets/new?organisation={organisation.id}")
    assert page.field("organisation") == f"Quarzwerk Nord GmbH [{organisation.id}]"
    client.post_page("/targets/new", {**FORM, "organisation": page.field("organisation")})
    target = db.session.scalars(sqlalchemy.select(Target)).one()
    assert f"/targets/{target.id}" in client.get_page(f"/organisations/{organisation.id}").links()


def test_a_target_is_edited_and_the_second_editor_sees_what_is_stored(officer, sign_in):
    target = make_target("Musterlaser AG")
    client = sign_in(officer)
    page = client.get_page(f"/targets/{target.id}/edit")
    with transaction():
        services.edit_target(SYSTEM, target, {"why": "They expand", "why_language": "en"})
    refused = client.post_page(f"/targets/{target.id}/edit", {**FORM, "version": page.field("version")}, status=409)
    assert "They expand" in refused.text
    assert refused.field("why") == "Sie bauen aus."
    saved = client.post_page(f"/targets/{target.id}/edit", {**FORM, "version": refused.field("version")})
    assert saved.status == 302 and (target.why, target.priority) == ("Sie bauen aus.", 1)


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_the_dossier_takes_facts_and_marks_the_stale_ones(session, sign_in, language):
    target = make_target("Musterlaser AG")
    client = sign_in(make_user("officer", language=language))
    fact = {"kind": "size", "text": "1.200 Beschäftigte", "language": "de", "source": "Annual report", "observed_on": "2024-01-31"}
    refused = client.post_page(f"/targets/{target.id}/facts", {**fact, "source": ""}, status=422)
    assert refused.field("text") == "1.200 Beschäftigte"
    assert client.post_page(f"/targets/{target.id}/facts", fact).status == 302
    page = client.get_page(f"/targets/{target.id}")
    assert "Annual report" in page.text and 'class="tag warn"' in page.html
    stored = target.facts[0]
    page = client.get_page(f"/targets/{target.id}/facts/{stored.id}")
    assert page.field("observed_on") == "2024-01-31"
    client.post_page(f"/targets/{target.id}/facts/{stored.id}", {**fact, "observed_on": date.today().isoformat(), "version": "1"})  # noqa: DTZ011
    client.post_page(f"/targets/{target.id}/facts/{stored.id}", {**fact, "text": "x", "version": "1"}, status=409)
    client.post_page(f"/targets/{target.id}/facts/{stored.id}/remove", {})
    assert target.facts == []
    client.get_page(f"/targets/{target.id}/facts/{stored.id}", status=404)


def test_a_target_is_dropped_with_its_reason(officer, sign_in):
    target = make_target()
    client = sign_in(officer)
    client.post_page(f"/targets/{target.id}/state", {"state": "dropped"}, status=422)
    client.post_page(f"/targets/{target.id}/state", {"state": "dropped", "reason": "Sold to a competitor"})
    page = client.get_page(f"/targets/{target.id}")
    assert "Sold to a competitor" in page.text and target.state == "dropped"


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_list_board_and_export_are_narrowed_alike(session, sign_in, language):
    owner = make_user("officer", name="Zhou Min")
    wanted = make_target("Musterlaser AG", industries=["fibre_laser"], owner_id=owner.id, priority=1)
    make_target("Graphene Works Ltd", country="GB", kind="technology_holder", industries=["graphene_heat_spreader"])
    make_fact(wanted, observed_on=date(2024, 1, 1))
    client = sign_in(make_user("officer", language=language))
    for narrowed in (f"owner={owner.id}", "country=DE", "kind=leader_firm", "priority=1", "facts=stale",
                     "industry=photonics", "q=muster"):
        for address in ("/targets/", "/targets/board"):
            page = client.get_page(f"{address}?view=all&{narrowed}")
            assert "Musterlaser AG" in page.text, narrowed
            assert "Graphene Works Ltd" not in page.text, narrowed
    assert "Graphene Works" in client.get_page("/targets/?facts=none").text
    assert "Musterlaser" not in client.get_page("/targets/?facts=fresh").text


def test_a_filter_is_saved_and_many_targets_are_changed_at_once(officer, sign_in):
    targets = [make_target(), make_target()]
    client = sign_in(officer)
    client.post_page("/lists/targets/saved", {"state": "priority=2", "name": "To do", "do": "new"})
    assert "To do" in client.get_page("/targets/?view=all").text
    begun = client.post_page("/lists/targets/bulk", {"state": "", "action": "priority", "scope": "some",
                                                     "row": [str(target.id) for target in targets]})
    client.post_page(begun.location, {"value": "1", "do": "change"})
    drain()
    db.session.expire_all()
    assert [target.priority for target in targets] == [1, 1]


def test_partners_and_readers_change_nothing(session, sign_in):
    target = make_target()
    client = sign_in(make_user("reader"))
    assert "Musterlaser" in client.get_page(f"/targets/{target.id}").text
    client.get_page("/targets/new", status=403)
    client = sign_in(make_user("partner_user"))
    client.get_page(f"/targets/{target.id}", status=403)


def test_every_verb_is_told_in_words(officer, sign_in):
    target = make_target()
    make_fact(target)
    page = sign_in(officer).get_page(f"/targets/{target.id}")
    assert re.search(r"made Musterlaser \d+ AG a target", page.text)
    assert "added to the dossier of" in page.text
