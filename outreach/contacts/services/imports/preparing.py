"""All that can be said of a row without the database: what it tells, the keys it is found by, the record it would be.

This is most of the work of a large file, so that workers of their own do it, one for each processor; small files and
machines with one processor do without.
"""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context, parent_process

from outreach.contacts.services.imports.places import Place
from outreach.contacts.services.imports.rows import clean, mapped_as_json, read_row, row_values, shown_values
from outreach.contacts.services.people import address_of, person_sort_key
from outreach.contacts.services.reading import FIRM, KIND, NAMES, Column, SourceRow
from outreach.contacts.services.reading.mapping import LONGEST_NOTE
from outreach.contacts.services.values import ChannelValues, PersonValues, channels_of, evidence_of, unread_phones
from outreach.identity import PersonEvidence, is_shared_mailbox, parse_name, person_keys, written_phone
from outreach.identity.names.clean import dominant_script

#: Files with more rows than this are worth the second that workers take to start.
WORTH_WORKERS = 4_000
#: What stands before a line in a note, where the line does not say what it is.
_NAMED = {"fax": "Fax", "wechat": "WeChat", "kakaotalk": "KakaoTalk", "whatsapp": "WhatsApp", "linkedin": "LinkedIn"}


@dataclass(frozen=True, slots=True)
class Reading:
    """How the rows of a file are read: its columns, its language, the country of rows that name none, and whether a row
    may tell of an organisation alone."""

    columns: tuple[Column, ...]
    language: str | None
    country: str | None
    places: bool


@dataclass(slots=True)
class Prepared:
    """A row with what it tells. `record` is JSON: columns of the person, names, channels, keys, what it is where.

    For an organisation without anybody it is only {"alone": True, "keys": []}.
    """

    source: SourceRow
    corrected: dict
    mapped: dict
    problem: tuple[str, dict] | None
    values: PersonValues
    evidence: PersonEvidence
    record: dict

    @property
    def keys(self) -> list[str]:
        """Blocking keys of the person as told."""
        return self.record["keys"]

    @property
    def alone(self) -> bool:
        """True where the row names an organisation and nobody."""
        return "alone" in self.record


def prepare(source: SourceRow, corrected: dict, reading: Reading, place: Place | None = None) -> Prepared:
    """Read one row. `place` is the stored organisation that it names, once that is known."""
    read = read_row(source, reading.columns, corrected)
    mapped = clean(mapped_as_json(read))
    values = row_values(mapped, reading.language, reading.country)
    channels = channels_of(values, place)
    mapped["warnings"] += [["unreadable_phone", {"text": raw[:80]}] for raw in unread_phones(channels)]
    mapped["shown"] = shown_values(values, channels, place.id if place else None)
    evidence = evidence_of(values, place, channels)
    keys = sorted(key[:340] for key in person_keys(evidence))
    problem = read.error or _problem(values)
    place_named = reading.places and bool((mapped.get("organisation") or "").strip())
    if problem is None and _names_nobody(mapped, channels, place_named):
        problem = "name_missing", {}
    record = {} if problem else {
        "person": _person(values, place), "names": _names(values), "keys": keys, "language": values.language,
        "channels": [[item.kind, item.value, item.raw, item.extension] for item in channels],
        "job": [(values.job_title or "")[:300] or None, (values.department or "")[:300] or None]}
    if problem == ("name_missing", {}) and place_named:
        problem, record = None, {"alone": True, "keys": []}
        _tell_of_firm(mapped, channels)
    elif problem:
        record = {"keys": keys}
    return Prepared(source, corrected, mapped, problem, values, evidence, record)


def settle(item: Prepared, place: Place | None, reading: Reading) -> Prepared:
    """The row once its organisation is known: the country of that one may say how to read its numbers."""
    if place is None:
        return item
    if place.country and not item.values.where():
        return prepare(item.source, item.corrected, reading, place)
    item.evidence = replace(item.evidence, organisation_id=place.id)
    item.mapped["shown"]["organisation_id"] = place.id
    return item


def _problem(values: PersonValues) -> tuple[str, dict] | None:
    names = [values.full_name, *values.other_names]
    if not names[0].strip():
        return "name_missing", {}
    return ("name_too_long", {}) if max(map(len, names)) > 300 else None


def _names_nobody(mapped: dict, channels: list[ChannelValues], place_named: bool) -> bool:
    """Whether no person is named: on the card of a firm, or where a switchboard or a box that several people read is all that
    the row of an organisation has."""
    if any(mapped.get(name) for name in NAMES):
        return False
    if (mapped.get("extras") or {}).get(KIND) == FIRM:
        return True
    return place_named and all(
        is_shared_mailbox(item.value) if item.kind == "email" else item.kind in ("work", "fax") for item in channels)


def _tell_of_firm(mapped: dict, channels: list[ChannelValues]) -> None:
    """How an organisation is reached becomes a note of it, because it has no lines of its own."""
    mapped["shown"]["name"] = ""
    lines = [" ".join(filter(None, (_NAMED.get(item.kind), written_phone(item.value), item.extension and f"ext. {item.extension}")))
             for item in channels]
    if lines:
        mapped["warnings"].append(["firm_reached", {"text": ", ".join(lines)[:300]}])
        # They stand first: a note that is too long loses its end.
        mapped["notes"] = "\n".join(filter(None, (*lines, mapped.get("notes"))))
        if len(mapped["notes"]) > LONGEST_NOTE and ["note_too_long", {}] not in mapped["warnings"]:
            mapped["warnings"].append(["note_too_long", {}])


def _names(values: PersonValues) -> list[list[str]]:
    names = dict.fromkeys(name.strip() for name in (values.full_name, *values.other_names))
    return [[name, dominant_script(name)] for name in names if name]


def _person(values: PersonValues, place: Place | None) -> dict:
    name = values.full_name.strip()
    parsed = parse_name(name, values.spoken or values.language, values.family_name, values.given_name)
    cut = {key: text[:300] if text else None for key, text in (("family_name", parsed.family), ("given_name", parsed.given))}
    return {"full_name": name, **cut, "name_order": parsed.order, "script": parsed.script,
            **address_of(values, parsed), "language": values.language, "country": values.where(place) or values.fallback_country,
            "sort_key": person_sort_key(name, parsed.family, parsed.given, parsed.script)}


def prepare_all(rows: list[tuple[SourceRow, dict]], reading: Reading) -> list[Prepared]:
    """Read some rows, each with a person's corrections."""
    return [prepare(source, corrected, reading) for source, corrected in rows]


@contextmanager
def workers(rows: int) -> Iterator[Callable[[Callable, Iterable[tuple]], Iterator]]:
    """Gives `each(function, argument tuples)`, which calls the function for each and yields in order, a few ahead."""
    count = min(os.cpu_count() or 1, 4)
    if rows < WORTH_WORKERS or count < 2:
        yield lambda function, calls: (function(*call) for call in calls)
        return
    with ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_end_with_parent) as pool:
        try:
            yield lambda function, calls: _ahead(pool, function, calls, count + 2)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _ahead(pool: ProcessPoolExecutor, function: Callable, calls: Iterable[tuple], depth: int) -> Iterator:
    waiting: deque = deque()
    for call in calls:
        waiting.append(pool.submit(function, *call))
        if len(waiting) > depth:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for ever."""
    def wait() -> None:
        parent_process().join()
        os._exit(1)
    threading.Thread(target=wait, daemon=True).start()
