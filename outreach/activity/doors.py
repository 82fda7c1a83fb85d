"""The log's line in the navigation."""

from flask_babel import lazy_gettext as _l

from outreach.web import doors

doors.navigation.hang("activity.index", doors.NavigationEntry(
    "activity.index", _l("Activity log"), "log", "admin", 820, frozenset({"administrator", "leader"})))
