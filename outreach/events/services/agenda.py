"""Writing agendas: items, speakers, tracks, rooms; publishing versions; taking an agenda along to other days or events."""

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select, update

from outreach.accounts.models import User
from outreach.activity import Actor, changes_of, record
from outreach.contacts.models import Person
from outreach.db import db, hold
from outreach.errors import Conflict, Refused
from outreach.events.models import (
    AGENDA_KINDS,
    AgendaItem,
    AgendaRoom,
    AgendaSpeaker,
    AgendaTrack,
    AgendaVersion,
    Event,
)
from outreach.events.queries import agenda as asked
from outreach.events.services.days import check_hours
from outreach.i18n.localized import LocalizedText
from outreach.web import doors

#: What a caller may set.
ITEM_FIELDS = ("kind", "title", "description", "starts_local", "starts_fold", "ends_local", "ends_fold", "track_id", "room_id",
               "capacity", "public")


def save_item(actor: Actor, event: Event, values: dict[str, Any], speakers: list[User | Person | str] | None = None,
              item: AgendaItem | None = None, *, version: int | None = None) -> AgendaItem:
    """Add an item from columns as in ITEM_FIELDS, or change one; `speakers` replaces who speaks, None leaves them.

    A fold is None where nobody was asked which of two equal times is meant. Raises Refused, with the field, for what
    cannot be, Conflict where somebody else changed the item since `version`.
    """
    _hold(item, version)
    given = {name: value for name, value in values.items() if name in ITEM_FIELDS}
    _check(event, given)
    added = item is None
    if added:
        item = AgendaItem(event=event, **given)
        db.session.add(item)
        changes = {}
    else:
        changes = changes_of(item, given)
    before = [speaker.label for speaker in item.speakers]
    if speakers is not None and _set_speakers(item, speakers):
        changes["speakers"] = (", ".join(before), ", ".join(speaker.label for speaker in item.speakers))
    about = [row for speaker in item.speakers for row in (speaker.user, speaker.person)]
    if added:
        record(actor, "agenda.item_added", event, about=about, item=item.title)
    elif changes:
        item.version += 1
        db.session.flush()
        db.session.expire(item, ["track", "room"])
        record(actor, "agenda.item_changed", event, changes=changes, about=about, item=item.title)
    return item


def _hold(row: AgendaItem | AgendaTrack | AgendaRoom | None, version: int | None) -> None:
    if row is not None and not hold(row, version):
        raise Conflict("version_conflict", _("Somebody else changed this entry meanwhile. Check what is stored now."))


def _set_speakers(item: AgendaItem, speakers: list[User | Person | str]) -> bool:
    """Let exactly these speak, each once; true where that changes something."""
    wanted = {}
    for one in speakers:
        kind = "user_id" if isinstance(one, User) else "person_id" if isinstance(one, Person) else "name"
        wanted[kind, one.strip() if kind == "name" else one.id] = one
    held = {(f"{speaker.who[0]}_id" if speaker.who[0] != "name" else "name", speaker.who[1]): speaker for speaker in item.speakers}
    for key, speaker in held.items():
        if key not in wanted:
            item.speakers.remove(speaker)
    db.session.flush()
    for (kind, _key), one in wanted.items():
        if (kind, _key) not in held:
            item.speakers.append(AgendaSpeaker(**{"name": one.strip()} if kind == "name" else {kind.removesuffix("_id"): one}))
    db.session.flush()
    return held.keys() != wanted.keys()


def remove_item(actor: Actor, item: AgendaItem) -> None:
    """Take an item out of the agenda; published versions keep it."""
    record(actor, "agenda.item_removed", item.event,
           about=[row for speaker in item.speakers for row in (speaker.user, speaker.person)], item=item.title)
    db.session.delete(item)
    db.session.flush()


def save_track(actor: Actor, event: Event, name: LocalizedText | None, position: int = 0,
               track: AgendaTrack | None = None, *, version: int | None = None) -> AgendaTrack:
    """Add a track or change one. Raises Refused without a name, Conflict as save_item does."""
    _hold(track, version)
    if not name:
        raise Refused("name_missing", _("Enter a name"), field="name")
    if track is None:
        track = AgendaTrack(event=event, version=0)
        db.session.add(track)
    track.name, track.position, track.version = name, position, track.version + 1
    record(actor, "agenda.track_saved", event, track=track.name)
    return track


def save_room(actor: Actor, event: Event, name: str, capacity: int | None = None, room: AgendaRoom | None = None, *,
              version: int | None = None) -> AgendaRoom:
    """Add a room or change one. Raises Refused without a name, Conflict as save_item does."""
    _hold(room, version)
    if not name.strip():
        raise Refused("name_missing", _("Enter a name"), field="name")
    if room is None:
        room = AgendaRoom(event=event, version=0)
        db.session.add(room)
    room.name, room.capacity, room.version = name.strip(), capacity, room.version + 1
    record(actor, "agenda.room_saved", event, room=room.label)
    return room


def remove_place(actor: Actor, row: AgendaTrack | AgendaRoom) -> None:
    """Take a track or a room away; its items stay, without it."""
    column = AgendaItem.track_id if isinstance(row, AgendaTrack) else AgendaItem.room_id
    record(actor, "agenda.place_removed", row.event, place=row.name)
    db.session.execute(update(AgendaItem).where(column == row.id).values({column: None}))
    db.session.delete(row)
    db.session.flush()


def publish(actor: Actor, event: Event, user: User | None) -> AgendaVersion:
    """Publish the agenda as it stands as its next version. Raises Refused where nothing changed since the last one."""
    hold(event)
    last = asked.last_version(event)
    content = asked.snapshot(asked.items_of(event))
    if content == (last.content if last else []):
        raise Refused("nothing_new", _("Nothing has changed since the last published version"))
    made = _add_version(event, content, last, user)
    record(actor, "agenda.published", event, number=made.number)
    return made


def _add_version(event: Event, content: list, last: AgendaVersion | None, user: User | None) -> AgendaVersion:
    made = AgendaVersion(event=event, number=(last.number if last else 0) + 1, published_by=user, time_zone=event.time_zone,
                         content=content)
    db.session.add(made)
    db.session.flush()
    return made


def shift_agenda(event: Event, step: timedelta) -> None:
    """Move the agenda with its event by whole days; wall times stay the same.

    What was published moves too, as a version of its own: readers must not find the old days, nor drafts.
    """
    for item in asked.items_of(event):
        item.starts_local, item.ends_local = item.starts_local + step, item.ends_local + step
        item.version += 1
    last = asked.last_version(event)
    if last is not None and last.content:
        _add_version(event, [{**row, **{name: (wall + step).isoformat() for name, wall in zip(
            ("starts", "ends"), asked.walls(row), strict=True)}} for row in last.content], last, None)


def copy_agenda(actor: Actor, source: Event, target: Event) -> int:
    """Copy tracks, rooms and items to another event, with the same distance from its first day; gives how many items.

    Speakers go along; versions do not.
    """
    step = target.starts_on - source.starts_on
    tracks, rooms = ({row.id: _copied(row, target, names) for row in rows} for rows, names in (
        (asked.tracks_of(source), ("name", "position")), (asked.rooms_of(source), ("name", "capacity"))))
    items = asked.items_of(source)
    for item in items:
        made = _copied(item, target, tuple(set(ITEM_FIELDS) - {"starts_local", "ends_local", "track_id", "room_id"}))
        made.starts_local, made.ends_local = item.starts_local + step, item.ends_local + step
        made.track, made.room = tracks.get(item.track_id), rooms.get(item.room_id)
        made.speakers = [AgendaSpeaker(user=speaker.user, person=speaker.person, name=speaker.name) for speaker in item.speakers]
    db.session.flush()
    if items:
        record(actor, "agenda.copied", target, about=[source], source=source.title, count=len(items))
    return len(items)


def _copied(row, target: Event, names: tuple[str, ...]):
    made = type(row)(event=target, **{name: getattr(row, name) for name in names})
    db.session.add(made)
    return made


def _check(event: Event, given: dict[str, Any]) -> None:
    if not given.get("title"):
        raise Refused("title_missing", _("Enter a title in at least one language"), field="title")
    if given.get("kind") not in AGENDA_KINDS:
        raise Refused("unknown_kind", _("Choose what kind of item it is"), field="kind")
    if (given.get("capacity") or 0) < 0:
        raise Refused("capacity", _("Enter a number of people"), field="capacity")
    check_hours(given, event.time_zone)
    for name, model in (("track_id", AgendaTrack), ("room_id", AgendaRoom)):
        if given.get(name) and db.session.scalar(select(model.event_id).where(model.id == given[name])) != event.id:
            raise Refused("unknown_place", _("This is not in the agenda any more"), field=name)


doors.edition_part.hang("agenda", doors.EditionPart(
    _l("Agenda"), asked.count_items, lambda count: ngettext("%(num)s agenda item", "%(num)s agenda items", count), copy_agenda, 60))
