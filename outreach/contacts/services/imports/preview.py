"""The preview: every row read, matched and given a verdict. Only tables of the import are written."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from flask_babel import lazy_gettext as _l
from sqlalchemy import String, cast, delete, or_, select

from outreach.contacts.models import ImportFile, ImportRow, ImportRun
from outreach.contacts.services.imports.own import OwnReader
from outreach.contacts.services.imports.places import Place, Places
from outreach.contacts.services.imports.preparing import Prepared, Reading, prepare_all, settle, workers
from outreach.contacts.services.imports.rows import clean, columns_of
from outreach.contacts.services.imports.scene import Scene
from outreach.contacts.services.imports.staging import earlier_imports, note_source, read_source
from outreach.contacts.services.matching import reasons_as_json
from outreach.contacts.services.reading import SourceRow
from outreach.db import db, give_way, now, transaction
from outreach.db.bulk import insert_many
from outreach.errors import Conflict, NotFound
from outreach.identity import parse_organisation

#: Rows that are judged and stored together.
BATCH = 400
#: Rows that are forgotten in one transaction.
FORGOTTEN = 2_000


def preview_import(run_id: int) -> ImportRun:
    """Read the file of a run and judge its rows; opens its own short transactions. Safe to repeat before applying.

    A person's corrections are kept by row number, decisions only where the row's verdict and match stay. Where the
    file cannot be read as the run says now, the run is 'failed' with the reason. Raises Conflict where it is being
    applied or is through. Where somebody starts another preview meanwhile, this one stops and that one counts.
    """
    run = _open(run_id)
    source, problem = read_source(db.session.scalar(select(ImportFile.data).where(ImportFile.run_id == run_id)), run)
    with transaction() as session:
        run = _open(run_id, lock=True)
        run.version += 1
        version = run.version
        run.state, run.failure, run.done, run.counts, run.previewed_at = "previewing", None, 0, {}, now()
        note_source(run, source, problem)
        if problem is not None:
            # The rows stay, so that what a person has typed is found again once the file can be read.
            run.queued = False
            return run
        # Kept beside the run: a preview that is killed between forgetting the old rows and storing the new loses nothing.
        run.typed = {**run.typed, **{str(row[0]): list(row[1:]) for row in session.execute(_touched(run_id))}}
        typed = {int(number): told for number, told in run.typed.items()}
    forget_rows(run_id)
    rows = [(item, typed.get(item.number, ({},))[0]) for item in source.rows]
    source.rows.clear()
    counts = _judge_all(run, version, rows, typed)
    with transaction():
        run = db.session.get(ImportRun, run_id, with_for_update=True)
        if run is not None and run.version == version and counts is not None:
            run.state, run.counts, run.done, run.queued, run.typed = "previewed", dict(counts), run.total, False, {}
    return run


def _judge_all(run: ImportRun, version: int, rows: list, typed: dict) -> Counter | None:
    """Judge and store all rows. None where the run was removed or another preview of it began."""
    judge, counts, done = Judge(run), Counter(), 0
    with workers(len(rows)) as each:
        for prepared in each(prepare_all, ((part, judge.reading) for part in _parts(rows))):
            chunk = judge.rows(prepared, typed)
            counts.update(values["verdict"] for values in chunk)
            done += len(chunk)
            if not _keep(run.id, version, chunk, done, counts):
                return None
    return counts


def _parts(rows: list) -> Iterator[list]:
    """The rows in batches; each is let go as soon as it is handed out."""
    for start in range(0, len(rows), BATCH):
        part = rows[start:start + BATCH]
        rows[start:start + BATCH] = [None] * len(part)
        yield part


def _keep(run_id: int, version: int, chunk: list[dict], done: int, counts: Counter) -> bool:
    """Store judged rows. False where the run was removed or another preview of it began."""
    with transaction() as session:
        run = session.get(ImportRun, run_id, with_for_update=True)
        if run is None or run.version != version:
            return False
        insert_many(ImportRow, chunk)
        run.done, run.counts = done, dict(counts)
    return True


def forget_rows(run_id: int) -> None:
    """Remove the rows of a run, a few in each transaction."""
    gone = True
    while gone:
        with transaction() as session:
            some = select(ImportRow.id).where(ImportRow.run_id == run_id).limit(FORGOTTEN)
            gone = session.execute(delete(ImportRow).where(ImportRow.id.in_(some))
                                   .execution_options(synchronize_session=False)).rowcount
        give_way()


def _open(run_id: int, lock: bool = False) -> ImportRun:
    run = db.session.get(ImportRun, run_id, with_for_update=lock, populate_existing=True)
    if run is None:
        raise NotFound("import_not_found", _l("There is no such import."))
    if run.state not in ("uploaded", "previewing", "previewed", "failed"):
        raise Conflict("import_not_open", _l("This import is already applied or being applied."))
    return run


def _touched(run_id: int):
    """Number, corrections, decision, verdict and match of the rows that a person has worked on."""
    return select(
        ImportRow.number, ImportRow.corrected, ImportRow.decision, ImportRow.verdict, ImportRow.match_id, ImportRow.match_row,
    ).where(ImportRow.run_id == run_id, or_(ImportRow.decision.is_not(None), cast(ImportRow.corrected, String) != "{}"))


class Judge:
    """Gives rows their verdicts one after another; what a row would make counts for the rows behind it."""

    def __init__(self, run: ImportRun) -> None:
        self.run, self.scene, self.places = run, Scene(), Places()
        self.reading = Reading(tuple(columns_of(run)), run.found.get("language"), run.country, places=run.target_kind is None)
        self.before, self.own = rows_before(run), OwnReader(run)
        #: Organisations that rows of this file would make; the key of each is the number of its row.
        self._told = Places()

    def rows(self, prepared: Iterable[Prepared], typed: dict) -> list[dict]:
        """Column values of the ImportRows for rows as read; `typed` is what a person has said by row number."""
        found = []
        for item, judged in self._judged(prepared):
            number = item.source.number
            values = {"run_id": self.run.id, "number": number, "cells": clean([str(cell) for cell in item.source.cells]),
                      "text": clean(item.source.text), "corrected": item.corrected, "state": "open", "decision": None, **judged}
            told = typed.get(number)
            if told and told[1] and [values["verdict"], values["match_id"], values["match_row"]] == list(told[2:]):
                values["decision"] = told[1]
            found.append(values)
        return found

    def judge(self, source: SourceRow, corrected: dict) -> dict:
        """verdict, mapped, record, error, match_id, match_row, score and reasons of one row."""
        return self._judged(prepare_all([(source, corrected)], self.reading))[0][1]

    def _judged(self, prepared: Iterable[Prepared]) -> list[tuple[Prepared, dict]]:
        prepared = list(prepared)
        self.places.look_up(item.values.organisation for item in prepared if item.values.organisation)
        prepared = [settle(item, self.places.find(item.values.organisation, item.values.where()), self.reading)
                    for item in prepared]
        for item in prepared:
            item.problem = self.own.read(item.mapped) or item.problem
        stored = self.scene.match(prepared)
        return [(item, self._verdict(item, refs)) for item, refs in zip(prepared, stored, strict=True)]

    def _verdict(self, item: Prepared, stored: Mapping[int, int]) -> dict:
        found = {"mapped": item.mapped, "record": item.record, "verdict": "new", "error": None, "match_id": None,
                 "match_row": None, "score": None, "reasons": []}
        if item.problem is not None:
            return {**found, "verdict": "error", "error": _error(item.problem)}
        first = self._first_told(item)
        if item.alone:
            if item.mapped["shown"]["organisation_id"]:
                return {**found, "verdict": "same", "reasons": [["organisation_known", "+", {}]]}
            return {**found, "verdict": "same", "match_row": first} if first else found
        same_row = self.before.get(row_mark(item.source.number, item.source.text))
        if same_row is not None:
            self.scene.join(same_row, item)
            return {**found, "verdict": "same", "match_id": same_row, "score": 1.0, "reasons": [["row_known", "+", {}]]}
        likely = self.scene.likeliest(item, stored)
        joined = likely is not None and likely.comparison.certain
        self.scene.join((likely.person_id or -likely.number) if joined else -item.source.number, item)
        if likely is None:
            return found
        return {**found, "verdict": "same" if joined else "doubtful", "match_id": likely.person_id, "match_row": likely.number,
                "score": likely.comparison.score, "reasons": reasons_as_json(likely.comparison)}

    def _first_told(self, item: Prepared) -> int | None:
        """The earlier row that would make the organisation of this one; where there is none, this one would."""
        name, country = item.values.organisation, item.values.where()
        if not self.reading.places or not name or item.mapped["shown"]["organisation_id"]:
            return None
        known = self._told.find(name, country)
        if known is None:
            parsed = parse_organisation(name.strip())
            self._told.add(Place(item.source.number, name, parsed.key[:300], parsed.legal_form, country or parsed.country_hint))
        return known.id if known else None


def rows_before(run: ImportRun) -> dict[int, int]:
    """row_mark() → person of the very same row in an earlier import of the same file into the same place."""
    found: dict[int, int] = {}
    for earlier in earlier_imports(run)[:3]:
        rows = select(ImportRow.number, ImportRow.text, ImportRow.person_id).where(
            ImportRow.run_id == earlier.id, ImportRow.person_id.is_not(None)).execution_options(yield_per=2_000)
        for number, text, person_id in db.session.execute(rows):
            found.setdefault(row_mark(number, text), person_id)
    return found


def row_mark(number: int, text: str) -> int:
    """What two imports of one file know a row by; short, because a file may have 200,000."""
    return hash((number, clean(text)))


def _error(problem: tuple[str, dict]) -> dict:
    code, params = problem
    return {"code": code, "params": {key: str(value) for key, value in params.items()}}
