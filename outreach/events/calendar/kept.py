"""Texts of events that were written once and hold until something that they show changes.

What a text shows comes from three sides. The event's own columns: each change that a calendar shows raises the
sequence and its instant. The names of industries, which the catalogue may change. And the program: its words, its
address, the libraries and the rules of time zones. The last two make up the surroundings.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from zoneinfo import TZPATH

from icalendar import Component
from sqlalchemy import Select, select
from sqlalchemy.orm import lazyload

from outreach.catalogue.queries import industry_labels
from outreach.config import ROOT
from outreach.db import bulk, db
from outreach.events.calendar.text import written
from outreach.events.calendar.vevent import vevent
from outreach.events.models import CalendarText, Event
from outreach.i18n import language
from outreach.mail.rendering import public_url

#: How many events are held as objects at a time.
_AT_A_TIME = 500
#: Our own files that shape a text, or the file around it: a client that has the file of an older release gets the new one.
_SHAPED_BY = ("events/calendar/text.py", "events/calendar/vevent.py", "events/calendar/zones.py", "events/calendar/files.py",
              "events/queries/labels.py", "db/time.py", "i18n/formats.py", "i18n/localized.py")


@dataclass(frozen=True)
class Kind:
    """For whom the texts are: one language, whole days or hours, the public or our own people."""

    language: str
    all_day: bool = False
    public: bool = False

    def address(self, event: Event) -> str:
        """Where this reader finds the event."""
        if self.public:
            return public_url("events.public_detail", lang=self.language, code=event.code)
        return public_url("events.detail", event_id=event.id)


@dataclass(frozen=True)
class Piece:
    """The lines of one event, the years that it touches, and the zone that it names or ''."""

    text: str
    years: tuple[int, int]
    zone: str


def surroundings(lang: str) -> str:
    """A digest of all that texts in this language show and that is no column of an event."""
    names = [(code, label.shown(lang).text) for code, label in sorted(industry_labels().items())]
    told = [_program(lang), public_url("events.public_index", lang=lang), names]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:40]


@lru_cache(maxsize=8)
def _program(lang: str) -> str:
    """A digest of our code, our words and the libraries that write the texts; both stay while the process lives."""
    digest = hashlib.sha256()
    catalog = ROOT / "translations" / language(lang).catalog / "LC_MESSAGES" / "messages.mo"
    for path in (*[ROOT / "outreach" / name for name in _SHAPED_BY], catalog):
        digest.update(path.read_bytes() if path.exists() else b"")
    digest.update(repr([metadata.version("babel"), metadata.version("icalendar"), _zone_rules()]).encode())
    return digest.hexdigest()


def _zone_rules() -> str:
    for folder in TZPATH:
        for name in ("tzdata.zi", "+VERSION"):
            file = Path(folder) / name
            if file.exists():
                return file.open(encoding="utf-8").readline().strip()
    try:
        return metadata.version("tzdata")
    except metadata.PackageNotFoundError:
        return ""


def pieces(statement: Select, kind: Kind, around: str) -> tuple[list[Piece], list[dict]]:
    """The events of the statement by their beginning, and those texts that had to be written, as rows of CalendarText."""
    rows = db.session.execute(
        statement.with_only_columns(Event.id, Event.starts_on, Event.ends_on, Event.ics_sequence, Event.ics_changed_at)
        .order_by(None).order_by(Event.starts_on, Event.id)).all()
    held = _held([row[0] for row in rows], kind, around)
    missing = {row[0] for row in rows if row[0] not in held or held[row[0]][:2] != tuple(row[3:])}
    fresh = {row["event_id"]: row for row in _write(sorted(missing), kind, around)}
    found = []
    for event_id, first, last, *_stand in rows:
        if event_id in fresh:
            zone, text = fresh[event_id]["zone"], fresh[event_id]["text"]
        elif event_id in missing:
            continue  # It was removed a moment ago.
        else:
            zone, text = held[event_id][2:]
        found.append(Piece(text, (first.year, last.year), zone))
    return found, list(fresh.values())


def _held(ids: list[int], kind: Kind, around: str) -> dict[int, tuple]:
    """Sequence, instant, zone and text by event, of what is kept for these events and perhaps for more.

    A question of its own: in a join, PostgreSQL takes four narrow conditions for one row and compares all with all.
    """
    text = CalendarText
    statement = select(text.event_id, text.sequence, text.changed_at, text.zone, text.text).where(
        text.language == kind.language, text.all_day == kind.all_day, text.public == kind.public, text.surroundings == around)
    if len(ids) <= bulk.IN_ONE_LIST:
        statement = statement.where(text.event_id.in_(ids))
    return {row[0]: tuple(row[1:]) for row in db.session.execute(statement)}


def _write(ids: list[int], kind: Kind, around: str) -> Iterator[dict]:
    for number in range(0, len(ids), _AT_A_TIME):
        events = db.session.scalars(select(Event).options(lazyload(Event.series))
                                    .where(Event.id.in_(ids[number:number + _AT_A_TIME])).order_by(Event.id))
        yield from (_row(event, kind, around) for event in events)


def _row(event: Event, kind: Kind, around: str) -> dict:
    """Sequence and instant are those of the object that the text is made of, so that they never belong to another state."""
    piece = piece_of(event, kind)
    return {"event_id": event.id, "language": kind.language, "all_day": kind.all_day, "public": kind.public,
            "sequence": event.ics_sequence, "changed_at": event.ics_changed_at, "surroundings": around,
            "zone": piece.zone, "text": piece.text}


def piece_of(event: Event, kind: Kind) -> Piece:
    """One event as it is now; the caller has opened the language."""
    return piece(vevent(event, kind.language, kind.address(event), all_day=kind.all_day, public=kind.public))


def piece(part: Component) -> Piece:
    """A component with days or times as its lines."""
    ends = [part["dtstart"], part["dtend"]]
    zone = next((str(value.params["TZID"]) for value in ends if "TZID" in value.params), "")
    return Piece(written(part), (ends[0].dt.year, ends[1].dt.year), zone)
