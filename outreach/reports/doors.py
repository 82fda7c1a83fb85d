"""The home page's line in the navigation."""

from flask_babel import lazy_gettext as _l

from outreach.db import db, today_in
from outreach.leads.models import Lead
from outreach.web import doors
from outreach.web.access import STAFF


def _overdue(viewer) -> int:
    """My open steps whose day has passed."""
    return db.session.scalar(db.select(db.func.count()).select_from(Lead).where(
        Lead.owner_id == viewer.id, Lead.next_step_on < today_in(viewer.time_zone))) or 0


doors.navigation.hang("reports.home", doors.NavigationEntry(
    "reports.home", _l("Home"), "home", "home", 0, STAFF, _overdue, hot=True))
