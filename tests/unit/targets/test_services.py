"""Targets and facts: what is kept, what is refused, what looks alike, how old a fact may be."""

from datetime import date

import pytest
import sqlalchemy

from outreach.activity import SYSTEM, Actor
from outreach.activity.models import ActivityEntry
from outreach.catalogue.services import change_settings
from outreach.contacts.services import merging
from outreach.db import db, today_in, transaction
from outreach.errors import Conflict, Refused
from outreach.search import index
from outreach.targets import queries, services
from outreach.targets.models import Target, TargetFact
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation
from tests.factories.targets import make_fact, make_target


@pytest.fixture(autouse=True)
def _app(app):
    """All of these write real rows."""


def test_a_target_is_an_organisation_of_ours_with_its_name_country_and_website():
    organisation = make_organisation("Quarzwerk Nord GmbH", "DE", website="https://quarz.example.org")
    target = make_target("something else", organisation_id=organisation.id, country=None)
    assert (target.label, target.name, target.country) == ("Quarzwerk Nord GmbH", "Quarzwerk Nord GmbH", "DE")
    assert target.website == "https://quarz.example.org"
    assert target.keys == []


def test_a_target_of_an_officer_is_the_officers_and_of_a_command_nobodys():
    officer = make_user("officer")
    assert make_target(actor=Actor.of(officer)).owner_id == officer.id
    assert make_target().owner_id is None


@pytest.mark.parametrize(("values", "field"), [
    ({"name": "  "}, "name"), ({"name": "x" * 301}, "name"), ({"kind": "enemy"}, "kind"), ({"priority": 9}, "priority"),
    ({"country": "XX"}, "country"), ({"industries": ["alchemy"]}, "industries"), ({"owner_id": 99999}, "owner_id"),
    ({"organisation_id": 99999}, "name"), ({"why_language": "fr"}, "why_language")])
def test_a_target_that_cannot_be_is_refused_with_its_field(values, field):
    with pytest.raises(Refused) as refused, transaction():
        services.create_target(SYSTEM, {"name": "Musterlaser AG", "kind": "leader_firm", **values})
    assert refused.value.field == field


def test_of_two_editors_the_second_is_told_what_the_first_wrote():
    target = make_target("Musterlaser AG")
    with transaction():
        services.edit_target(SYSTEM, target, {"why": "Sie bauen aus", "why_language": "de"}, 1)
    with pytest.raises(Conflict) as conflict, transaction():
        services.edit_target(SYSTEM, target, {"why": "Expanding"}, 1)
    assert conflict.value.theirs == {"why": "Sie bauen aus"}


def test_a_free_name_is_matched_with_organisations_and_targets_also_in_other_writings():
    organisation = make_organisation("Velox Photonik GmbH & Co. KG", "DE")
    free = make_target("Northmere Imaging Ltd", country="GB")
    alike = services.find_similar("Velox Photonik", "DE")
    assert [one.match.organisation.id for one in alike] == [organisation.id]
    assert alike[0].target is None and alike[0].key == f"o{organisation.id}"
    assert [one.target.id for one in services.find_similar("NORTHMERE IMAGING LIMITED", "GB")] == [free.id]
    assert services.find_similar("NORTHMERE IMAGING LIMITED", "GB", leave_out=free.id) == []
    assert services.find_similar("Ganz Anderes Werk AG", "DE") == []
    held = make_target(organisation_id=organisation.id)
    assert services.find_similar("Velox Photonik", "DE")[0].target.id == held.id


def test_a_changed_free_name_is_found_by_its_new_name_alone():
    target = make_target("Northmere Imaging Ltd", country="GB")
    with transaction():
        services.edit_target(SYSTEM, target, {"name": "Southlake Optics Ltd"})
    assert services.find_similar("Northmere Imaging", "GB") == []
    assert [one.target.id for one in services.find_similar("Southlake Optics", "GB")] == [target.id]


def test_a_target_is_dropped_with_a_reason_only_and_taken_up_again():
    target = make_target()
    with pytest.raises(Refused) as refused, transaction():
        services.change_state(SYSTEM, target, "dropped", " ")
    assert refused.value.field == "reason"
    with transaction():
        services.change_state(SYSTEM, target, "dropped", "Sold to a competitor")
        services.change_state(SYSTEM, target, "researched")
    assert target.state == "researched"
    with pytest.raises(Refused), transaction():
        services.change_state(SYSTEM, target, "converted")


@pytest.mark.parametrize(("values", "field"), [
    ({"text": " "}, "text"), ({"source": ""}, "source"), ({"observed_on": None}, "observed_on"), ({"kind": "gossip"}, "kind"),
    ({"language": "fr"}, "language"), ({"observed_on": date(2099, 1, 1)}, "observed_on"), ({"text": "x" * 5001}, "text")])
def test_a_fact_needs_text_source_and_a_day_that_has_been(values, field):
    target = make_target()
    with pytest.raises(Refused) as refused:
        make_fact(target, **values)
    assert refused.value.field == field


def test_a_fact_older_than_twelve_months_is_stale_and_the_setting_moves_the_line():
    target, fresh, bare = make_target("A AG"), make_target("B AG"), make_target("C AG")
    line = queries.fresh_since()
    assert line == today_in("Asia/Shanghai").replace(year=today_in("Asia/Shanghai").year - 1)
    old = make_fact(target, observed_on=line.fromordinal(line.toordinal() - 1))
    make_fact(target, "Neu", observed_on=line)
    make_fact(fresh, observed_on=line)
    assert queries.fact_counts([target, fresh, bare]) == {target.id: (2, 1, line), fresh.id: (1, 0, line)}

    def found(condition):
        return list(db.session.scalars(sqlalchemy.select(Target.id).where(condition)))

    assert found(queries.with_stale_facts()) == [target.id]
    assert found(queries.without_facts()) == [bare.id]
    with transaction():
        change_settings(SYSTEM, {"fact_fresh_months": 24})
    assert queries.fact_counts([target])[target.id] == (2, 0, line)
    assert old.observed_on < line


def test_a_corrected_fact_keeps_its_history_and_a_removed_one_stands_in_the_log():
    target = make_target()
    fact = make_fact(target)
    with transaction():
        services.edit_fact(SYSTEM, fact, {"text": "1.350 Beschäftigte", "observed_on": date(2026, 10, 1)}, 1)
    with pytest.raises(Conflict) as conflict, transaction():
        services.edit_fact(SYSTEM, fact, {"text": "900"}, 1)
    assert conflict.value.theirs == {"text": "1.350 Beschäftigte"}
    with transaction():
        services.remove_fact(SYSTEM, fact)
    assert db.session.scalars(sqlalchemy.select(TargetFact)).all() == []
    entries = db.session.scalars(sqlalchemy.select(ActivityEntry).where(
        ActivityEntry.verb.startswith("target.fact")).order_by(ActivityEntry.id)).all()
    assert [entry.verb for entry in entries] == ["target.fact_added", "target.fact_changed", "target.fact_removed"]
    assert entries[1].data["changes"]["text"] == ["1.200 Beschäftigte", "1.350 Beschäftigte"]


def test_a_merge_of_organisations_moves_the_target_and_the_search_follows():
    kept, removed = make_organisation("Quarzwerk Nord GmbH"), make_organisation("Quartz Works North")
    target = make_target(organisation_id=removed.id)
    officer = make_user("officer")
    with transaction():
        merging.merge_records(Actor.of(officer), "organisation", kept.id, removed.id, {})
    db.session.expire_all()
    assert target.organisation_id == kept.id
    assert target.id in [hit.ref_id for hit in index.find("Quarzwerk", officer, kinds=["target"])]
