"""The rows of a preview as a person looks at them: file against record with what differs marked, reasons, choices."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from outreach.contacts.models import ImportRow, ImportRun, Organisation, Person
from outreach.contacts.services.imports.additions import Additions
from outreach.contacts.services.imports.report import field_label, kept_words, reason_of, sentence, warnings_of
from outreach.contacts.services.imports.rows import CORRECTABLE_FIELDS
from outreach.contacts.services.reading import OWN
from outreach.db import db

#: A text in pieces: (piece, whether the other side differs here).
Marked = list[tuple[str, bool]]
#: Which fields help against an error; the rest is typed anew from the row's text.
HELPFUL = {"impossible_date": ("met_on",), "name_missing": ("full_name",), "name_too_long": ("full_name",),
           "nobody": ("full_name", "organisation", "email", "phone")}
#: Reasons that alone say who it is; the others only go along.
DECISIVE = ("row_known", "email_equal", "phone_direct_equal", "handle_equal")
TYPED_ANEW = ("full_name", "organisation", "email", "phone")


@dataclass
class Line:
    """One field of the comparison: its name, and both sides in pieces."""

    label: str
    told: Marked
    stored: Marked


@dataclass
class RowView:
    """A row with all that its place in the preview shows."""

    row: ImportRow
    name: str
    organisation: str
    email: str
    phone: str
    reason: str
    #: True for an organisation without anybody.
    alone: bool
    person: Person | None = None
    #: The stored organisation that the row names, where there is one.
    known_organisation: Organisation | None = None
    #: Who the row resembles: a stored person's name, or that of an earlier row of the file.
    likely: str = ""
    lines: list[Line] = field(default_factory=list)
    #: What a row that certainly is somebody adds to the record, in words.
    adds: list[str] = field(default_factory=list)
    #: (sign, sentence) of what speaks for and against it.
    reasons: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    #: What an undo left as it is, in words.
    kept: list[str] = field(default_factory=list)
    #: (field, label, value) that can be typed anew.
    inputs: list[tuple[str, str, str]] = field(default_factory=list)


def row_views(run: ImportRun, rows: Iterable[ImportRow]) -> list[RowView]:
    """What the preview shows of these rows, with the records they resemble."""
    rows = list(rows)
    people = _people({ref for row in rows for ref in (row.match_id, row.person_id) if ref})
    firms = _organisations({ref for row in rows for ref in (row.organisation_id, _shown(row).get("organisation_id")) if ref})
    earlier = _earlier(run, {row.match_row for row in rows if row.match_row})
    additions = Additions(run, people)
    return [_view(row, people, firms, earlier, additions) for row in rows]


def _view(row: ImportRow, people: dict, firms: dict, earlier: dict, additions: Additions) -> RowView:
    shown = _shown(row)
    view = RowView(row, shown.get("name") or "", shown.get("organisation") or "", shown.get("email") or "",
                   shown.get("phone") or "", reason_of(row), "alone" in row.record,
                   people.get(row.person_id) or people.get(row.match_id),
                   firms.get(row.organisation_id) or firms.get(shown.get("organisation_id")))
    view.warnings = warnings_of(row)
    view.kept = kept_words(row)
    view.reasons = [(sign, sentence(code, params)) for code, sign, params in row.reasons]
    other = _told_by_person(view.person) if view.person else _told_by_row(earlier[row.match_row]) \
        if row.match_row in earlier else None
    if other is not None:
        view.likely = other["full_name"]
        view.lines = _lines(_told_by_row(row), other)
    if row.verdict == "same" and row.state == "open" and view.person:
        view.reason = _decisive(row) or view.reason
        view.adds = [field_label(code) for code in additions.of(row, view.person, view.known_organisation)]
    if row.error and row.state == "open":
        view.inputs = [(name, field_label(name), _typed(row, name)) for name in _helpful(row)]
    return view


def _decisive(row: ImportRow) -> str:
    """The one thing that makes it certain."""
    return next((sentence(code, {}) if code == "row_known" else sentence(code, params)
                 for code, sign, params in row.reasons if code in DECISIVE and sign == "+"), "")


def _shown(row: ImportRow) -> dict:
    return row.mapped.get("shown") or {}


def _people(ids: set[int]) -> dict[int, Person]:
    statement = select(Person).where(Person.id.in_(ids)).options(
        selectinload(Person.channels), selectinload(Person.names), selectinload(Person.affiliations),
        selectinload(Person.tags))
    return {person.id: person for person in db.session.scalars(statement)} if ids else {}


def _organisations(ids: set[int]) -> dict[int, Organisation]:
    return {row.id: row for row in db.session.scalars(select(Organisation).where(Organisation.id.in_(ids)))} if ids else {}


def _earlier(run: ImportRun, numbers: set[int]) -> dict[int, ImportRow]:
    statement = select(ImportRow).where(ImportRow.run_id == run.id, ImportRow.number.in_(numbers))
    return {row.number: row for row in db.session.scalars(statement)} if numbers else {}


def _told_by_row(row: ImportRow) -> dict[str, str]:
    shown, mapped = _shown(row), row.mapped
    return {"full_name": shown.get("name") or "", "organisation": shown.get("organisation") or "",
            "job_title": mapped.get("job_title") or "", "email": shown.get("email") or "",
            "phone": shown.get("phone") or ""}


def _told_by_person(person: Person) -> dict[str, str]:
    affiliation = person.affiliation
    return {"full_name": person.full_name, "organisation": affiliation.organisation.name if affiliation else "",
            "job_title": (affiliation.job_title if affiliation else "") or "", "email": person.email or "",
            "phone": person.phone or ""}


def _lines(told: dict[str, str], stored: dict[str, str]) -> list[Line]:
    return [Line(field_label(name), *marked(told[name], stored[name], 0.8 if name in ("email", "phone") else 0.5))
            for name in told if told[name] or stored[name]]


def marked(told: str, stored: str, likeness: float = 0.5) -> tuple[Marked, Marked]:
    """Both texts in pieces, marked where they differ; texts less alike than `likeness`, 0 to 1, are marked whole."""
    matcher = SequenceMatcher(None, told.casefold(), stored.casefold(), autojunk=False)
    alike = len(told) == len(told.casefold()) and len(stored) == len(stored.casefold()) and matcher.ratio() > likeness
    if told == stored or not alike:
        differs = bool(told and stored) and told != stored
        return [(told, differs)], [(stored, differs)]
    mine: Marked = []
    theirs: Marked = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if b > a:
            mine.append((told[a:b], kind != "equal"))
        if d > c:
            theirs.append((stored[c:d], kind != "equal"))
    return mine, theirs


def _helpful(row: ImportRow) -> tuple[str, ...]:
    named = row.error.get("params", {}).get("field")
    if named in CORRECTABLE_FIELDS or str(named).startswith(OWN):
        return (named,)
    return HELPFUL.get(row.error["code"], TYPED_ANEW)


def _typed(row: ImportRow, name: str) -> str:
    """What stands in the input: typed before, else as it was written."""
    if name in row.corrected:
        return row.corrected[name]
    mapped = row.mapped
    if name == "email":
        return ", ".join(mapped.get("emails") or [])
    if name == "phone":
        return ", ".join(raw for _kind, raw in mapped.get("phones") or [])
    if name == "met_on" or name.startswith(OWN):
        return name == "met_on" and mapped.get("met_on") or row.error.get("params", {}).get("text", "")
    return str(mapped.get(name) or "")
