"""What the preview, the command and the report file say of a row, in the reader's language."""

from collections.abc import Iterable, Iterator

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.activity.field_names import field_name
from outreach.catalogue.queries import tag_label
from outreach.contacts.models import ImportRow, ImportRun
from outreach.contacts.services.imports.own import own_label, own_told
from outreach.contacts.services.reading import FIELDS, OWN
from outreach.contacts.services.reading.reasons import TEMPLATES as READING
from outreach.contacts.services.wording import CHANNEL_LABELS, SALUTATIONS, reason_text
from outreach.db import db
from outreach.i18n import LANGUAGES, current_language, formats
from outreach.web import doors


def N_(message: str) -> str:  # noqa: N802 - the name that extraction looks for
    """Mark a text for the catalogs."""
    return message


#: Reasons and row errors of the engine itself.
ENGINE = {
    "row_known": N_("This very row was imported before"),
    "name_missing": N_("The row names no person. Enter a name, or leave the row out."),
    "name_too_long": N_("The name has more than 300 characters. Shorten it."),
    "firm_reached": N_("The row names no person. “%(text)s” becomes a note of the organisation, if it has none yet."),
    "new": N_("New person"),
    "organisation_new": N_("New organisation, nobody named"),
    "organisation_known": N_("This organisation is known"),
    "same_organisation_as_row": N_("Same organisation as in row %(number)s"),
    "same_as_row": N_("Same person as in row %(number)s"),
    "maybe_row": N_("Possibly the same person as in row %(number)s"),
}


def sentence(code: str, params: dict | None = None) -> str:
    """The text of a reason, error or warning in the reader's language. An unknown code stands for itself."""
    template = ENGINE.get(code) or READING.get(code)
    if template is None:
        return reason_text(code, params)
    params = dict(params or {})
    if "field" in params:
        params["field"] = field_label(params["field"])
    return _(template, **params)


def field_label(code: str) -> str:
    """The name of a field as the mapping editor shows it."""
    label = dict(FIELDS).get(code)
    return _(label) if label else (own_label(code) if code.startswith(OWN) else None) or code


def reason_of(row: ImportRow) -> str:
    """One line that says why the row has its verdict."""
    if row.error:
        return row.error.get("message") or sentence(row.error["code"], row.error["params"])
    parts = []
    if row.match_row is not None:
        code = "same_organisation_as_row" if "alone" in row.record else "same_as_row" if row.verdict == "same" else "maybe_row"
        parts.append(sentence(code, {"number": row.match_row}))
    parts += [sentence(code, params) for code, sign, params in row.reasons if sign != "o"]
    return semicolons(parts) or sentence("organisation_new" if "alone" in row.record else "new")


def warnings_of(row: ImportRow) -> list[str]:
    """What did not stop the row but should be looked at."""
    return [sentence(code, params) for code, params in row.mapped.get("warnings") or []]


def semicolons(parts: Iterable[str]) -> str:
    """Several sentences in one line, as the reader's language parts them."""
    return ("；" if current_language().code == "zh" else "; ").join(parts)


#: What an undo left of a part that a row had added.
PARTS = {"person_name": N_("Name"), "person_channel": N_("Mail address or number"), "person_tag": N_("Tags"),
         "affiliation": N_("Job title")}


def kept_words(row: ImportRow) -> list[str]:
    """What an undo left as it is, field by field: what was imported and what stands there now. Uses of one kind are told
    once, though several columns say so."""
    return list(dict.fromkeys(_kept(*entry) for entry in row.kept))


def _kept(table: str, name: str, was, now) -> str:
    if (table, name) == ("used", "import_row"):
        return _("Another file tells of it too")
    if (table, name) == ("used", "record_merge"):
        return _("Merged since")
    if table == "used":
        reference = doors.person_references.get(name)
        return _("Used since: %(what)s", what=reference.label if reference else name)
    if name.startswith(OWN):
        label, was, now = own_told(table, name.removeprefix(OWN), was, now)
        return _("%(field)s: %(old)s, now %(new)s", field=label, old=was or "–", new=now or "–")
    if table == "person_tag":
        was = str(tag_label(was))
    label = field_name(name) if name else _(PARTS[table])
    return _("%(field)s: %(old)s, now %(new)s", field=label, old=_shown(name, was), new=_shown(name, now))


def _shown(name: str, value) -> str:
    """A stored value as a reader reads it; a dash for nothing."""
    if isinstance(value, list):
        return ", ".join(_shown(name, one) for one in value) or "–"
    if not value:
        return "–"
    if name == "country":
        return formats.country(value) or str(value)
    if name == "language":
        return LANGUAGES[value].name if value in LANGUAGES else str(value)
    return str(SALUTATIONS.get(value, value)) if name == "gender" else str(CHANNEL_LABELS.get(value, value))


def full_rows(run: ImportRun) -> Iterator[tuple[ImportRow, str, str]]:
    """Every row in the order of the file, with what became of it, or would, and why."""
    words = fate_words()
    for row in db.session.scalars(_rows(run)):
        fate = "skipped" if row.state == "open" and row.decision == "skip" else row.state if row.state != "applied" \
            else row.outcome
        yield row, words.get(fate) or verdict_words()[row.verdict], semicolons([reason_of(row), *warnings_of(row)])


def verdict_words() -> dict[str, str]:
    """The verdicts of a preview in the reader's language."""
    return {"new": _("new"), "same": _("known"), "doubtful": _("doubtful"), "error": _("error")}


def fate_words() -> dict[str, str]:
    """What became of a row, in the reader's language."""
    return {"new": _("new"), "same": _("joined a known record"), "doubtful": _("new, possible duplicate"),
            "set_aside": _("set aside"), "skipped": _("left out"), "kept": _("stayed"),
            "undone": _("taken back")}


def _rows(run: ImportRun):
    return select(ImportRow).where(ImportRow.run_id == run.id).order_by(ImportRow.number).execution_options(yield_per=500)


def report_rows(run: ImportRun) -> Iterator[dict]:
    """{"row", "verdict", "person", "name", "email", "phone", "reason"} of every row in the order of the file.

    `person` is the person that an applied row became or joined, else the stored one it matches, else None.
    """
    for row in db.session.scalars(_rows(run)):
        yield full_row(row)


def full_row(row: ImportRow) -> dict:
    """One row as report_rows gives it."""
    shown = row.mapped.get("shown") or {}
    written = row.state in ("applied", "kept")
    person = row.person_id if written else None if row.state in ("skipped", "undone") else row.match_id
    return {"row": row.number, "verdict": row.verdict, "person": person, "name": shown.get("name") or "",
            "email": shown.get("email"), "phone": shown.get("phone"), "reason": semicolons([reason_of(row), *warnings_of(row)])}
