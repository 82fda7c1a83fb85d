"""What merges hang on the doors: their sentences on the timeline."""

from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.contacts.doors.people import FIELDS, value_in_words
from outreach.web import doors


def _tell(verb: str, icon: str, sentence) -> None:
    fields = {**FIELDS, "created_at": None}
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence, fields, value_in_words))


def _merged(entry) -> str:
    return _("merged %(other)s into %(name)s", name=entry.subject_label, other=entry.data.get("other", ""))


def _undone(entry) -> str:
    return _("undid the merge of %(other)s into %(name)s", name=entry.subject_label, other=entry.data.get("other", ""))


def _searched(entry) -> str:
    found = ngettext("%(num)s new pair", "%(num)s new pairs", entry.data.get("found", 0))
    if entry.data.get("kind") == "organisation":
        return _("searched all organisations for duplicates: %(found)s", found=found)
    return _("searched all people for duplicates: %(found)s", found=found)


_tell("duplicate.searched", "sync", _searched)
_tell("duplicate.later", "clock", lambda entry: _(
    "put off the question whether %(name)s and %(other)s are one", name=entry.subject_label, other=entry.data.get("other", "")))

for _kind in ("person", "organisation"):
    _tell(f"{_kind}.merged", "people" if _kind == "person" else "org", _merged)
    _tell(f"{_kind}.merge_undone", "undo", _undone)
