"""The preview: every row read, matched and given a verdict. Only tables of the import are written."""

from collections import Counter

from flask_babel import lazy_gettext as _l
from sqlalchemy import String, cast, delete, insert, or_, select

from outreach.contacts.models import ImportFile, ImportRow, ImportRun
from outreach.contacts.services.imports.rows import mapped_as_json, read_again, row_values, shown_values
from outreach.contacts.services.imports.scene import Likely, Scene
from outreach.contacts.services.imports.staging import clean, earlier_imports, note_source, read_source
from outreach.contacts.services.matching import reasons_as_json
from outreach.contacts.services.organisations import find_organisation
from outreach.contacts.services.values import PersonValues, evidence_of
from outreach.db import db, transaction
from outreach.errors import Conflict, NotFound

BATCH = 100


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
        run.state, run.failure, run.done, run.counts = "previewing", None, 0, {}
        note_source(run, source, problem)
        if problem is not None:
            # The rows stay, so that what a person has typed is found again once the file can be read.
            run.queued = False
            return run
        old = {row[0]: tuple(row[1:]) for row in session.execute(_touched(run_id))}
        session.execute(delete(ImportRow).where(ImportRow.run_id == run_id))
    judge, counts = Judge(run), Counter()
    for start in range(0, len(source.rows), BATCH):
        chunk = [judge.row(item, *old.get(item.number, ({}, None, None, None, None)))
                 for item in source.rows[start:start + BATCH]]
        counts.update(values["verdict"] for values in chunk)
        if not _keep(run_id, version, chunk, start + len(chunk), counts):
            return db.session.get(ImportRun, run_id, populate_existing=True)
    with transaction():
        run = db.session.get(ImportRun, run_id, with_for_update=True)
        if run is not None and run.version == version:
            run.state, run.counts, run.done, run.queued = "previewed", dict(counts), run.total, False
    return run


def _keep(run_id: int, version: int, chunk: list[dict], done: int, counts: Counter) -> bool:
    """Store judged rows. False where the run was removed or another preview of it began."""
    with transaction() as session:
        run = session.get(ImportRun, run_id, with_for_update=True)
        if run is None or run.version != version:
            return False
        session.execute(insert(ImportRow), chunk)
        run.done, run.counts = done, dict(counts)
    return True


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
        self.run, self.scene = run, Scene()
        self.before = rows_before(run)

    def row(self, item, corrected: dict, decision: str | None, *before) -> dict:
        """Column values of the ImportRow for a row as read; `before` is its verdict and match until now."""
        row = ImportRow(number=item.number, cells=[str(cell) for cell in item.cells], text=item.text.replace("\x00", "�"),
                        corrected=corrected)
        values = {"run_id": self.run.id, "number": row.number, "cells": clean(row.cells), "text": row.text,
                  "corrected": corrected, "state": "open", "changes": [], "decision": None,
                  **self.judge(row, item.error)}
        if decision and (values["verdict"], values["match_id"], values["match_row"]) == before:
            values["decision"] = decision
        return values

    def judge(self, row: ImportRow, source_error: tuple | None) -> dict:
        """verdict, mapped, error, match_id, match_row, score and reasons of a row."""
        read = read_again(self.run, row, source_error)
        mapped = clean(mapped_as_json(read))
        values = row_values(self.run, mapped)
        organisation = find_organisation(values.organisation, values.where()) if values.organisation else None
        mapped["shown"] = {**shown_values(values, organisation), "organisation_id": organisation.id if organisation else None}
        found = {"mapped": mapped, "verdict": "new", "error": None, "match_id": None, "match_row": None, "score": None,
                 "reasons": []}
        error = _error(read, values, source_error)
        if error is not None:
            return {**found, "verdict": "error", "error": error}
        same_row = self.before.get((row.number, row.text))
        if same_row is not None:
            self.scene.join(("p", same_row), evidence_of(values, organisation))
            return {**found, "verdict": "same", "match_id": same_row, "score": 1.0, "reasons": [["row_known", "+", {}]]}
        return {**found, **self._match(row.number, values, organisation)}

    def _match(self, number: int, values: PersonValues, organisation) -> dict:
        evidence = evidence_of(values, organisation)
        likely = self.scene.likeliest(evidence)
        joined = likely is not None and likely.comparison.certain
        self.scene.join(_group(likely) if joined else ("r", number), evidence)
        if likely is None:
            return {}
        return {"verdict": "same" if joined else "doubtful", "match_id": likely.person_id, "match_row": likely.number,
                "score": likely.comparison.score, "reasons": reasons_as_json(likely.comparison)}


def _group(likely: Likely) -> tuple[str, int]:
    return ("p", likely.person_id) if likely.person_id is not None else ("r", likely.number)


def rows_before(run: ImportRun) -> dict[tuple[int, str], int]:
    """(number, text) → person of the very same row in an earlier import of the same file into the same place."""
    found: dict[tuple[int, str], int] = {}
    for earlier in earlier_imports(run)[:3]:
        rows = select(ImportRow.number, ImportRow.text, ImportRow.person_id).where(
            ImportRow.run_id == earlier.id, ImportRow.person_id.is_not(None))
        for number, text, person_id in db.session.execute(rows):
            found.setdefault((number, text), person_id)
    return found


def _error(read, values: PersonValues, source_error) -> dict | None:
    problem = read.error
    if problem is None and not values.full_name.strip():
        problem = ("name_missing", {})
    if problem is None and len(values.full_name) > 300:
        problem = ("name_too_long", {})
    if problem is None:
        return None
    code, params = problem
    return {"code": code, "params": {key: str(value) for key, value in params.items()}}

