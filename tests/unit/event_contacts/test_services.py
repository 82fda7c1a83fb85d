"""Capturing once however often it is sent, deciding, converting several people into one lead, and taking it back."""

import threading
from datetime import UTC, date, datetime

import pytest

from outreach.activity import SYSTEM, Actor
from outreach.activity.models import ActivityEntry
from outreach.contacts.models import DuplicateCandidate, Person
from outreach.db import db, transaction
from outreach.errors import Conflict, Refused
from outreach.event_contacts import services
from outreach.event_contacts.models import EventContact
from outreach.event_contacts.services import CaptureValues
from outreach.leads.models import Lead
from outreach.leads.services import LeadValues, change_stage, set_next_step
from tests.factories.accounts import make_user
from tests.factories.contacts import make_person
from tests.factories.event_contacts import make_event_contact
from tests.factories.events import make_event
from tests.factories.leads import make_lead


def _count(model) -> int:
    return db.session.scalar(db.select(db.func.count(model.id)))


def _capture(event, key=None, actor=SYSTEM, **values):
    with transaction():
        return services.capture(actor, event, CaptureValues(**{"name": "Jana Weiss", **values}), key)


def _convert(contacts, values=None, lead=None, actor=SYSTEM) -> Lead:
    with transaction():
        return services.convert_to_lead(actor, contacts, values, lead)


def _two(event, organisation="Zwilling Optik GmbH") -> list[EventContact]:
    return [make_event_contact(event, organisation=organisation, notes=note, notes_language="de")
            for note in ("Will 2.000 m²", "Fragt nach Strom")]


def _verbs(*of: str) -> list[str]:
    return list(
        db.session.scalars(db.select(ActivityEntry.verb).where(ActivityEntry.verb.in_(of)).order_by(ActivityEntry.id))
    )


def test_the_same_key_twice_is_one_capture_and_one_entry(app):
    event = make_event()
    first = _capture(event, "phone-7:1")
    again = _capture(event, "phone-7:1", name="Somebody Else", notes="late")
    assert (first.created, again.created) == (True, False)
    assert again.contact.id == first.contact.id
    assert (_count(EventContact), _count(Person)) == (1, 1)
    assert _verbs("event_contact.captured") == ["event_contact.captured"]


def test_captures_without_a_key_are_never_taken_for_one(app):
    event = make_event()
    _capture(event)
    _capture(event)
    assert _count(EventContact) == 2


def test_a_key_of_another_event_is_a_conflict(app):
    _capture(make_event(), "phone-7:1")
    with pytest.raises(Conflict) as refused:
        _capture(make_event("MEDICA-2027", "MEDICA 2027"), "phone-7:1")
    assert (refused.value.code, refused.value.field) == ("client_key_used", "client_key")


def test_many_sends_of_one_key_at_once_store_one_capture(real_app):
    event_id, found, errors = make_event().id, [], []

    def send():
        from outreach.events.models import Event

        try:
            with real_app.app_context():
                found.append(_capture(db.session.get(Event, event_id), "phone-7:1").contact.id)
                db.session.remove()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert len(found) == 6
    assert len(set(found)) == 1
    assert (_count(EventContact), _count(Person)) == (1, 1)


def test_the_raw_capture_is_kept_as_it_was_given_and_survives_every_decision(app):
    raw = {"contact.name": "jana weiß ", "contact.phone": "089/1234 5678", "extra": ["a", "b"]}
    contact = _capture(make_event(), raw=raw, phone="089/1234 5678", country="DE").contact
    with transaction():
        services.qualify(SYSTEM, contact, "A", "Neue Notiz", "de")
        services.reject(SYSTEM, contact, "Student")
        services.reopen(SYSTEM, contact)
    _convert([contact])
    assert db.session.get(EventContact, contact.id, populate_existing=True).raw == raw


def test_without_raw_the_values_themselves_are_kept(app):
    contact = _capture(make_event(), email="j.weiss@example.org", met_on=date(2027, 6, 23)).contact
    assert contact.raw == {"name": "Jana Weiss", "email": "j.weiss@example.org", "met_on": "2027-06-23"}


def test_a_known_person_is_recognised_and_a_doubtful_one_marked(app):
    known = make_person("Jana Weiss", email="j.weiss@example.org", organisation="Weiss Optik GmbH")
    event = make_event()
    same = _capture(event, email="J.Weiss@example.org").contact
    assert (same.verdict, same.person_id) == ("same", known.id)
    doubtful = _capture(event, organisation="Weiss Optik GmbH").contact
    assert doubtful.verdict == "doubtful"
    assert doubtful.person_id != known.id
    pair = db.session.scalars(db.select(DuplicateCandidate)).one()
    assert {pair.person_id, pair.other_id} == {doubtful.person_id, known.id}


@pytest.mark.parametrize(("values", "code", "field"), [
    ({"name": "  "}, "name_missing", "contact.name"),
    ({"name": "x" * 301}, "name_too_long", "contact.name"),
    ({"source": "dream"}, "unknown_source", "source"),
    ({"rating": "D"}, "unknown_rating", "rating"),
    ({"language": "fr"}, "unknown_language", "contact.language"),
    ({"notes": "x", "notes_language": "fr"}, "unknown_language", "notes_language"),
    ({"country": "XX"}, "unknown_country", "organisation.country"),
    ({"notes": "x" * 20_001}, "text_too_long", "notes"),
    ({"met_on": date(2027, 1, 1)}, "far_day", "met_on"),
    ({"met_on": date(2028, 6, 23)}, "far_day", "met_on"),
    ({"captured_at": datetime(2027, 6, 23, 10)}, "bad_instant", "captured_at"),
    ({"captured_at": datetime(1970, 1, 1, tzinfo=UTC)}, "bad_instant", "captured_at"),
])
def test_what_no_capture_can_be_is_refused_and_nothing_is_written(app, values, code, field):
    event = make_event()
    with pytest.raises(Refused) as refused:
        _capture(event, "phone-7:1", **values)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert (_count(EventContact), _count(Person)) == (0, 0)


def test_the_day_before_the_fair_still_belongs_to_it(app):
    assert _capture(make_event(), met_on=date(2027, 6, 21)).contact.met_on == date(2027, 6, 21)


def test_a_key_longer_than_the_column_is_refused(app):
    with pytest.raises(Refused) as refused:
        _capture(make_event(), "k" * 101)
    assert refused.value.field == "client_key"


def test_a_rejection_needs_a_reason_and_can_be_taken_back(app):
    contact = make_event_contact(make_event())
    with pytest.raises(Refused) as refused, transaction():
        services.reject(SYSTEM, contact, "  ")
    assert refused.value.field == "reason"
    with transaction():
        services.reject(SYSTEM, contact, "Looks for a job")
    assert (contact.state, contact.rejected_reason) == ("rejected", "Looks for a job")
    with transaction():
        services.reopen(SYSTEM, contact)
    assert (contact.state, contact.rejected_reason) == ("open", None)
    with pytest.raises(Refused) as refused, transaction():
        services.reopen(SYSTEM, contact)
    assert refused.value.code == "not_rejected"


def test_who_decides_on_an_old_page_is_told_so(app):
    contact = make_event_contact(make_event())
    with transaction():
        services.qualify(SYSTEM, contact, "A", "", None, version=1)
    for act in (
        lambda: services.reject(SYSTEM, contact, "late", version=1),
        lambda: services.reopen(SYSTEM, contact, version=1),
        lambda: services.qualify(SYSTEM, contact, "B", "", None, version=1),
        lambda: services.undo_conversion(SYSTEM, contact, version=1),
    ):
        with pytest.raises(Conflict), transaction():
            act()
    assert (contact.state, contact.rating) == ("open", "A")


def test_rating_and_note_are_logged_with_old_and_new(app):
    contact = make_event_contact(make_event(), rating="C")
    with transaction():
        services.qualify(SYSTEM, contact, "A", " Ruft zurück ", "de")
    entry = db.session.scalars(db.select(ActivityEntry).where(ActivityEntry.verb == "event_contact.qualified")).one()
    assert entry.data["changes"] == {"rating": ["C", "A"], "notes": ["", "Ruft zurück"], "notes_language": [None, "de"]}
    with transaction():
        services.qualify(SYSTEM, contact, "A", "Ruft zurück", "de")
    assert _verbs("event_contact.qualified") == ["event_contact.qualified"]


def test_two_people_of_one_organisation_become_one_lead_with_their_event_and_notes(app):
    event, owner = make_event(), make_user("officer")
    pair = _two(event)
    lead = _convert(
        pair,
        LeadValues(
            title="Excimer-Montage",
            title_language="de",
            owner_id=owner.id,
            next_step="Anrufen",
            next_step_on=date(2027, 7, 1),
        ),
        actor=Actor.of(owner),
    )
    assert (lead.title, lead.organisation_id, lead.country, lead.channel) == (
        "Excimer-Montage", pair[0].organisation_id, "DE", "event")
    assert {one.person_id for one in lead.people} == {one.person_id for one in pair}
    assert {(one.kind, one.ref_id, one.event_id) for one in lead.sources} == {
        ("event_contact", one.id, event.id) for one in pair
    }
    assert sorted((one.field, one.text.source, one.text.original) for one in lead.texts) == [
        ("meeting_note", "de", "Fragt nach Strom"), ("meeting_note", "de", "Will 2.000 m²")]
    assert [(one.state, one.lead_id, one.made_lead) for one in pair] == [("converted", lead.id, True)] * 2
    assert _verbs("event_contact.converted", "lead.created") == ["lead.created", *["event_contact.converted"] * 2]


def test_a_lead_without_a_title_is_named_after_the_organisation_or_the_person(app):
    event = make_event()
    assert _convert([make_event_contact(event, organisation="Namens GmbH")]).title == "Namens GmbH"
    assert _convert([make_event_contact(event, name="Solo Weiss", organisation="")]).title == "Solo Weiss"


def test_the_same_person_captured_twice_stands_on_the_lead_once(app):
    event = make_event()
    pair = [
        make_event_contact(event, name="Jana Weiss", email="jana@weiss.example.org", organisation="Weiss GmbH")
        for _ in "12"
    ]
    assert pair[0].person_id == pair[1].person_id
    lead = _convert(pair)
    assert (len(lead.people), len(lead.sources)) == (1, 2)


def test_several_organisations_are_refused_and_nothing_changes(app):
    event = make_event()
    contacts = [make_event_contact(event), make_event_contact(event)]
    with pytest.raises(Refused) as refused:
        _convert(contacts)
    assert (refused.value.code, refused.value.field) == ("several_organisations", "event_contact_ids")
    assert _count(Lead) == 0
    assert {one.state for one in contacts} == {"open"}


def test_somebody_without_an_organisation_may_join_the_others(app):
    event = make_event()
    lead = _convert([*_two(event), make_event_contact(event, organisation="")])
    assert len(lead.sources) == 3


def test_nobody_at_all_is_refused(app):
    with pytest.raises(Refused) as refused:
        _convert([])
    assert refused.value.code == "nothing_chosen"


def test_a_contact_joins_a_lead_that_stands(app):
    event, lead = make_event(), make_lead()
    contact = make_event_contact(event, notes="Kommt im Juli", notes_language="de")
    assert _convert([contact], lead=lead).id == lead.id
    assert (contact.state, contact.made_lead) == ("converted", False)
    assert ("event_contact", contact.id) in {(one.kind, one.ref_id) for one in lead.sources}
    assert [one.text.original for one in lead.texts] == ["Kommt im Juli"]


def test_converting_again_into_the_same_lead_changes_nothing(app):
    event, lead = make_event(), make_lead()
    contact = make_event_contact(event, notes="einmal", notes_language="de")
    _convert([contact], lead=lead)
    before = (
        lead.version,
        contact.version,
        len(lead.sources),
        len(lead.people),
        len(lead.texts),
        _count(ActivityEntry),
    )
    _convert([contact], lead=lead)
    assert (
        lead.version,
        contact.version,
        len(lead.sources),
        len(lead.people),
        len(lead.texts),
        _count(ActivityEntry),
    ) == before


def test_a_contact_that_became_a_lead_cannot_become_another(app):
    event = make_event()
    contact = make_event_contact(event)
    lead = _convert([contact])
    for other in (None, make_lead()):
        with pytest.raises(Refused) as refused:
            _convert([contact], lead=other)
        assert (refused.value.code, refused.value.field) == ("converted", "lead")
        assert lead.number in str(refused.value)
    assert contact.lead_id == lead.id


def test_a_colleague_joins_the_lead_that_the_first_has_become(app):
    event = make_event()
    first, second = _two(event)
    lead = _convert([first])
    _convert([first, second], lead=lead)
    assert {one.ref_id for one in lead.sources} == {first.id, second.id}
    assert (second.lead_id, second.made_lead) == (lead.id, False)


def test_nobody_joins_a_closed_lead(app):
    lead = make_lead()
    with transaction():
        change_stage(SYSTEM, lead, "lost", lost_reason="Standort in Polen")
    with pytest.raises(Refused) as refused:
        _convert([make_event_contact(make_event())], lead=lead)
    assert (refused.value.code, refused.value.field) == ("lead_closed", "lead")


def test_a_converted_contact_cannot_be_rejected(app):
    contact = make_event_contact(make_event())
    _convert([contact])
    with pytest.raises(Refused) as refused, transaction():
        services.reject(SYSTEM, contact, "zu spät")
    assert refused.value.code == "converted"


def test_a_rejected_contact_may_still_become_a_lead(app):
    contact = make_event_contact(make_event())
    with transaction():
        services.reject(SYSTEM, contact, "kein Interesse")
    _convert([contact])
    assert (contact.state, contact.rejected_reason) == ("converted", None)


def test_undo_takes_the_lead_and_all_that_were_converted_with_it_back(app):
    pair = _two(make_event())
    _convert(pair)
    with transaction():
        services.undo_conversion(SYSTEM, pair[0])
    assert _count(Lead) == 0
    assert [(one.state, one.lead_id, one.made_lead) for one in pair] == [("open", None, False)] * 2
    assert _verbs("event_contact.conversion_undone", "lead.removed") == [
        "lead.removed",
        *["event_contact.conversion_undone"] * 2,
    ]
    assert _convert(pair).title == "Zwilling Optik GmbH"


def test_undo_is_refused_once_somebody_worked_on_the_lead(app):
    contact = make_event_contact(make_event())
    lead = _convert([contact])
    with transaction():
        set_next_step(SYSTEM, lead, "Anrufen", date(2027, 7, 2))
    with pytest.raises(Refused) as refused, transaction():
        services.undo_conversion(SYSTEM, contact)
    assert refused.value.code == "lead_touched"
    assert (contact.state, contact.lead_id) == ("converted", lead.id)


def test_undo_is_refused_where_the_lead_has_got_another_source(app):
    first, second = _two(make_event())
    lead = _convert([first])
    _convert([second], lead=lead)
    with pytest.raises(Refused), transaction():
        services.undo_conversion(SYSTEM, first)
    assert (first.state, _count(Lead)) == ("converted", 1)


def test_undo_of_a_contact_that_joined_leaves_the_lead_without_that_source(app):
    lead, contact = make_lead(), make_event_contact(make_event())
    _convert([contact], lead=lead)
    with transaction():
        services.undo_conversion(SYSTEM, contact)
    assert (contact.state, contact.lead_id) == ("open", None)
    assert [one.kind for one in db.session.get(Lead, lead.id).sources] == ["manual"]


def test_an_open_contact_has_nothing_to_undo(app):
    with pytest.raises(Refused) as refused, transaction():
        services.undo_conversion(SYSTEM, make_event_contact(make_event()))
    assert refused.value.code == "not_converted"
