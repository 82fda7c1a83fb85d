"""Reading agendas: items by day and track, clashes, and what changed from one published version to the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from outreach.accounts.models import User
from outreach.contacts.models import Person, seeing_merged
from outreach.db import LocalTime, db
from outreach.db.time import local_kind
from outreach.errors import NotFound
from outreach.events.models import AgendaItem, AgendaRoom, AgendaTrack, AgendaVersion, Event
from outreach.events.queries.bookings import Booking
from outreach.events.queries.engagements import clash_facts, who_label
from outreach.i18n import current_language, formats
from outreach.i18n.localized import LocalizedText

AGENDA_KIND_LABELS = {
    "talk": lazy_pgettext("agenda", "Talk"), "session": lazy_pgettext("agenda", "Session"),
    "panel": lazy_pgettext("agenda", "Panel discussion"), "break": lazy_pgettext("agenda", "Break"),
    "reception": lazy_pgettext("agenda", "Reception"), "visit": lazy_pgettext("agenda", "Visit"),
    "signing": lazy_pgettext("agenda", "Signing ceremony"), "other": lazy_pgettext("agenda", "Other")}
CHANGE_LABELS = {
    "added": lazy_pgettext("agenda", "Added"), "removed": lazy_pgettext("agenda", "Removed"),
    "moved": lazy_pgettext("agenda", "Moved"), "room": _l("Other room"), "speakers": _l("Other speakers"),
    "track": _l("Other track"), "title": _l("Other title"), "text": _l("Other description"), "kind": _l("Other kind"),
    "capacity": _l("Other number of places"), "public": _l("Public or not")}
#: What is compared of an item, with the code of the change.
_COMPARED = (("room", "room"), ("speakers", "speakers"), ("track", "track"), ("title", "title"), ("description", "text"),
             ("kind", "kind"), ("capacity", "capacity"), ("public", "public"))


@dataclass(frozen=True)
class Change:
    """One difference between two versions: a code of CHANGE_LABELS, the item's title, and before and after in words."""

    code: str
    title: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Line:
    """An item as published, ready to be shown in one language."""

    kind: str
    title: LocalizedText
    description: LocalizedText | None
    starts: datetime
    ends: datetime
    starts_at: datetime
    ends_at: datetime
    track: LocalizedText | None
    room: str
    speakers: list[str]


def items_of(event: Event) -> list[AgendaItem]:
    """All items in the order of the clock, those side by side in the order of their tracks."""
    found = db.session.scalars(select(AgendaItem).where(AgendaItem.event_id == event.id).order_by(
        AgendaItem.starts_local, AgendaItem.starts_fold, AgendaItem.ends_local, AgendaItem.id))
    return sorted(found, key=lambda item: (item.starts_local, item.starts_fold, item.track.position if item.track else -1))


def count_items(event: Event) -> int:
    """How many items the agenda has."""
    return db.session.scalar(select(func.count(AgendaItem.id)).where(AgendaItem.event_id == event.id)) or 0


def tracks_of(event: Event) -> list[AgendaTrack]:
    """The tracks in their order."""
    return list(db.session.scalars(select(AgendaTrack).where(AgendaTrack.event_id == event.id).order_by(
        AgendaTrack.position, AgendaTrack.id)))


def rooms_of(event: Event) -> list[AgendaRoom]:
    """The rooms by name."""
    return list(db.session.scalars(select(AgendaRoom).where(AgendaRoom.event_id == event.id).order_by(
        AgendaRoom.name, AgendaRoom.id)))


def get_part(model: type, event: Event, row_id: int) -> Any:
    """An item, track, room or version of the event's agenda. Raises NotFound."""
    found = db.session.get(model, row_id) if row_id < 2**31 else None
    if found is None or found.event_id != event.id:
        raise NotFound("unknown_agenda_part", _("This is not in the agenda any more"))
    return found


def by_day(items: Iterable) -> list[tuple[date, list]]:
    """Items or lines day by day."""
    return [(day, list(part)) for day, part in groupby(items, lambda item: _wall(item).date())]


def _wall(item) -> datetime:
    return item.starts_local if isinstance(item, AgendaItem) else item.starts


def grid(items: list[AgendaItem], tracks: list[AgendaTrack]) -> list[tuple[datetime, list[AgendaItem], list[list[AgendaItem]]]]:
    """The rows of a day: when, the items for everybody, and for each track those that begin then."""
    return [(begins, [item for item in part if item.track_id is None],
             [[item for item in part if item.track_id == track.id] for track in tracks])
            for begins, part in ((begins, list(part)) for begins, part in groupby(items, lambda item: item.starts_local))]


def versions_of(event: Event) -> list[AgendaVersion]:
    """What was published, the newest first."""
    return list(db.session.scalars(select(AgendaVersion).where(AgendaVersion.event_id == event.id).order_by(
        AgendaVersion.number.desc())))


def last_version(event: Event) -> AgendaVersion | None:
    """What was published last."""
    return next(iter(versions_of(event)), None)


def version_before(version: AgendaVersion) -> AgendaVersion | None:
    """The version against which the changes of this one are told."""
    return next((one for one in versions_of(version.event) if one.number < version.number), None)


def snapshot(items: list[AgendaItem]) -> list[dict]:
    """The agenda as plain data, as a version keeps it."""
    def text(value: LocalizedText | None) -> dict | None:
        return {"source": value.source, "texts": value.texts} if value else None

    return [{"id": item.id, "kind": item.kind, "title": text(item.title), "description": text(item.description),
             "starts": item.starts_local.isoformat(), "starts_fold": item.starts_fold,
             "ends": item.ends_local.isoformat(), "ends_fold": item.ends_fold,
             "track": text(item.track.name) if item.track else None, "room": item.room.name if item.room else "",
             "speakers": sorted([list(speaker.who) for speaker in item.speakers], key=str), "capacity": item.capacity,
             "public": item.public} for item in items]


def lines(version: AgendaVersion | None, public_only: bool = True) -> list[Line]:
    """The items of a version for a page or a print."""
    if version is None:
        return []
    shown = [row for row in version.content if row["public"] or not public_only]
    known = _known_speakers(shown)
    return [Line(row["kind"], _text(row["title"]), _text(row["description"]), *walls(row),
                 *(LocalTime(wall, version.time_zone, row[fold]).instant
                   for wall, fold in zip(walls(row), ("starts_fold", "ends_fold"), strict=True)),
                 _text(row["track"]), row["room"], _speaker_names(row["speakers"], known))
            for row in shown]


def walls(row: dict) -> tuple[datetime, datetime]:
    """Beginning and end of an item in a version, on the clock of its zone."""
    return datetime.fromisoformat(row["starts"]), datetime.fromisoformat(row["ends"])


def _text(stored: dict | None) -> LocalizedText | None:
    return LocalizedText(stored["source"], stored["texts"]) if stored else None


def _known_speakers(rows: Iterable[dict]) -> dict[tuple[str, int], str]:
    """The names of all who speak in these items as the reader reads them, by kind and key; a merged one leads on.

    The number of statements depends on how often records were merged, not on how many speak.
    """
    lang = current_language().code
    wanted = {kind: {key for row in rows for one, key in row["speakers"] if one == kind} for kind in ("user", "person")}
    found = {("user", user.id): user.label for user in db.session.scalars(select(User).where(User.id.in_(wanted["user"])))}
    people: dict[int, Person] = {}
    missing = wanted["person"]
    with seeing_merged():
        while missing:
            people |= {row.id: row for row in db.session.scalars(
                select(Person).where(Person.id.in_(missing)).options(selectinload(Person.names)))}
            missing = {row.merged_into_id for row in people.values() if row.merged_into_id} - people.keys() - missing
    for key in wanted["person"] & people.keys():
        row = people[key]
        while row is not None and row.merged_into_id:
            row = people.get(row.merged_into_id)
        if row is not None:
            own = row.name_for(lang)
            found["person", key] = own.text if own else row.label
    return found


def _speaker_names(keys: list, known: dict[tuple[str, int], str]) -> list[str]:
    """Names of speakers in their order; somebody whose record was erased is left out."""
    return [key if kind == "name" else known[kind, key] for kind, key in keys if kind == "name" or (kind, key) in known]


def changes_between(before: list[dict], after: list[dict]) -> list[Change]:
    """What differs, in the order of the clock; what was removed comes last."""
    old, found, known = {row["id"]: row for row in before}, [], _known_speakers([*before, *after])
    for row in after:
        was = old.pop(row["id"], None)
        if was is None:
            found.append(Change("added", _title(row), after=_when(row)))
            continue
        if _when(was) != _when(row) or (was["starts_fold"], was["ends_fold"]) != (row["starts_fold"], row["ends_fold"]):
            found.append(Change("moved", _title(row), _when(was), _when(row)))
        found += [Change(code, _title(row), _said(name, was[name], known), _said(name, row[name], known))
                  for name, code in _COMPARED if was[name] != row[name]]
    return found + [Change("removed", _title(row), before=_when(row)) for row in old.values()]


def _title(row: dict) -> str:
    return _text(row["title"]).shown(current_language().code).text


def _when(row: dict) -> str:
    begins, ends = walls(row)
    return f"{formats.day(begins.date())} {formats.clock_span(begins, ends)}"


def _said(name: str, value: Any, known: dict[tuple[str, int], str]) -> str:
    if name == "speakers":
        return ", ".join(_speaker_names(value, known))
    if name == "kind":
        return str(AGENDA_KIND_LABELS[value])
    if name == "public":
        return _("public") if value else _("not public")
    if isinstance(value, dict):
        return _text(value).shown(current_language().code).text
    return "" if value is None else str(value)


def agenda_facts(event: Event) -> list[tuple[str, str, str, str]]:
    """What is worth a look as (sentence, way out, key, level): people and rooms taken twice, rooms too small, items
    outside the event's days or at an hour that the clocks skip."""
    items = items_of(event)
    clashes = clash_facts(event, "agenda", [booking for item in items for booking in _bookings(item)], _who)
    return [(fact, _("Choose another room or another time.") if {kind for kind, _key in who} == {"room"}
             else _("Move one of them, or let somebody else speak."), key, "bad") for fact, key, who in clashes] + [
        row for item in items for row in _item_facts(event, item)]


def _bookings(item: AgendaItem) -> list[Booking]:
    who = [speaker.who if speaker.who[0] != "name" else ("name", speaker.name.strip().casefold()) for speaker in item.speakers]
    who += [("room", item.room_id)] if item.room_id else []
    return [Booking(one, item.starts_at, item.ends_at, item) for one in who]


def _who(booking: Booking) -> str:
    if booking.who[0] == "room":
        return booking.what.room.name
    named = (speaker.name for speaker in booking.what.speakers if speaker.name.strip().casefold() == booking.who[1]) \
        if booking.who[0] == "name" else ()
    return next(iter(named), "") or who_label(booking.who)


def _item_facts(event: Event, item: AgendaItem) -> list[tuple[str, str, str, str]]:
    found, title = [], item.title.shown(current_language().code).text
    if item.room and item.room.capacity is not None and (item.capacity or 0) > item.room.capacity:
        found.append((
            ngettext("%(title)s: %(num)s person is expected, %(room)s holds %(holds)s",
                     "%(title)s: %(num)s people are expected, %(room)s holds %(holds)s", item.capacity, title=title,
                     room=item.room.name, holds=formats.number(item.room.capacity)),
            _("Choose a larger room, or take fewer registrations."),
            f"agenda-room:{item.id}:{item.capacity}:{item.room.capacity}", "warn"))
    if event.days_known and not event.starts_on <= item.starts_local.date() <= event.ends_on:
        found.append((_("%(title)s, %(day)s, lies outside the event", title=title, day=formats.day(item.starts_local.date())),
                      _("Move it into the days of the event."), f"agenda-day:{item.id}:{item.starts_local:%Y%m%d}", "warn"))
    if "gap" in (local_kind(item.starts_local, event.time_zone), local_kind(item.ends_local, event.time_zone)):
        found.append((_("%(title)s stands at an hour that the clocks skip on that day", title=title), _("Enter another time."),
                      f"agenda-gap:{item.id}:{item.starts_local:%Y%m%d%H%M}", "bad"))
    return found
