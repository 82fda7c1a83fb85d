"""Names with booth numbers, pasted from an exhibitor list: read, compared with what is stored, taken over."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from outreach.activity import Actor
from outreach.contacts.models import Organisation
from outreach.db import db
from outreach.errors import Refused
from outreach.events.models import Event, TargetVisit
from outreach.events.services.visits import add_visits, edit_visit
from outreach.targets.models import Target
from outreach.targets.services import Likeness, create_target, find_similar

MOST_LINES = 300
#: What stands before a hall or a booth in the lists of organisers, in our four languages.
_HALL = r"(?:halls?|hallen?|展馆|号馆|馆|홀|전시관)"
_BOOTH = r"(?:booths?|stands?|stand-?nr\.?|stall|messestand|展位号?|摊位|부스)"
_HALL_CODE = r"[A-Z]{0,3}\d{1,2}(?:\.\d{1,2})?[A-Z]?|[A-Z]{1,2}"
_BOOTH_CODE = r"[A-Z]{0,3}[-.]?\d{1,4}[A-Z]?(?:[-/]\d{1,3})?"
#: One piece of a line that says hall, booth or both.
_BOTH = re.compile(rf"(?:{_HALL}\s*)?({_HALL_CODE})(?:号馆|展馆|馆|번?\s?홀)?\s*[,./\s-]\s*(?:{_BOOTH}\s*:?\s*)?"
                   rf"({_BOOTH_CODE})\Z", re.I)
_ONE_HALL = re.compile(rf"(?:{_HALL}\s*:?\s*({_HALL_CODE})|(\d{{1,2}}|{_HALL_CODE})\s*(?:号馆|展馆|馆|번?\s?홀))\Z", re.I)
_BARE_HALL = re.compile(rf"({_HALL_CODE})\Z", re.I)
_ONE_BOOTH = re.compile(rf"(?:{_BOOTH}\s*:?\s*)?({_BOOTH_CODE})(?:\s*부스)?\Z", re.I)
#: Hall and booth behind a name without anything between.
_TAIL = re.compile(rf"\s+{_HALL}\s*({_HALL_CODE})\s*[,./ -]?\s*(?:{_BOOTH}\s*:?\s*)?({_BOOTH_CODE})\Z", re.I)


@dataclass(frozen=True)
class Line:
    """One line as it was pasted, and what was read of it."""

    number: int
    text: str
    name: str
    hall: str = ""
    booth: str = ""


@dataclass
class Planned:
    """A line with whom it may name. `choice` is what is done unless somebody chooses otherwise: 't12' is the target,
    'o5' makes one of the organisation, 'new' of the free name, 'skip' leaves the line out."""

    line: Line
    alike: list[Likeness] = field(default_factory=list)
    choice: str = "new"

    @property
    def choices(self) -> list[str]:
        """All that may be chosen."""
        return [*(one.key for one in self.alike), "new", "skip"]


def read_lines(text: str) -> list[Line]:
    """The lines that say something. Raises Refused for none and for more than MOST_LINES."""
    found = []
    for number, raw in enumerate(text.replace("\x00", "�").splitlines(), 1):
        if raw.strip(" \t,;|"):
            found.append(_line(number, raw.strip()))
    if not found:
        raise Refused("no_lines", _("Paste at least one line with a name"), field="text")
    if len(found) > MOST_LINES:
        raise Refused("too_many_lines", ngettext(
            "Paste at most %(num)s line at a time", "Paste at most %(num)s lines at a time", MOST_LINES), field="text")
    return found


def _line(number: int, text: str) -> Line:
    for sign in ("\t", ";", "|", ",", "，"):
        pieces = [piece.strip(" \"“”") for piece in text.split(sign)]
        pieces = [piece for piece in pieces if piece]
        if len(pieces) > 1:
            hall, booth, rest = _booth_of(pieces)
            if hall or booth or sign in "\t;|":
                return Line(number, text, (" " if sign == "\t" else f"{sign} ").join(rest)[:300], hall, booth)
    tail = _TAIL.search(text)
    if tail:
        return Line(number, text, text[:tail.start()][:300], *(part.upper() for part in tail.groups()))
    return Line(number, text, text[:300])


def _booth_of(pieces: list[str]) -> tuple[str, str, list[str]]:
    """Hall and booth at the end of the pieces, and what is left as the name; the first piece always is."""
    last, before = pieces[-1], pieces[-2] if len(pieces) > 2 else ""
    hall = _ONE_HALL.match(before) or _BARE_HALL.match(before) if before else None
    booth = _ONE_BOOTH.match(last)
    if hall and booth:
        return _code(hall), _code(booth), pieces[:-2]
    for pattern in (_BOTH, _ONE_HALL, _ONE_BOOTH):
        found = pattern.match(last)
        if found and pattern is _BOTH:
            return found[1].upper(), found[2].upper(), pieces[:-1]
        if found:
            return (_code(found), "", pieces[:-1]) if pattern is _ONE_HALL else ("", _code(found), pieces[:-1])
    return "", "", pieces


def _code(found: re.Match) -> str:
    return next(part for part in found.groups() if part).upper()


def plan_lines(lines: list[Line]) -> list[Planned]:
    """Each line with the targets and organisations that it may name; what only is related is never chosen by itself."""
    planned = []
    for line in lines:
        alike = [one for one in find_similar(line.name) if not one.related]
        planned.append(Planned(line, alike, alike[0].key if alike else "new"))
    return planned


def take_lines(actor: Actor, event: Event, planned: list[Planned], chosen: Mapping[int, str], **given: Any) -> dict[str, int]:
    """Bring the lines to the event as chosen by number of the line; gives how many were 'added', 'changed', 'made'.

    `given` holds source and known_on, and kind, industries and owner_id for new targets. A target that stands at the
    event already gets the hall and booth of its line.
    """
    told = {name: given[name] for name in ("source", "known_on") if given.get(name)}
    counts = {"added": 0, "changed": 0, "made": 0}
    for item in planned:
        choice = chosen.get(item.line.number, item.choice)
        if choice == "skip" or choice not in item.choices:
            continue
        target = _target_of(actor, item, choice, given, counts)
        found = {name: value for name, value in (("hall", item.line.hall), ("booth", item.line.booth)) if value}
        held = db.session.scalar(select(TargetVisit).where(
            TargetVisit.event_id == event.id, TargetVisit.target_id == target.id))
        if held is None:
            counts["added"] += len(add_visits(actor, event, [target], **found, **told))
        elif found:
            before = held.version
            if "hall" in found and found["hall"] != held.hall:
                # Its old booth stands in the old hall.
                found.setdefault("booth", "")
            # The source of the old booth is not that of the new one.
            new = any(getattr(held, name) != value for name, value in found.items())
            counts["changed"] += edit_visit(actor, held, {**found, **({"source": ""} if new else {}), **told}).version != before
    return counts


def _target_of(actor: Actor, item: Planned, choice: str, given: dict, counts: dict[str, int]) -> Target:
    if choice.startswith("t"):
        return next(one.target for one in item.alike if one.key == choice)
    values = {name: given[name] for name in ("kind", "industries", "owner_id") if given.get(name)}
    if choice.startswith("o"):
        organisation = db.session.get(Organisation, int(choice[1:]))
        values |= {"organisation_id": organisation.id, "name": organisation.name}
    else:
        values["name"] = item.line.name
    counts["made"] += 1
    return create_target(actor, {"kind": "leader_firm", **values})
