"""The home page of our own people."""

from apiflask import APIBlueprint
from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.events.queries.tasks import is_late
from outreach.events.queries.trips import is_overdue, report_due
from outreach.reports.queries import home_of
from outreach.web import access

blueprint = APIBlueprint("reports", __name__, enable_openapi=False)


@blueprint.get("/home")
@access.signed_in
def home():
    """What is due, what came in, what comes next; partners have a home of their own."""
    viewer = access.viewer()
    if viewer.role == "partner_user":
        return redirect(url_for("portal.home"))
    found = home_of(viewer)
    return render_template("reports/home.html", home=found, headline=_headline(found, viewer), is_late=is_late,
                           is_overdue=is_overdue, report_due=report_due)


def _headline(home, viewer) -> str:
    """The finding: how much is due today and overdue."""
    due = ngettext("%(num)s step is due today", "%(num)s steps are due today", home.due.total)
    late = ngettext("%(num)s is overdue", "%(num)s are overdue", home.overdue.total)
    if home.due.total and home.overdue.total:
        return _("%(name)s, %(due)s, %(late)s", name=viewer.label, due=due, late=late)
    if home.due.total or home.overdue.total:
        return _("%(name)s, %(what)s", name=viewer.label, what=due if home.due.total else late)
    return _("%(name)s, nothing is due today", name=viewer.label)
