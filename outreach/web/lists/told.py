"""How the log tells of lists: exports, changes to many rows, filters shared with everybody."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from outreach.web import doors


def list_name(entry) -> str:
    """The name of the list of an entry in the reader's language."""
    kind = doors.record_list.get(entry.data["list"])
    return str(kind.label) if kind else entry.data["list"]


def _exported(entry) -> str:
    rows = ngettext("%(num)s row", "%(num)s rows", entry.data["rows"])
    return _("exported the list “%(list)s” as %(format)s: %(rows)s", list=list_name(entry), rows=rows,
             format=entry.data["format"].upper())


def _changed(entry) -> str:
    rows = ngettext("%(num)s row", "%(num)s rows", entry.data["rows"])
    return _("changed many rows of the list “%(list)s” at once: %(rows)s", list=list_name(entry), rows=rows)


def _shared(entry) -> str:
    return _("shared the filter “%(name)s” of the list “%(list)s”", name=entry.subject_label, list=list_name(entry))


def _unshared(entry) -> str:
    return _("took the shared filter “%(name)s” of the list “%(list)s” back", name=entry.subject_label, list=list_name(entry))


for _verb, _icon, _sentence in (
    ("list.exported", "download", _exported), ("list.changed", "pen", _changed), ("list.shared", "people", _shared),
    ("list.unshared", "people", _unshared),
):
    doors.timeline_kind.hang(_verb, doors.TimelineKind(_icon, _sentence, fields={"name": _l("Name (of a thing)"), "shared": None}))
