"""What the catalogue hangs on the doors: its line of the navigation and how its log entries are told."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.activity.models import ActivityEntry
from outreach.catalogue.settings import KNOWN
from outreach.web import doors


def _setting(entry: ActivityEntry) -> str:
    known = KNOWN.get(entry.subject_label)
    return _("changed the setting “%(name)s”", name=known.label if known else entry.subject_label)


_SENTENCES = {
    "industry_created": ("plus", lambda entry: _("added the industry “%(name)s”", name=entry.subject_label)),
    "industry_changed": ("pen", lambda entry: _("changed the industry “%(name)s”", name=entry.subject_label)),
    "stage_changed": ("pen", lambda entry: _("changed the stage “%(name)s”", name=entry.subject_label)),
    "tag_created": ("plus", lambda entry: _("added the tag “%(name)s”", name=entry.subject_label)),
    "tag_changed": ("pen", lambda entry: _("changed the tag “%(name)s”", name=entry.subject_label)),
    "retired": ("x", lambda entry: _("took “%(name)s” out of use", name=entry.subject_label)),
    "restored": ("undo", lambda entry: _("put “%(name)s” back into use", name=entry.subject_label)),
    "setting_changed": ("gear", _setting),
    "rate_added": ("plus", lambda entry: _("entered the exchange rate %(name)s", name=entry.subject_label)),
    "day_set": ("cal", lambda entry: _("entered the calendar day %(name)s", name=entry.subject_label)),
    "day_removed": ("undo", lambda entry: _("removed the entry of the calendar day %(name)s", name=entry.subject_label)),
}

for _verb, (_icon, _sentence) in _SENTENCES.items():
    doors.timeline_kind.hang(f"catalogue.{_verb}", doors.TimelineKind(_icon, _sentence))

doors.navigation.hang("catalogue", doors.NavigationEntry(
    "catalogue.index", _l("Catalogue"), "list", "admin", 910, frozenset({"administrator"})))
