"""Events that repeat: the tab with their dates, and how what happened to them is told."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from outreach.events.queries.recurrence import count_dates
from outreach.web import doors

doors.record_tab.hang("events.dates", doors.RecordTab(
    "events.detail", "events.dates", _l("Dates"), 15, shown=lambda viewer, event: event.recurrence_id is not None,
    count=lambda viewer, event: count_dates(event)))


def _tell(verb: str, icon: str, sentence) -> None:
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence))


def _repeated(entry) -> str:
    count = len(entry.data.get("dates", []))
    return ngettext("made %(num)s further date of %(event)s", "made %(num)s further dates of %(event)s", count,
                    event=entry.subject_name)


def _uploaded(entry) -> str:
    return ngettext("made %(num)s event out of the calendar file %(file)s", "made %(num)s events out of the calendar file %(file)s",
                    entry.data.get("made", 0), file=entry.subject_name)


_tell("event.repeated", "cal", _repeated)
_tell("event.date_removed", "x", lambda entry: _(
    "removed the date %(day)s of %(event)s", day=entry.data.get("day", ""), event=entry.subject_name))
_tell("event.uploaded", "upload", _uploaded)
