"""The first page: what the catalogue holds, and what in it needs a look."""

from dataclasses import dataclass
from datetime import date

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.catalogue import queries
from outreach.catalogue.settings import GROUPS
from outreach.catalogue.views.blueprint import blueprint
from outreach.db import db, today_in
from outreach.i18n import LANGUAGES, formats
from outreach.web import access
from outreach.web.page import language_name

#: Rates older than this many days are pointed out.
_STALE_RATE = 45


@dataclass(frozen=True)
class Remark:
    """Something that needs a look, why, and where to go."""

    title: str
    text: str
    url: str
    button: str


@blueprint.get("/")
@access.administrators
def index():
    """Counts of every part, and the points that need a look."""
    today = today_in("Asia/Shanghai")
    remarks = [*_calendar_remarks(today), *_rate_remarks(today), *_language_remarks()]
    nodes = [branch for root in queries.industries() for branch in root.walk()]
    parts = [
        (url_for("catalogue.industries"), _("Industries"), len(nodes),
         _("What events, leads and partners are sorted by.")),
        (url_for("catalogue.stages"), _("Stages"), len(queries.stages()), _("The way of a lead, and its side states.")),
        (url_for("catalogue.tags"), _("Tags"), len(queries.tags()), _("Free words beside the industries.")),
        (url_for("catalogue.settings", group="office"), _("Settings"), len(queries.changed_settings()),
         _("Answer times, thresholds, texts. The number says how many were changed.")),
        (url_for("catalogue.rates"), _("Exchange rates"), len(db.session.scalars(queries.rates()).all()),
         _("By day; the latest on or before a day counts.")),
        (url_for("catalogue.calendars"), _("Working days"), len(queries.calendars()),
         _("Holidays and make-up working days by place.")),
    ]
    return render_template("catalogue/index.html", remarks=remarks, parts=parts, groups=GROUPS)


def _calendar_remarks(today: date) -> list[Remark]:
    """Next year counts from autumn on, since deadlines and trips reach into it."""
    years = [today.year] + ([today.year + 1] if today.month >= 9 else [])
    return [
        Remark(_("China %(year)s is estimated", year=year),
               _("Enter the published holidays and make-up working days, so that deadlines are right."),
               url_for("catalogue.calendar", code="CN", year=year), _("Enter days"))
        for year in years if queries.is_estimated("CN", year)
    ]


def _rate_remarks(today: date) -> list[Remark]:
    newest: dict[str, date] = {}
    for row in db.session.scalars(queries.rates()):
        newest.setdefault(row.currency, row.day)
    if not newest:
        return [Remark(_("There is no exchange rate"), _("Sums in other currencies are shown without conversion."),
                       url_for("catalogue.rates"), _("Enter a rate"))]
    old = [(code, day) for code, day in newest.items() if (today - day).days > _STALE_RATE]
    if not old:
        return []
    return [Remark(
        ngettext("%(num)s exchange rate is old", "%(num)s exchange rates are old", len(old)),
        ", ".join(f"{code} {formats.day(day)}" for code, day in old), url_for("catalogue.rates"), _("Enter a rate"))]


def _language_remarks() -> list[Remark]:
    """Names that fall back in some language."""
    found = []
    rows = [(branch.label, url_for("catalogue.industries")) for root in queries.industries() for branch in root.walk()]
    rows += [(row.label, url_for("catalogue.stages")) for row in queries.stages()]
    rows += [(row.label, url_for("catalogue.tags")) for row in queries.tags()]
    for code in LANGUAGES:
        missing = [(label, url) for label, url in rows if label.status(code) in (None, "stale")]
        if missing:
            found.append(Remark(
                ngettext("%(num)s name is missing or outdated in %(language)s",
                         "%(num)s names are missing or outdated in %(language)s", len(missing), language=language_name(code)),
                ", ".join(label.original for label, _url in missing[:5]), missing[0][1], _("Add names")))
    return found
