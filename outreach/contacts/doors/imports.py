"""What imports hang on the doors: navigation, sentences of the timeline, what rows point to people."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from outreach.contacts.queries import imports_waiting
from outreach.web import access, doors

doors.navigation.hang("contacts.imports", doors.NavigationEntry(
    "contacts.imports", _l("Imports"), "upload", "contacts", 330, access.WRITERS, count=imports_waiting))

# A row holds the person's data as it came, so it goes with an erasure; a mere likeness lets go.
doors.person_references.hang("import_row.person_id", doors.PersonReference(
    "import_row.person_id", _l("Rows of imported files"), on_merge="move", on_erase="delete", apart=True))
doors.person_references.hang("import_row.match_id", doors.PersonReference(
    "import_row.match_id", _l("Rows of imported files that resemble the person"), on_merge="move", on_erase="detach",
    apart=True))
doors.person_references.hang("import_row.organisation_id", doors.PersonReference(
    "import_row.organisation_id", _l("Rows of imported files"), on_merge="move", on_erase="detach"))


def _applied(entry) -> str:
    counts = entry.data.get("counts") or {}
    written = sum(counts.get(outcome, 0) for outcome in ("new", "same", "doubtful"))
    rows = ngettext("%(num)s row", "%(num)s rows", written)
    if not counts.get("set_aside"):
        return _("imported %(rows)s of the file “%(file)s”", rows=rows, file=entry.subject_label)
    aside = ngettext("%(num)s is set aside", "%(num)s are set aside", counts["set_aside"])
    return _("imported %(rows)s of the file “%(file)s”; %(aside)s", rows=rows, file=entry.subject_label, aside=aside)


def _undone(entry) -> str:
    gone = ngettext("%(num)s person is removed", "%(num)s people are removed", entry.data.get("people", 0))
    if not entry.data.get("kept"):
        return _("undid the import of “%(file)s”; %(gone)s", file=entry.subject_label, gone=gone)
    kept = ngettext("%(num)s row stays", "%(num)s rows stay", entry.data["kept"])
    return _("undid the import of “%(file)s”; %(gone)s, %(kept)s", file=entry.subject_label, gone=gone, kept=kept)


def _value(_entry, field: str, stored) -> str | None:
    if field == "doubtful" and stored:
        return {"new": _("New people"), "same": _("Join the likeliest person"), "skip": _("Leave out")}.get(stored)
    return None


def _tell(verb: str, icon: str, sentence) -> None:
    names = {"encoding": _l("Encoding"), "separator": _l("Separator"), "country": _l("Country of rows that name none"),
             "doubtful": _l("Doubtful rows")}
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence, names, _value))


_tell("import.uploaded", "upload", lambda entry: _("uploaded the file “%(file)s”", file=entry.subject_label))
_tell("import.changed", "pen", lambda entry: _("changed how the file “%(file)s” is read", file=entry.subject_label))
_tell("import_profile.saved", "pen", lambda entry: _(
    "saved how files are read as the profile “%(name)s”", name=entry.subject_label))
_tell("import_profile.removed", "x", lambda entry: _("removed the profile “%(name)s”", name=entry.subject_label))
_tell("import.applied", "check", _applied)
_tell("import.undone", "undo", _undone)
_tell("import.removed", "x", lambda entry: _(
    "removed the file “%(file)s” before it was imported", file=entry.subject_label))
