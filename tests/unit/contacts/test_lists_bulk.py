"""Changing many people, organisations or leads at once."""

import pytest

from outreach.activity.models import ActivityEntry
from outreach.db import db, transaction
from outreach.jobs import drain
from outreach.web.lists import bulk
from outreach.web.models import BulkRun
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, make_person
from tests.factories.leads import make_lead


@pytest.fixture
def officer(session):
    """An officer who reads English."""
    return make_user(role="officer", language="en")


def _start(client, kind="people", **form) -> BulkRun:
    client.post_page(f"/lists/{kind}/bulk", {"state": "", **form})
    return db.session.scalars(db.select(BulkRun).order_by(BulkRun.id.desc())).first()


def test_the_chosen_people_get_a_language_and_the_log_says_so(officer, sign_in):
    one, other, third = make_person("Petra Muster"), make_person("Jana Beispiel", language="de"), make_person("Kim Minsu")
    client = sign_in(officer)
    run = _start(client, action="language", row=[one.id, other.id])
    page = client.get_page(f"/lists/bulk/{run.id}")
    assert page.heading == "2 rows are chosen" and "Petra Muster" in page.text
    page = client.post_page(f"/lists/bulk/{run.id}", {"value": "de", "do": "count"}, 200)
    assert "1 row would be changed , 1 is so already" in page.text
    assert one.language is None
    client.post_page(f"/lists/bulk/{run.id}", {"value": "de", "do": "change"})
    page = client.get_page(f"/lists/bulk/{run.id}")
    assert page.heading == "1 row is changed" and "1 was so already" in page.text
    assert (one.language, other.language, third.language) == ("de", "de", None)
    assert one.version == 2 and other.version == 1
    verbs = list(db.session.scalars(db.select(ActivityEntry.verb).where(ActivityEntry.actor_id == officer.id)))
    assert verbs == ["person.edited", "list.changed"]
    assert "changed many rows of the list “People” at once: 1 row" in sign_in(
        make_user(role="administrator", language="en")).get_page("/log/").text


def test_all_that_the_filter_finds_are_changed_and_nobody_else(officer, sign_in):
    inside = [make_person(f"Petra Muster{letter}", country="DE", email=f"{letter}@example.org") for letter in "abc"]
    outside = make_person("Kim Minsu", country="KR")
    client = sign_in(officer)
    run = _start(client, state="country=DE", action="time_zone", scope="all")
    client.post_page(f"/lists/bulk/{run.id}", {"value": "Europe/Berlin", "do": "change"})
    assert {person.time_zone for person in inside} == {"Europe/Berlin"} and outside.time_zone is None


def test_whoever_was_changed_meanwhile_stays_and_is_listed(officer, sign_in):
    one, other = make_person("Petra Muster"), make_person("Jana Beispiel")
    client = sign_in(officer)
    run = _start(client, action="country", row=[one.id, other.id])
    with transaction():
        other.version += 1
    client.post_page(f"/lists/bulk/{run.id}", {"value": "DE", "do": "change"})
    page = client.get_page(f"/lists/bulk/{run.id}")
    assert page.heading == "1 row is changed, 1 stayed as it was"
    assert "Jana Beispiel" in page.text and "Somebody else changed this person" in page.text
    assert (one.country, other.country) == ("DE", None)


def test_nothing_is_a_value_where_it_may_be(officer, sign_in):
    person = make_person("Petra Muster", country="DE")
    client = sign_in(officer)
    run = _start(client, action="country", row=[person.id])
    client.post_page(f"/lists/bulk/{run.id}", {"value": "", "do": "change"})
    assert person.country is None


@pytest.mark.parametrize(("action", "value"), [("language", "tlh"), ("country", "ZZZ"), ("time_zone", "Mars/Base")])
def test_a_wrong_value_is_told_and_changes_nothing(officer, sign_in, action, value):
    person = make_person("Petra Muster")
    client = sign_in(officer)
    run = _start(client, action=action, row=[person.id])
    page = client.post_page(f"/lists/bulk/{run.id}", {"value": value, "do": "change"}, 422)
    assert "Choose a value" in page.text or "no time zone" in page.text
    assert run.state == "draft" and person.version == 1


def test_nobody_chosen_or_an_unknown_change_is_refused(officer, sign_in):
    client = sign_in(officer)
    assert "Choose at least one row" in client.post_page("/lists/people/bulk", {"state": "", "action": "language"}, 422).text
    page = client.post_page("/lists/people/bulk", {"state": "", "action": "gender", "scope": "all"}, 422)
    assert "Choose what is to be changed" in page.text


def test_a_long_change_is_a_job_that_goes_on_where_it_stopped(officer, sign_in, monkeypatch):
    monkeypatch.setattr(bulk, "SMALL", 2)
    monkeypatch.setattr(bulk, "_ROWS", 2)
    monkeypatch.setattr(bulk, "_SECONDS", 60)
    people = [make_person(f"Petra Muster{letter}", email=f"{letter}@example.org") for letter in "abcde"]
    client = sign_in(officer)
    run = _start(client, action="language", scope="all")
    client.post_page(f"/lists/bulk/{run.id}", {"value": "de", "do": "change"})
    page = client.get_page(f"/lists/bulk/{run.id}")
    assert "0 of 5 rows" in page.text
    listing = bulk.listing_of(run, officer)
    bulk._batch(run.id, listing, bulk.action_of(listing, "language"))
    assert (run.state, run.done, run.changed) == ("running", 2, 2)
    drain()
    assert (run.state, run.done, run.changed) == ("done", 5, 5)
    assert {person.language for person in people} == {"de"}
    bulk.run_bulk(run.id)
    assert {person.version for person in people} == {2}


def test_organisations_and_leads_are_changed_by_their_own_rules(officer, sign_in):
    firm = make_organisation("Velox Photonik GmbH", "DE")
    client = sign_in(officer)
    run = _start(client, "organisations", action="kind", row=[firm.id])
    client.post_page(f"/lists/bulk/{run.id}", {"value": "institute", "do": "change"})
    assert firm.kind == "institute"
    lead, colleague = make_lead(), make_user(role="officer", language="en")
    run = _start(client, "leads", state="tab=all", action="owner", scope="all")
    client.post_page(f"/lists/bulk/{run.id}", {"value": str(colleague.id), "do": "change"})
    assert lead.owner_id == colleague.id


def test_readers_change_nothing_and_others_changes_are_not_theirs(officer, sign_in):
    person = make_person("Petra Muster")
    run = _start(sign_in(officer), action="language", row=[person.id])
    other = sign_in(make_user(role="officer", language="en"))
    other.get_page(f"/lists/bulk/{run.id}", 404)
    reader = sign_in(make_user(role="reader", language="en"))
    reader.post_page("/lists/people/bulk", {"state": "", "action": "language", "row": person.id}, 403)
    assert "Change the chosen" not in reader.get_page("/people/").text
