"""What becomes of each row when a file is applied: by its preview, a person's decision, and who came in since."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select

from outreach.contacts.models import ImportRow, ImportRun, Person, PersonKey
from outreach.contacts.services.imports.places import Places
from outreach.contacts.services.imports.preview import row_mark, rows_before
from outreach.contacts.services.matching import (
    LINKED,
    STRONG,
    Candidates,
    Known,
    Records,
    add_channel,
    compare_all,
    load_known,
    reasons_as_json,
)
from outreach.db import db
from outreach.db.bulk import pieces
from outreach.identity import PersonEvidence

#: Clocks of two machines differ, and what was being written when the preview began was not yet to be seen.
MARGIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Fate:
    """State and outcome of a row, the person it joins or resembles, and whether it came in before, as it stands."""

    state: str = "applied"
    outcome: str | None = "new"
    person_id: int | None = None
    score: float | None = None
    reasons: list = field(default_factory=list)
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class _Likely:
    person_id: int
    certain: bool
    score: float
    reasons: list


def _better(first: _Likely | None, later: _Likely) -> _Likely:
    return later if first is None or (later.certain, later.score) > (first.certain, first.score) else first


class Fates:
    """Looks at the rows of one run in their order. `written` tells which person each row became."""

    def __init__(self, run: ImportRun, places: Places) -> None:
        self.run, self._places = run, places
        self._before = rows_before(run)
        self._since = run.previewed_at - MARGIN if run.previewed_at else None
        self._news = self._changed_since()
        self._candidates, self._records = Candidates(), Records()
        self._found: dict[int, _Likely] = {}
        self.written: dict[int, int] = {}
        done = select(ImportRow.number, ImportRow.match_row, ImportRow.verdict, ImportRow.person_id).where(
            ImportRow.run_id == run.id, ImportRow.person_id.is_not(None)).order_by(ImportRow.number)
        for row in db.session.execute(done):
            self.note(row, row.person_id)

    def note(self, row: Any, person_id: int) -> None:
        """Remember whom a row became; where the row that it equals was left out, it stands for that one."""
        self.written[row.number] = person_id
        if row.verdict == "same" and row.match_row is not None:
            self.written.setdefault(row.match_row, person_id)

    def look(self, rows: Sequence[Any]) -> None:
        """Before the write transaction: compare rows with the people who came in or changed since the preview."""
        self._found = {}
        if self._news and (rows := [row for row in rows if row.record.get("keys") and row.verdict != "error"]):
            asked = [self._evidence(row) for row in rows]
            pairs = list(zip([row.record["keys"] for row in rows], [item.organisation_id for item in asked], strict=True))
            refs = self._candidates.find(pairs, self._news)
            known = self._records.load({ref for some in refs for ref in some})
            self._compare(rows, asked, refs, known)

    def look_again(self, rows: Sequence[Any]) -> set[int]:
        """Inside it: nobody comes in now. Gives all people whom the rows may join or resemble."""
        telling: dict[str, list[Any]] = {}
        for row in rows:
            for key in row.record.get("keys", ()) if row.verdict != "error" else ():
                if key.startswith(STRONG):
                    telling.setdefault(key, []).append(row)
        shared: dict[int, dict[int, int]] = {}
        for part in pieces(telling):
            sharing = select(PersonKey.key, PersonKey.person_id).join(Person, Person.id == PersonKey.person_id).where(
                PersonKey.key.in_(part), self._is_news())
            for key, ref in db.session.execute(sharing):
                for row in telling[key] if ref not in self._news else ():
                    shared.setdefault(row.id, {})[ref] = LINKED
        if shared:
            late = [row for row in rows if row.id in shared]
            known = load_known({ref for some in shared.values() for ref in some})
            self._compare(late, [self._evidence(row) for row in late], [shared[row.id] for row in late], known)
        people = {row.match_id for row in rows} | {one.person_id for one in self._found.values()}
        people |= {self.written.get(row.match_row or 0) for row in rows}
        people |= {self._before.get(row_mark(row.number, row.text)) for row in rows} if self._before else set()
        return people - {None}

    def fate(self, row: Any, alive: Collection[int]) -> Fate:
        """What becomes of a row; `alive` are the people who are still there."""
        if row.verdict == "error":
            return Fate("set_aside", "error")
        if row.decision == "skip":
            return Fate("skipped", None)
        if "alone" in row.record:
            return Fate()
        known = self._before.get(row_mark(row.number, row.text)) if self._before else None
        if known in alive and row.decision != "new":
            return Fate("applied", "same", known, repeated=True)
        likely = self._likely(row, alive)
        if likely is None:
            return Fate()
        told = {"person_id": likely.person_id, "score": likely.score, "reasons": likely.reasons}
        if row.decision != "new" and (row.decision == "same" or likely.certain or self.run.doubtful == "same"):
            return Fate("applied", "same", **told)
        if row.decision is None and self.run.doubtful == "skip":
            return Fate("skipped", "doubtful", **told)
        return Fate("applied", "doubtful", **told)

    def _likely(self, row: Any, alive: Collection[int]) -> _Likely | None:
        """The person of the preview, or a better one who came in since. What a person chose in the preview stays."""
        seen = next((ref for ref in (row.match_id, self.written.get(row.match_row or 0)) if ref in alive), None)
        first = _Likely(seen, row.verdict == "same", row.score or 0.0, row.reasons) if seen else None
        later = self._found.get(row.number)
        if later is None or later.person_id not in alive or (first and row.decision == "same"):
            return first
        return _better(first, later)

    def _compare(self, rows: Iterable, asked: Iterable[PersonEvidence], refs: Iterable, known: Mapping[int, Known]) -> None:
        for row, evidence, some in zip(rows, asked, refs, strict=True):
            best = next(iter(compare_all(evidence, [(ref, known[ref]) for ref in some if ref in known])), None)
            if best is not None:
                ref, comparison = best
                likely = _Likely(ref, comparison.certain, comparison.score, reasons_as_json(comparison))
                self._found[row.number] = _better(self._found.get(row.number), likely)

    def _evidence(self, row: Any) -> PersonEvidence:
        known = Known(tuple(name for name, _script in row.record["names"]), country=row.record["person"]["country"])
        for kind, value, *_rest in row.record["channels"]:
            add_channel(known, kind, value)
        name = row.mapped.get("organisation")
        place = self._places.find(name, row.mapped.get("country"))
        known.organisations = ((place.id if place else None, name),) if name else ()
        return known.evidence()

    def _is_news(self):
        own = or_(Person.import_run_id.is_(None), Person.import_run_id != self.run.id)
        return own & (Person.updated_at > self._since) if self._since else own

    def _changed_since(self) -> set[int]:
        return set(db.session.scalars(select(Person.id).where(self._is_news())))
