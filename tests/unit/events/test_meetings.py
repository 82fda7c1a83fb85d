"""Meetings: who and what is wanted twice, states and results on timelines, days that move, the sheet of a day."""

from datetime import date, datetime

import pytest
import sqlalchemy

from outreach.activity import SYSTEM
from outreach.activity.queries import timeline
from outreach.contacts.services.merging.merge import merge_records
from outreach.db import db, transaction
from outreach.errors import Conflict, Refused
from outreach.events import queries
from outreach.events.models import Event, Meeting, MeetingTable
from outreach.events.queries import meetings as asked
from outreach.events.services import agenda as agenda_services
from outreach.events.services import exchange, planning
from outreach.events.services import meetings as services
from outreach.i18n import in_language
from outreach.i18n.localized import LocalizedText
from outreach.web import doors
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, make_person
from tests.factories.events import make_event, make_member


def make_meeting(event: Event, who, begins: int = 9, ends: int = 10, meeting=None, **values) -> Meeting:
    """A meeting from hour to hour of 22 June 2027."""
    with transaction():
        return services.save_meeting(SYSTEM, event, {
            "starts_local": datetime(2027, 6, 22, begins), "ends_local": datetime(2027, 6, 22, ends), **values}, who, meeting)


def make_table(event: Event, name: str = "Table 1", venue: str = "Hall B2") -> MeetingTable:
    """A table of the event."""
    with transaction():
        return services.save_table(SYSTEM, event, name, venue)


def facts(event: Event) -> list[str]:
    """What is warned about the meetings, in English."""
    with in_language("en"):
        return [item.fact for item in queries.warnings_of(event) if item.code == "meeting"]


def test_a_participant_an_interpreter_and_a_table_that_are_wanted_twice_are_told(session):
    event, us, other, interpreter = make_event(), make_user(name="Zhou Min"), make_user(name="Gao Yifan"), make_user(name="Lin Yu")
    person, table = make_person("Anna Weber"), make_table(event)
    make_meeting(event, [us, person], 9, 11, subject="Lasers", interpreter_id=interpreter.id, table_id=table.id)
    make_meeting(event, [other, person], 10, 12, subject="Optics", interpreter_id=interpreter.id, table_id=table.id)
    make_meeting(event, [us, person], 12, 13, subject="Lunch", table_id=table.id)
    assert facts(event) == [
        "Wanted twice: Anna Weber, Table 1, Hall B2, Lin Yu. 22 Jun 2027 09:00 Lasers and 22 Jun 2027 10:00 Optics"]


def test_declined_and_cancelled_meetings_take_nobodys_time(session):
    event, us, person = make_event(), make_user(), make_person("Anna Weber")
    first = make_meeting(event, [us, person])
    make_meeting(event, [us, person])
    assert len(facts(event)) == 1
    with transaction():
        services.set_state(SYSTEM, first, "declined")
    assert facts(event) == []


def test_a_talk_on_the_agenda_and_another_event_clash_with_a_meeting(session):
    event, us, person = make_event(), make_user(name="Zhou Min"), make_person("Anna Weber")
    make_member(event, us)
    make_meeting(event, [us, person], 9, 11, subject="Lasers")
    with transaction():
        agenda_services.save_item(SYSTEM, event, {
            "kind": "talk", "title": LocalizedText.of("en", "Keynote"), "starts_local": datetime(2027, 6, 22, 10),
            "ends_local": datetime(2027, 6, 22, 12)}, [person])
    make_member(make_event("FAIR", "Fair"), us)
    found = facts(event)
    assert any("Keynote" in fact and "Anna Weber" in fact for fact in found)
    assert any("Fair, 22–25 Jun 2027" in fact and "Zhou Min" in fact for fact in found) and len(found) == 2
    assert any(item.code == "agenda" and "Lasers" in item.fact for item in queries.warnings_of(event))


def test_two_languages_without_an_interpreter_are_told_until_somebody_interprets(session):
    event, us = make_event(), make_user(language="zh")
    person = make_person("Anna Weber", language="de")
    meeting = make_meeting(event, [us, person], subject="Lasers")
    assert len(facts(event)) == 1 and "nobody interprets" in facts(event)[0]
    make_meeting(event, [us, person], meeting=meeting, interpreter_person_id=make_person("Li Wen").id)
    assert facts(event) == []


@pytest.mark.parametrize(("values", "field"), [
    ({"ends_local": datetime(2027, 6, 22, 8)}, "ends_time"), ({"language": "xx"}, "language"),
    ({"starts_local": datetime(2027, 3, 28, 2, 30), "ends_local": datetime(2027, 3, 28, 4)}, "starts_time"),
    ({"starts_local": datetime(2027, 10, 31, 2, 30), "ends_local": datetime(2027, 10, 31, 4)}, "which")])
def test_a_meeting_that_cannot_be_is_refused_with_its_field(session, values, field):
    with pytest.raises(Refused) as caught:
        make_meeting(make_event(), [make_user(), make_person("Anna Weber")], **values)
    assert caught.value.field == field


def test_both_sides_are_needed_and_what_somebody_else_changed_is_not_written_over(session):
    event, us, person = make_event(), make_user(), make_person("Anna Weber")
    for who, field in (([us], "people"), ([person], "users")):
        with pytest.raises(Refused) as caught:
            make_meeting(event, who)
        assert caught.value.field == field
    meeting = make_meeting(event, [us, person])
    with pytest.raises(Conflict):
        services.save_meeting(SYSTEM, event, {}, [us, person], meeting, version=meeting.version + 1)


def test_what_came_of_a_meeting_stands_on_the_timelines_of_who_took_part(session):
    event, us, person = make_event(), make_user(), make_person("Anna Weber")
    meeting = make_meeting(event, [us, person, make_organisation("Weber Optik GmbH")])
    with transaction():
        services.set_state(SYSTEM, meeting, "held", "Wants 3,000 m² by spring", "en")
    entry = db.session.scalars(timeline("person", person.id)).first()
    for lang in ("zh", "en", "de", "ko"):
        with in_language(lang):
            assert "Wants 3,000 m²" in str(doors.timeline_kind.get(entry.verb).sentence(entry))
    with pytest.raises(Refused):
        services.set_state(SYSTEM, meeting, "forgotten")


def test_meetings_move_with_their_event_and_have_to_be_confirmed_again(session):
    event, us, person = make_event(), make_user(), make_person("Anna Weber")
    meeting, held = make_meeting(event, [us, person]), make_meeting(event, [us, person], 11, 12)
    with transaction():
        services.set_state(SYSTEM, meeting, "confirmed")
        services.set_state(SYSTEM, held, "held")
        planning.move_event(SYSTEM, event, 7)
    assert (meeting.starts_local, meeting.state) == (datetime(2027, 6, 29, 9), "proposed")
    assert held.starts_local == datetime(2027, 6, 22, 11)


def test_two_records_of_one_person_become_one_participant(session):
    event, us, kept, gone = make_event(), make_user(), make_person("Anna Weber"), make_person("A. Weber")
    meeting = make_meeting(event, [us, kept, gone])
    with transaction():
        merge_records(SYSTEM, "person", kept.id, gone.id)
    db.session.expire_all()
    assert [one.person_id for one in db.session.get(Meeting, meeting.id).theirs] == [kept.id]


def test_lists_are_by_day_and_by_person_and_a_sheet_has_the_meetings_that_one_goes_to(session):
    event, us, interpreter, person = make_event(), make_user(name="Zhou"), make_user(name="Lin"), make_person("Anna Weber")
    first = make_meeting(event, [us, person], 9, 10, interpreter_id=interpreter.id)
    second = make_meeting(event, [us, person], 11, 12)
    cancelled = make_meeting(event, [us, person], 13, 14)
    with transaction():
        services.set_state(SYSTEM, cancelled, "cancelled")
    assert [(day, len(part)) for day, part in asked.by_day(asked.meetings_of(event))] == [(date(2027, 6, 22), 3)]
    assert [(row.label, len(part)) for row, part in asked.by_person([first, second])] == [
        ("Lin", 1), ("Zhou", 2), ("Anna Weber", 2)]
    assert asked.sheet_of(event, us) == [first, second] and asked.sheet_of(event, interpreter) == [first]
    assert asked.sheet_of(event, us, date(2027, 6, 23)) == [] and asked.count_meetings(event) == 2


def test_every_verb_of_meetings_is_told_in_every_language(session):
    event, us, person = make_event(), make_user(), make_person("Anna Weber")
    table, meeting = make_table(event), make_meeting(event, [us, person])
    make_meeting(event, [us, person], 10, 11, meeting=meeting, table_id=table.id)
    with transaction():
        services.set_state(SYSTEM, meeting, "confirmed")
        services.remove_table(SYSTEM, table)
        services.remove_meeting(SYSTEM, meeting)
    told = {entry.verb: entry for entry in db.session.scalars(timeline("event", event.id))}
    verbs = {verb for verb in told if verb.startswith("meeting.")}
    assert len(verbs) == 6
    for lang in ("zh", "en", "de", "ko"):
        with in_language(lang):
            assert not any("%(" in str(doors.timeline_kind.get(verb).sentence(told[verb])) for verb in verbs)


def test_an_officer_arranges_a_meeting_prints_the_sheet_and_writes_the_result(session, sign_in):
    event, us = make_event(), make_user(role="coordinator", language="en", time_zone="Asia/Shanghai", name="Katrin Vogt")
    korean = make_user(role="officer", language="ko", name="Mina Seo")
    person = make_person("Anna Weber", organisation=make_organisation("Weber Optik GmbH"))
    client, address = sign_in(us), f"/events/{event.id}/meetings"
    assert "No meetings yet" in client.get_page(address, title="Meetings").text
    assert client.post_page(f"{address}/tables/new", {"name": ""}, status=422).errors()
    client.post_page(f"{address}/tables/new", {"name": "Table 1", "venue": "Hall B2"})
    table, = asked.tables_of(event)
    form = {"subject": "Lasers", "day": "2027-06-22", "starts_time": "10:00", "ends_time": "10:30",
            "users": [str(us.id), str(korean.id)],
            "people-0": "Nobody Known", "table_id": str(table.id), "language": "de", "interpreter_id": "", "who": ""}
    assert client.get_page(f"{address}/new").field("day") == "2027-06-22"
    page = client.post_page(f"{address}/new", form, status=422)
    assert page.errors() and page.field("subject") == "Lasers" and page.field("people-0") == "Nobody Known"
    client.post_page(f"{address}/new", {**form, "people-0": f"Anna Weber [p{person.id}]"})
    meeting, = asked.meetings_of(event)
    page = client.get_page(address)
    assert "1 meeting" in page.heading and "10:00–10:30" in page.text and "16:00" in page.text and "Table 1" in page.text
    assert "Mina Seo" in client.get_page(f"{address}?by=person").text
    assert "2027년" in client.get_page(f"{address}/sheet/{korean.id}").html
    client.get_page(f"{address}/sheet/999999", status=404)
    client.post_page(f"{address}/{meeting.id}", {
        "version": str(meeting.version), "state": "held", "result": "Kommt im Mai", "result_language": "de"})
    assert "Kommt im Mai" in client.get_page(f"/people/{person.id}").text
    assert client.get_page(f"{address}/{meeting.id}/edit").field("people-0") == f"Anna Weber [p{person.id}]"
    client.get_page(f"{address}/tables/{table.id}")
    client.post_page(f"{address}/tables/{table.id}/remove")
    client.post_page(f"{address}/meetings/{meeting.id}/remove")
    assert asked.meetings_of(event) == [] and asked.tables_of(event) == []


@pytest.mark.parametrize("lang", ["zh", "en", "de", "ko"])
def test_meetings_open_for_readers_in_every_language(session, sign_in, lang):
    event, us = make_event(), make_user(language="zh")
    meeting = make_meeting(event, [us, make_person("Anna Weber", language="de")])
    client = sign_in(make_user(role="reader", language=lang))
    assert "09:00–10:00" in client.get_page(f"/events/{event.id}/meetings").text
    client.get_page(f"/events/{event.id}/meetings/{meeting.id}")
    client.get_page(f"/events/{event.id}/meetings/sheet/{us.id}")


def test_the_pages_of_meetings_and_of_an_exchange_ask_no_more_for_more_people(session, sign_in):
    event, client = make_event(kind="technology_exchange"), sign_in(make_user(role="coordinator"))

    def grow(first: int, last: int) -> None:
        for number in range(first, last):
            guest = make_person(f"Guest {number}", organisation=make_organisation(f"Lumora {number} GmbH"))
            make_meeting(event, [make_user(), guest], table_id=make_table(event, f"Table {number}").id)
            with transaction():
                exchange.accept_pair(SYSTEM, *(exchange.add_entry(SYSTEM, event, {
                    "kind": kind, "title": LocalizedText.of("en", f"{kind} {number}"), "organisation_id": guest.organisation.id,
                    "person_id": person.id}) for kind, person in (("offer", guest), ("request", make_person(f"Other {number}")))))

    def asked_by(path: str) -> int:
        db.session.expire_all()
        found: list[str] = []

        def note(*given) -> None:
            found.append(given[2])

        sqlalchemy.event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert client.get(path).status_code == 200
        finally:
            sqlalchemy.event.remove(db.engine, "before_cursor_execute", note)
        return len(found)

    paths = [f"/events/{event.id}/{part}" for part in ("meetings", "meetings?by=person", "exchange")]
    grow(0, 2)
    # The first request of a session and of a process asks for more.
    few = [(asked_by(path), asked_by(path))[1] for path in paths]
    grow(2, 8)
    many = [asked_by(path) for path in paths]
    assert all(late <= early for late, early in zip(many, few, strict=True)), (few, many)


def test_a_guest_and_an_interpreter_have_a_sheet_of_their_own_without_our_notes(session, sign_in):
    event, us, helper = make_event(), make_user(role="officer", language="en"), make_user(language="de")
    guest, stranger = make_person("Anna Weber", language="de"), make_person("Jens Holt")
    with transaction():
        services.save_meeting(SYSTEM, event, {
            "starts_local": datetime(2027, 6, 22, 9), "ends_local": datetime(2027, 6, 22, 10), "subject": "Proben",
            "interpreter_id": helper.id, "note": "Offer no discount"}, [us, guest])
    client, address = sign_in(us), f"/events/{event.id}/meetings"
    page = client.get_page(address)
    assert {f"{address}/sheet/{us.id}", f"{address}/sheet/{helper.id}", f"{address}/sheet/people/{guest.id}"} <= set(page.links())
    sheet = client.get_page(f"{address}/sheet/people/{guest.id}")
    assert "22.06.2027" in sheet.text and "Proben" in sheet.text and "Offer no discount" not in sheet.text
    assert "Offer no discount" in client.get_page(f"{address}/sheet/{us.id}").text
    for wrong in (stranger.id, 999_999):
        client.get_page(f"{address}/sheet/people/{wrong}", status=404)
