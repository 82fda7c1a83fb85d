"""Agendas: clashes of speakers and rooms, versions with what changed, days that move, what guests see."""

from datetime import date, datetime

import pytest
import sqlalchemy

from outreach.activity import SYSTEM
from outreach.activity.queries import timeline
from outreach.db import db, transaction
from outreach.errors import Conflict, Refused
from outreach.events import queries
from outreach.events.models import AgendaItem, AgendaRoom, AgendaTrack, Event
from outreach.events.queries import agenda as asked
from outreach.events.services import agenda as services
from outreach.events.services import planning
from outreach.i18n import in_language
from outreach.i18n.localized import LocalizedText
from outreach.web import doors
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, make_person
from tests.factories.events import make_event, make_member


def make_agenda_item(event: Event, begins: int = 9, ends: int = 10, name: str = "Opening", speakers=(), item=None,
                     **values) -> AgendaItem:
    """An item from hour to hour of 22 June 2027."""
    with transaction():
        return services.save_item(SYSTEM, event, {
            "kind": "talk", "title": LocalizedText.of("en", name, zh="开幕"), "starts_local": datetime(2027, 6, 22, begins),
            "ends_local": datetime(2027, 6, 22, ends), **values}, list(speakers), item)


def make_room(event: Event, name: str = "Hall A", capacity: int | None = 50) -> AgendaRoom:
    """A room of the event."""
    with transaction():
        return services.save_room(SYSTEM, event, name, capacity)


def make_track(event: Event, name: str = "Photonics", position: int = 0) -> AgendaTrack:
    """A track of the event."""
    with transaction():
        return services.save_track(SYSTEM, event, LocalizedText.of("en", name), position)


def publish(event: Event):
    """The agenda as it stands, published."""
    with transaction():
        return services.publish(SYSTEM, event, None)


def facts(event: Event) -> list[str]:
    """What is warned about the agenda, in English."""
    with in_language("en"):
        return [item.fact for item in queries.warnings_of(event) if item.code == "agenda"]


def test_a_speaker_of_two_items_at_once_is_told_and_one_item_after_the_other_is_no_clash(session):
    event, person = make_event(), make_person("Anna Weber")
    make_agenda_item(event, 9, 11, "Opening", [person])
    make_agenda_item(event, 10, 12, "Lasers", [person])
    make_agenda_item(event, 12, 13, "Lunch talk", [person])
    assert facts(event) == ["Wanted twice: Anna Weber. 22 Jun 2027 09:00 Opening and 22 Jun 2027 10:00 Lasers"]


def test_a_speaker_from_outside_is_known_by_name_and_a_room_holds_one_item_at_a_time(session):
    event = make_event()
    room = make_room(event)
    make_agenda_item(event, 9, 11, "Opening", ["Dr. Li Wen"], room_id=room.id)
    make_agenda_item(event, 10, 12, "Lasers", ["dr. li wen"], room_id=room.id)
    assert facts(event) == ["Wanted twice: Dr. Li Wen, Hall A. 22 Jun 2027 09:00 Opening and 22 Jun 2027 10:00 Lasers"]


def test_one_of_us_who_speaks_here_and_is_at_another_event_or_agenda_is_told(session):
    user = make_user(name="Katrin Vogt")
    event = make_event()
    make_member(event, user)
    make_agenda_item(event, 9, 11, "Opening", [user])
    assert facts(event) == []
    make_member(make_event("FAIR", "Fair"), user)
    other = make_event("SEOUL", "Seoul Day", time_zone="Asia/Seoul")
    # Ten in Munich is five in the afternoon in Seoul.
    make_agenda_item(other, 17, 18, "Keynote", [user])
    found = facts(event)
    assert len(found) == 2 and any("Fair, 22–25 Jun 2027" in fact for fact in found) and any("Keynote" in fact for fact in found)


def test_a_room_that_is_too_small_and_a_day_outside_the_event_are_told_until_somebody_keeps_them(session):
    event, user = make_event(), make_user()
    room = make_room(event, capacity=30)
    make_agenda_item(event, capacity=80, room_id=room.id, starts_local=datetime(2027, 6, 28, 9),
                     ends_local=datetime(2027, 6, 28, 10))
    assert facts(event) == ["Opening: 80 people are expected, Hall A holds 30", "Opening, 28 Jun 2027, lies outside the event"]
    key = next(item.key for item in queries.warnings_of(event) if item.code == "agenda")
    with transaction():
        planning.keep_warning(SYSTEM, event, user, key, "fact", "Standing room")
    opened, kept = queries.split_by_kept(queries.warnings_of(event), queries.kept_warnings(event))
    assert key not in [item.key for item in opened] and [item.key for item, _stored in kept] == [key]


def test_hours_that_the_clocks_skip_are_refused_and_hours_that_stand_twice_are_asked_for(session):
    spring = make_event("SPRING", starts_on=date(2027, 3, 28), ends_on=date(2027, 3, 28))
    with pytest.raises(Refused) as caught:
        make_agenda_item(spring, starts_local=datetime(2027, 3, 28, 2, 30), ends_local=datetime(2027, 3, 28, 4))
    assert (caught.value.code, caught.value.field) == ("time_skipped", "starts_time")
    autumn = make_event("AUTUMN", starts_on=date(2027, 10, 31), ends_on=date(2027, 10, 31))
    hours = {"starts_local": datetime(2027, 10, 31, 2, 30), "ends_local": datetime(2027, 10, 31, 4)}
    with pytest.raises(Refused) as caught:
        make_agenda_item(autumn, **hours)
    assert (caught.value.code, caught.value.field) == ("time_twice", "which")
    item = make_agenda_item(autumn, **hours, starts_fold=1, ends_fold=1)
    assert item.starts_at.hour == 1 and item.ends_fold == 0


@pytest.mark.parametrize(("values", "field"), [
    ({"ends_local": datetime(2027, 6, 22, 8)}, "ends_time"), ({"kind": "party"}, "kind"), ({"title": None}, "title"),
    ({"starts_local": None}, "starts_time"), ({"room_id": 10**6}, "room_id"), ({"capacity": -1}, "capacity")])
def test_an_item_that_cannot_be_is_refused_with_its_field(session, values, field):
    with pytest.raises(Refused) as caught:
        make_agenda_item(make_event(), **values)
    assert caught.value.field == field


def test_what_somebody_else_changed_is_not_written_over(session):
    event = make_event()
    item = make_agenda_item(event)
    with pytest.raises(Conflict):
        services.save_item(SYSTEM, event, {}, None, item, version=item.version + 1)


def test_versions_are_numbered_and_tell_what_was_added_moved_and_removed_and_who_else_speaks(session):
    event, person = make_event(), make_person("Anna Weber")
    room, opening, lunch = make_room(event), make_agenda_item(event), make_agenda_item(event, 12, 13, "Lunch")
    assert publish(event).number == 1
    with pytest.raises(Refused):
        publish(event)
    make_agenda_item(event, 11, 12, "Opening", [person], item=opening, room_id=room.id)
    make_agenda_item(event, 14, 15, "Lasers")
    with transaction():
        services.remove_item(SYSTEM, lunch)
    second = publish(event)
    with in_language("en"):
        changes = asked.changes_between(asked.version_before(second).content, second.content)
    assert [(change.code, change.title) for change in changes] == [
        ("moved", "Opening"), ("room", "Opening"), ("speakers", "Opening"), ("added", "Lasers"), ("removed", "Lunch")]
    assert (changes[0].before, changes[0].after) == ("22 Jun 2027 09:00–10:00", "22 Jun 2027 11:00–12:00")
    assert (changes[1].after, changes[2].after) == ("Hall A", "Anna Weber")


def test_the_agenda_moves_with_its_event_and_what_was_published_moves_without_the_drafts(session):
    event = make_event()
    item = make_agenda_item(event)
    publish(event)
    make_agenda_item(event, 14, 15, "Draft")
    with transaction():
        planning.move_event(SYSTEM, event, 7)
    version = asked.last_version(event)
    assert item.starts_local == datetime(2027, 6, 29, 9) and version.number == 2
    assert [(line.title.original, line.starts) for line in asked.lines(version)] == [("Opening", datetime(2027, 6, 29, 9))]


def test_an_agenda_is_copied_with_the_same_distance_from_the_first_day(session):
    source, target = make_event(), make_event("NEXT", "Next", starts_on=date(2028, 6, 20), ends_on=date(2028, 6, 23))
    track, room = make_track(source), make_room(source)
    make_agenda_item(source, speakers=[make_person("Anna Weber"), "Dr. Li"], track_id=track.id, room_id=room.id)
    publish(source)
    with transaction():
        assert services.copy_agenda(SYSTEM, source, target) == 1
    made, = asked.items_of(target)
    assert made.starts_local == datetime(2028, 6, 20, 9) and made.room.id != room.id and made.track.event_id == target.id
    assert [speaker.label for speaker in made.speakers] == ["Anna Weber", "Dr. Li"] and asked.last_version(target) is None
    assert "agenda" in dict(doors.edition_part.items())


def test_a_merged_speaker_leads_on_and_an_erased_one_is_left_out_of_what_was_published(session):
    from outreach.contacts.services.merging.merge import merge_records

    event, kept, gone = make_event(), make_person("Anna Weber"), make_person("A. Weber")
    make_agenda_item(event, speakers=[kept, gone])
    publish(event)
    with transaction():
        merge_records(SYSTEM, "person", kept.id, gone.id)
    db.session.expire_all()
    item, = asked.items_of(event)
    assert [speaker.person_id for speaker in item.speakers] == [kept.id]
    line, = asked.lines(asked.last_version(event))
    assert set(line.speakers) == {"Anna Weber"}
    with transaction():
        version = asked.last_version(event)
        version.content = [{**version.content[0], "speakers": [["person", 10**6], ["name", "Li"]]}]
    assert asked.lines(version)[0].speakers == ["Li"]


def test_every_verb_of_the_agenda_is_told_in_every_language(session):
    event = make_event()
    track, item = make_track(event), make_agenda_item(event)
    make_room(event)
    publish(event)
    make_agenda_item(event, 10, 11, item=item, track_id=track.id)
    with transaction():
        services.remove_place(SYSTEM, track)
        services.copy_agenda(SYSTEM, event, event)
        services.remove_item(SYSTEM, item)
    told = {entry.verb: entry for entry in db.session.scalars(timeline("event", event.id))}
    verbs = {verb for verb in told if verb.startswith("agenda.")}
    assert len(verbs) == 8
    for lang in ("zh", "en", "de", "ko"):
        with in_language(lang):
            assert not any("%(" in str(doors.timeline_kind.get(verb).sentence(told[verb])) for verb in verbs)


def test_a_coordinator_makes_an_agenda_and_guests_read_what_is_published(session, sign_in, client):
    event = make_event(public=True)
    coordinator = make_user(role="coordinator", language="en", time_zone="Asia/Shanghai", name="Katrin Vogt")
    person = make_person("Anna Weber", organisation=make_organisation("Weber Optik GmbH"))
    signed, address = sign_in(coordinator), f"/events/{event.id}/agenda"
    assert "No agenda yet" in signed.get_page(address, title="Agenda").text
    assert signed.post_page(f"{address}/rooms/new", {"name": ""}, status=422).errors()
    signed.post_page(f"{address}/rooms/new", {"name": "Hall A", "capacity": "50"})
    signed.post_page(f"{address}/tracks/new", {"source": "en", "name_en": "Photonics", "name_de": "Photonik"})
    room, track = asked.rooms_of(event)[0], asked.tracks_of(event)[0]
    form = {"source": "en", "title_en": "Opening", "title_de": "Eröffnung", "kind": "talk", "day": "2027-06-22",
            "starts_time": "10:00", "ends_time": "09:00", "track_id": str(track.id), "room_id": str(room.id), "capacity": "40",
            "public": "y", "users": [str(coordinator.id)], "people-0": f"Anna Weber [p{person.id}]", "people-1": "Dr. Li"}
    page = signed.post_page(f"{address}/items/new", form, status=422)
    assert page.errors() == ["It ends before it begins"] and page.field("people-1") == "Dr. Li"
    signed.post_page(f"{address}/items/new", {**form, "ends_time": "11:00"})
    item, = asked.items_of(event)
    assert [speaker.label for speaker in item.speakers] == ["Katrin Vogt", "Anna Weber", "Dr. Li"]
    page = signed.get_page(address)
    assert "1 agenda item" in page.heading and "10:00–11:00" in page.text and "16:00" in page.text and "Hall A" in page.text
    assert "Eröffnung" not in client.get_page("/de/events/LASER-2027").text
    signed.post_page(f"{address}/publish")
    signed.post_page(f"{address}/publish", status=422)
    assert "Dr. Li" in client.get_page("/de/events/LASER-2027").text
    signed.post_page(f"{address}/items/{item.id}", {
        **form, "title_en": "Welcome", "ends_time": "11:00", "version": str(item.version)})
    for lang, title in (("de", "Eröffnung"), ("zh", "Opening"), ("ko", "Opening"), ("en", "Opening")):
        assert title in client.get_page(f"/{lang}/events/LASER-2027").text
        assert title in signed.get_page(f"{address}/print?lang={lang}").text
    assert "1 change is not published" in signed.get_page(address).text
    version = asked.last_version(event)
    assert "First version" in signed.get_page(f"{address}/versions/{version.id}").text
    assert signed.get_page(f"{address}/items/{item.id}").field("people-0") == f"Anna Weber [p{person.id}]"
    signed.get_page(f"{address}/tracks/{track.id}")
    signed.post_page(f"{address}/rooms/{room.id}/remove")
    signed.post_page(f"{address}/items/{item.id}/remove")
    assert asked.count_items(event) == 0


def test_an_item_that_is_not_public_never_leaves_the_house(session, client, sign_in):
    event = make_event(public=True)
    make_agenda_item(event, name="Internal briefing", public=False)
    make_agenda_item(event, 10, 11, name="Keynote")
    publish(event)
    page = client.get_page("/en/events/LASER-2027")
    assert "Keynote" in page.text and "Internal briefing" not in page.html
    reader = sign_in(make_user(role="reader", language="en"))
    assert "Internal briefing" not in reader.get_page(f"/events/{event.id}/agenda/print").text


@pytest.mark.parametrize("lang", ["zh", "en", "de", "ko"])
def test_the_agenda_opens_for_readers_in_every_language(session, sign_in, lang):
    event = make_event()
    make_track(event)
    make_agenda_item(event, 9, 11, speakers=["Li"])
    make_agenda_item(event, 10, 12, speakers=["Li"])
    page = sign_in(make_user(role="reader", language=lang)).get_page(f"/events/{event.id}/agenda")
    assert "09:00–11:00" in page.text


def test_the_number_of_questions_does_not_grow_with_the_speakers(session):
    event = make_event()

    def asked_for() -> int:
        publish(event)
        db.session.expire_all()
        version, count = asked.last_version(event), [0]
        _ = version.content

        def one_more(*_given) -> None:
            count[0] += 1

        sqlalchemy.event.listen(db.engine, "before_cursor_execute", one_more)
        try:
            assert all(line.speakers for line in asked.lines(version))
        finally:
            sqlalchemy.event.remove(db.engine, "before_cursor_execute", one_more)
        return count[0]

    make_agenda_item(event, 9, 10, "One", [make_user(), make_person("Anna Weber")])
    few = asked_for()
    for hour in range(10, 18):
        make_agenda_item(event, hour, hour + 1, f"Talk {hour}", [make_user(), make_person(f"Guest {hour}")])
    assert asked_for() == few
