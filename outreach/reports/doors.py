"""The home page's line in the navigation."""

from flask_babel import lazy_gettext as _l

from outreach.leads.queries import overdue_count
from outreach.web import doors
from outreach.web.access import STAFF

doors.navigation.hang("reports.home", doors.NavigationEntry(
    "reports.home", _l("Home"), "home", "home", 0, STAFF, overdue_count, hot=True))
