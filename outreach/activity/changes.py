"""What an entry tells its reader: the sentence, and field by field what was before and what is now."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _

from outreach.activity.field_names import HIDDEN, NOTES, field_name, tidy
from outreach.activity.models import ActivityEntry
from outreach.db import Money
from outreach.db.time import zone_names
from outreach.i18n import LANGUAGES, current_language, formats
from outreach.web import doors

log = logging.getLogger(__name__)

#: A longer text is cut on a timeline; the record itself has all of it.
LONGEST = 160
_COMMA = {"zh": "、"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_NUMBER = re.compile(r"-?\d+(\.\d+)?\Z")
_CODE = re.compile(r"[a-z]+(_[a-z0-9]+)+\Z")
#: Fields whose text is a number without being one to count with.
_PLAIN = frozenset({"code", "cycle_year", "email", "phone", "website", "domain"})


@dataclass(frozen=True)
class Told:
    """One field: its name, and the values before and now in words; None for nothing, `fresh` where none was before."""

    name: str
    old: str | None
    new: str | None
    fresh: bool = False


def sentence(entry: ActivityEntry) -> str:
    """What was done, to stand behind the actor's name; words made of the verb where nobody tells it."""
    kind = doors.timeline_kind.get(entry.verb)
    try:
        return str(kind.sentence(entry)) if kind else tidy(entry.verb)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        # One entry of an older make must not keep the whole page from its reader.
        log.exception("entry %s cannot be told", entry.id)
        return tidy(entry.verb)


def told(entry: ActivityEntry) -> list[Told]:
    """What changed, in the order of recording; the notes that people gave (reason, outcome) come last."""
    kind = doors.timeline_kind.get(entry.verb)
    changes = _with_sums(entry.data.get("changes") or {})
    fresh = all(pair[0] in (None, "", []) for pair in changes.values())
    found = [line for field, (old, new) in changes.items() for line in _lines(kind, entry, field, old, new, fresh)]
    for field in NOTES:
        if entry.data.get(field):
            found += _lines(kind, entry, field, None, entry.data[field], True)
    return found


def told_of(entry: ActivityEntry, field: str) -> list[Told]:
    """What changed in one field, as told() says it; nothing where a reader needs none of it."""
    pair = _with_sums({field: (entry.data.get("changes") or {}).get(field)}).get(field)
    return list(_lines(doors.timeline_kind.get(entry.verb), entry, field, *pair, False)) if pair else []


def _with_sums(changes: dict[str, Any]) -> dict[str, tuple]:
    """The changes with an amount and its currency as one sum, and without what nobody reads."""
    found: dict[str, tuple] = {}
    for field, pair in changes.items():
        if field in HIDDEN or not isinstance(pair, (list, tuple)) or len(pair) != 2:
            continue
        stem, _bar, part = field.rpartition("_")
        other = changes.get(f"{stem}_currency" if part == "minor" else f"{stem}_minor")
        if part in ("minor", "currency") and other:
            minor, currency = (pair, other) if part == "minor" else (other, pair)
            found[stem] = tuple({"minor": amount, "currency": code} if amount is not None and code else None
                                for amount, code in zip(minor, currency, strict=True))
        else:
            found[field] = tuple(pair)
    return found


def _lines(kind, entry: ActivityEntry, field: str, old: Any, new: Any, fresh: bool) -> Iterator[Told]:
    names = kind.fields if kind else {}
    if field in names and names[field] is None:
        return
    name = str(names.get(field) or field_name(field))
    texts = [_texts(value) for value in (old, new)]
    if any(text is not None for text in texts):
        before, after = (text or {} for text in texts)
        changed = [code for code in LANGUAGES if before.get(code) != after.get(code)]
        for code in changed:
            one = name if len(changed) == 1 and len({**before, **after}) == 1 else _(
                "%(field)s (%(language)s)", field=name, language=_language(code))
            yield Told(one, _cut(before.get(code)), _cut(after.get(code)), fresh)
        return
    yield Told(name, *(_cut(_words(kind, entry, field, value)) for value in (old, new)), fresh)


def _texts(value: Any) -> dict[str, str] | None:
    """The texts of a LocalizedText by language; None for anything else."""
    if not isinstance(value, dict) or set(value) != {"source", "texts"}:
        return None
    return {code: part.get("text", "") for code, part in value["texts"].items() if part.get("text")}


def _words(kind, entry: ActivityEntry, field: str, value: Any) -> str | None:
    if value is None or value in ("", [], {}):
        return None
    own = kind.value(entry, field, value) if kind and kind.value else None
    if own is not None:
        return str(own)
    if isinstance(value, list):
        return _COMMA.get(current_language().code, ", ").join(_words(kind, entry, field, one) or "" for one in value)
    if isinstance(value, dict):
        if set(value) == {"minor", "currency"}:
            return formats.money(Money(value["minor"], value["currency"]))
        return "; ".join(f"{key}: {_words(kind, entry, field, part) or '–'}" for key, part in value.items())
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return _code(field, value) or _plain(field, value)


def _code(field: str, value: Any) -> str | None:
    """Codes that all rooms share, in words."""
    from outreach.catalogue import queries as catalogue
    from outreach.web.access import ROLES
    from outreach.web.page import role_name

    if field == "country":
        return formats.country(value)
    if field.endswith("language") or field == "source":
        return _language(value) if value in LANGUAGES else None
    if field == "time_zone":
        return f"{formats.place(value)} ({value})" if value in zone_names() else None
    if field == "industries":
        return str(catalogue.industry_label(value))
    if field == "stage":
        return str(catalogue.stage_label(value))
    if field == "tags":
        return str(catalogue.tag_label(value))
    if field == "role" and value in ROLES:
        return role_name(value)
    if field == "theme":
        return {"light": _("Light"), "dark": _("Dark"), "auto": _("As the device is set")}.get(value)
    return None


def _plain(field: str, value: Any) -> str:
    if field.endswith("_id"):
        return _("No. %(number)s", number=value)
    if isinstance(value, (int, float)):
        return str(value) if field in _PLAIN else formats.number(value)
    text = str(value)
    if field in _PLAIN:
        return text
    try:
        if _DAY.match(text):
            return formats.day(date.fromisoformat(text))
        if _TIME.match(text):
            return _time(datetime.fromisoformat(text))
        if _NUMBER.match(text) and "." in text:
            return formats.number(Decimal(text))
    except (ValueError, InvalidOperation):
        return text
    return tidy(text) if _CODE.match(text) else text


def _time(moment: datetime) -> str:
    """An instant on the reader's clock with the place; a wall time as it stands on the wall."""
    from outreach.web.page import reader_zone

    if moment.tzinfo is None:
        return f"{formats.day(moment.date())} {moment:%H:%M}"
    return formats.moment_named(moment, reader_zone())


def _language(code: str) -> str:
    from outreach.web.page import language_name

    return language_name(code)


def _cut(text: str | None) -> str | None:
    if not text:
        return None
    return text if len(text) <= LONGEST else text[:LONGEST - 1].rstrip() + "…"
