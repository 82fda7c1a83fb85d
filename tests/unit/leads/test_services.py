"""Making and changing leads: what every write demands, and what it leaves in the log."""

from datetime import date
from decimal import Decimal

import pytest

from outreach.activity import SYSTEM, Actor
from outreach.activity.models import ActivityEntry
from outreach.contacts.models import Organisation
from outreach.db import Money, db, transaction
from outreach.errors import Conflict, Refused
from outreach.leads import services
from outreach.leads.models import Lead
from outreach.leads.services import LeadValues, PersonRole, SourceValues, TextValues
from outreach.search import index
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, make_person
from tests.factories.events import make_event
from tests.factories.leads import make_lead, move

DAY = date(2027, 7, 2)


@pytest.fixture(autouse=True)
def _app(app):
    """All of these write real rows."""


def _do(action, *args, **values):
    with transaction():
        return action(*args, **values)


def _refused(code: str, action, *args, **values) -> Refused:
    with pytest.raises(Refused) as caught, transaction():
        action(*args, **values)
    assert caught.value.code == code
    return caught.value


def _log(verb: str) -> list[ActivityEntry]:
    return list(
        db.session.scalars(db.select(ActivityEntry).where(ActivityEntry.verb == verb).order_by(ActivityEntry.id))
    )


def _values(**given) -> LeadValues:
    return LeadValues(**{"title": "Faserlaser", "title_language": "de", "industries": ["fibre_laser"], **given})


def test_a_lead_made_by_an_officer_is_the_officers_own_and_says_that_it_was_entered_by_hand():
    officer = make_user("officer", name="Zhou Min")
    lead = _do(services.create_lead, Actor.of(officer), _values(next_step="Anrufen", next_step_on=DAY))
    assert (lead.owner, lead.stage, lead.version, lead.next_step_language) == (officer, "lead", 1, "en")
    assert [(one.kind, one.label) for one in lead.sources] == [("manual", "Zhou Min")]
    assert lead.number.startswith("L-")
    assert [(change.from_stage, change.to_stage) for change in lead.stage_changes] == [(None, "lead")]
    entry = _log("lead.created")[-1]
    assert (entry.actor_label, entry.subject_id) == ("Zhou Min", lead.id)


def test_two_leads_never_share_a_number():
    assert make_lead().number != make_lead().number


def test_the_source_event_is_carried_over():
    event = make_event()
    lead = make_lead(sources=[{"kind": "event_contact", "ref_id": 7, "label": "Björn Böhm", "event_id": event.id}])
    assert [(one.kind, one.ref_id, one.event) for one in lead.sources] == [("event_contact", 7, event)]


@pytest.mark.parametrize(("values", "code", "field"), [
    ({"title": "  "}, "title_missing", "title"),
    ({"title_language": "fr"}, "unknown_language", "title_language"),
    ({"industries": ["alchemy"]}, "unknown_industry", "industries"),
    ({"channel": "pigeon"}, "unknown_channel", "channel"),
    ({"trl": 10}, "trl_range", "trl"),
    ({"jobs": -1}, "jobs_range", "jobs"),
    ({"plant_area_m2": Decimal(-1)}, "quantity_range", "plant_area_m2"),
    ({"land_mu": Decimal(10) ** 10}, "quantity_range", "land_mu"),
    ({"investment": Money(-1, "EUR")}, "amount_range", "investment"),
    ({"next_step": "Anrufen"}, "step_date_missing", "next_step_on"),
    ({"next_step_on": DAY}, "step_missing", "next_step"),
    ({"stage": "built"}, "unknown_stage", "stage"),
    ({"stage": "appraised", "industries": []}, "industry_missing", "industries"),
    ({"stage": "lost"}, "lost_reason_missing", "lost_reason"),
    ({"stage": "reserve"}, "wake_up_missing", "wake_up_on"),
    ({"major": True}, "major_needs_deputy", "deputy_id"),
    ({"owner_id": 10**6}, "owner_unknown", "owner_id"),
])
def test_a_lead_that_cannot_be_is_refused_with_the_field_and_nothing_is_written(values, code, field):
    before = db.session.scalar(db.select(db.func.count()).select_from(Lead))
    assert _refused(code, services.create_lead, SYSTEM, _values(**values)).field == field
    assert db.session.scalar(db.select(db.func.count()).select_from(Lead)) == before


@pytest.mark.parametrize("role", ["reader", "partner_user"])
def test_somebody_who_only_reads_cannot_own_a_lead(role):
    _refused("owner_unknown", services.create_lead, SYSTEM, _values(owner_id=make_user(role).id))


def test_a_closed_account_cannot_own_a_lead():
    _refused("owner_unknown", services.create_lead, SYSTEM, _values(owner_id=make_user("officer", active=False).id))


# Facts


def test_an_edit_changes_what_is_given_raises_the_version_and_stands_in_the_log():
    lead = make_lead("Erste", jobs=5)
    _do(services.edit_lead, SYSTEM, lead, {"jobs": 8, "investment": Money.of(2_000_000, "EUR")}, lead.version)
    assert (lead.jobs, lead.title, lead.version, lead.investment) == (8, "Erste", 2, Money.of(2_000_000, "EUR"))
    assert _log("lead.changed")[-1].data["changes"]["jobs"] == [5, 8]


def test_an_edit_that_changes_nothing_leaves_no_trace():
    lead = make_lead(jobs=5)
    count = len(_log("lead.changed"))
    _do(services.edit_lead, SYSTEM, lead, {"jobs": 5}, lead.version)
    assert (lead.version, len(_log("lead.changed"))) == (1, count)


def test_the_second_of_two_editors_is_told_what_is_stored_now():
    lead = make_lead(jobs=5)
    _do(services.edit_lead, SYSTEM, lead, {"jobs": 8}, 1)
    with pytest.raises(Conflict) as caught, transaction():
        services.edit_lead(SYSTEM, lead, {"jobs": 3}, 1)
    assert caught.value.theirs["jobs"] == 8
    assert lead.jobs == 8


def test_stage_and_owner_are_not_edited_by_the_way():
    lead = make_lead()
    with pytest.raises(ValueError, match="stage"), transaction():
        services.edit_lead(SYSTEM, lead, {"stage": "signed"})


def test_a_lead_beyond_the_first_stage_keeps_an_industry():
    lead = move(make_lead(), "appraised")
    _refused("industry_missing", services.edit_lead, SYSTEM, lead, {"industries": []})


def test_another_organisation_changes_the_words_by_which_the_lead_is_found():
    officer, lead = make_user("officer"), make_lead()
    _do(services.change_organisation, SYSTEM, lead, make_organisation("Quarzwerk Nord GmbH"))
    assert [hit.ref_id for hit in index.find("Quarzwerk", officer, kinds=["lead"])] == [lead.id]
    assert db.session.get(Organisation, lead.organisation_id).name == "Quarzwerk Nord GmbH"


# Owner and deputy


def test_a_lead_is_handed_over_at_once_with_both_names_in_the_log():
    old, new, deputy = (make_user("officer", name=name) for name in ("Alt", "Neu", "Vertretung"))
    lead = make_lead(owner=old)
    _do(services.assign_owner, SYSTEM, lead, new.id, deputy.id, 1)
    assert (lead.owner, lead.deputy) == (new, deputy)
    changes = _log("lead.owner_changed")[-1].data["changes"]
    assert changes == {"owner": ["Alt", "Neu"], "deputy": [None, "Vertretung"]}


def test_an_owner_is_needed_and_cannot_be_the_deputy_too():
    officer = make_user("officer")
    lead = make_lead(owner=officer)
    _refused("owner_missing", services.assign_owner, SYSTEM, lead, None)
    _refused("deputy_is_owner", services.assign_owner, SYSTEM, lead, officer.id, officer.id)


def test_a_major_project_has_a_deputy_from_the_start_to_the_end():
    owner, deputy = make_user("officer"), make_user("coordinator")
    lead = make_lead(owner=owner)
    _refused("major_needs_deputy", services.edit_lead, SYSTEM, lead, {"major": True})
    _do(services.assign_owner, SYSTEM, lead, owner.id, deputy.id)
    _do(services.edit_lead, SYSTEM, lead, {"major": True})
    _refused("major_needs_deputy", services.assign_owner, SYSTEM, lead, owner.id, None)


# People


def test_a_lead_has_at_most_one_primary_decision_maker():
    first, second = make_person(), make_person()
    lead = make_lead(people=[PersonRole(first.id, "decision_maker", True)])
    _refused("second_decision_maker", services.add_person, SYSTEM, lead, PersonRole(second.id, "decision_maker", True))
    _do(services.add_person, SYSTEM, lead, PersonRole(second.id, "decision_maker"))
    _refused(
        "second_decision_maker",
        services.change_person,
        SYSTEM,
        lead.people[1],
        PersonRole(second.id, "decision_maker", True),
    )
    _do(services.change_person, SYSTEM, lead.people[0], PersonRole(first.id, "influencer"))
    _do(services.change_person, SYSTEM, lead.people[1], PersonRole(second.id, "decision_maker", True))
    assert lead.decision_maker.person == second


def test_only_a_decision_maker_can_be_the_primary_one():
    lead = make_lead()
    _refused("primary_decides", services.add_person, SYSTEM, lead, PersonRole(make_person().id, "gatekeeper", True))


def test_a_person_stands_on_a_lead_once_and_leaves_without_being_deleted():
    person = make_person()
    lead = make_lead(people=[person])
    _refused("person_twice", services.add_person, SYSTEM, lead, PersonRole(person.id, "technical"))
    _refused("unknown_role", services.add_person, SYSTEM, lead, PersonRole(make_person().id, "king"))
    _refused("no_person", services.add_person, SYSTEM, lead, PersonRole(10**6))
    _do(services.remove_person, SYSTEM, lead.people[0])
    assert lead.people == []
    assert db.session.get(type(person), person.id) is not None


# Sources


def test_the_same_source_is_added_once_and_the_last_one_stays():
    lead = make_lead(sources=[{"kind": "event_contact", "ref_id": 3, "label": "A"}])
    again = _do(services.add_source, SYSTEM, lead, SourceValues("event_contact", 3, "A"))
    assert lead.sources == [again]
    _refused("last_source", services.remove_source, SYSTEM, lead, "event_contact", 3)
    _do(services.add_source, SYSTEM, lead, SourceValues("referral", None, "Handelskammer"))
    _do(services.remove_source, SYSTEM, lead, "event_contact", 3)
    assert [one.label for one in lead.sources] == ["Handelskammer"]
    _refused("unknown_source", services.add_source, SYSTEM, lead, SourceValues("rumour"))


# Texts and needs


def test_a_new_original_makes_its_translations_stale_until_somebody_reviews_them():
    officer = make_user("officer", name="Han")
    lead = make_lead(texts=[("summary", "zh", "年产六十万")])
    entry = lead.texts[0]
    _do(services.translate_text, Actor.of(officer), entry, "ko", "연 60만")
    assert (entry.text.status("ko"), entry.text.texts["ko"]["by"]) == ("reviewed", "Han")
    _do(services.write_text, SYSTEM, lead, TextValues("summary", "zh", "年产八十万"), entry)
    assert entry.text.status("ko") == "stale"
    _do(services.translate_text, Actor.of(officer), entry, "ko", "연 80만")
    assert entry.text.status("ko") == "reviewed"
    assert entry.translated_on("ko") is not None and entry.translated_on("de") is None


def test_a_machine_never_takes_the_place_of_a_person():
    entry = make_lead(texts=[("summary", "zh", "摘要")]).texts[0]
    _do(services.translate_text, SYSTEM, entry, "en", "Summary by machine", machine=True)
    assert entry.text.status("en") == "machine"
    _do(services.translate_text, SYSTEM, entry, "en", "Summary")
    _refused("reviewed_stays", services.translate_text, SYSTEM, entry, "en", "Sum", machine=True)


@pytest.mark.parametrize(("values", "code"), [
    (("summary", "zh", " "), "text_missing"), (("summary", "fr", "x"), "unknown_language"),
    (("poem", "zh", "x"), "unknown_field"), (("summary", "zh", "x" * 20_001), "text_too_long"),
])
def test_a_text_needs_a_field_a_language_and_words(values, code):
    _refused(code, services.write_text, SYSTEM, make_lead(), TextValues(*values))


def test_an_original_keeps_its_language():
    lead = make_lead(texts=[("summary", "zh", "摘要")])
    _refused("own_language", services.translate_text, SYSTEM, lead.texts[0], "zh", "摘要")
    _refused("language_kept", services.write_text, SYSTEM, lead, TextValues("summary", "de", "Kurz"), lead.texts[0])


def test_a_need_is_answered_and_the_log_says_what_changed():
    lead = make_lead()
    need = _do(services.add_need, SYSTEM, lead, category="energy", language="zh", text="双回路供电")
    assert (need.state, need.answer) == ("open", None)
    _do(services.change_need, SYSTEM, need, language="zh", answer="可提供", state="offered")
    assert (need.answer.original, need.state) == ("可提供", "offered")
    assert _log("lead.need_changed")[-1].data["changes"]["state"] == ["open", "offered"]
    _refused("unknown_category", services.add_need, SYSTEM, lead, category="luck", language="zh", text="x")
    _refused("text_missing", services.add_need, SYSTEM, lead, category="site", language="zh", text=" ")
    _refused("unknown_state", services.change_need, SYSTEM, need, language="zh", answer="", state="perhaps")


# Taking back


def test_a_lead_is_taken_back_only_while_nobody_worked_on_it_and_nothing_else_brought_it():
    source = {"kind": "event_contact", "ref_id": 3, "label": "A"}
    untouched, touched = make_lead(sources=[source]), make_lead(sources=[{**source, "ref_id": 4}])
    shared = make_lead(sources=[{**source, "ref_id": 5}, {"kind": "intention", "ref_id": 1, "label": "IN"}])
    _do(services.set_next_step, SYSTEM, touched, "Fragen", DAY)
    _refused("lead_touched", services.remove_lead, SYSTEM, touched, {("event_contact", 4)})
    _refused("has_other_sources", services.remove_lead, SYSTEM, shared, {("event_contact", 5)})
    key = untouched.id
    _do(services.remove_lead, SYSTEM, untouched, {("event_contact", 3)})
    assert db.session.get(Lead, key) is None
