"""What the portal hangs on the doors: the partner users' navigation."""

from flask_babel import lazy_gettext as _l

from outreach.portal.queries import questions_waiting
from outreach.web import doors

PARTNERS = frozenset({"partner_user"})

doors.navigation.hang("portal.home", doors.NavigationEntry("portal.home", _l("Home"), "home", "home", 10, PARTNERS))
doors.navigation.hang("portal.intentions", doors.NavigationEntry(
    "portal.intentions", _l("Intentions"), "inbox", "work", 20, PARTNERS,
    count=lambda viewer: questions_waiting(viewer) or None))
doors.navigation.hang("portal.new", doors.NavigationEntry(
    "portal.new", _l("Send an intention"), "plus", "work", 30, PARTNERS))
