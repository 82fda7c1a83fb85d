"""The list of events by month, and the filters that it shares with the calendar."""

from dataclasses import replace
from itertools import groupby

from flask import render_template, request
from flask_babel import gettext as _

from outreach.accounts.queries import staff_users, unit_choices
from outreach.catalogue.queries import industry_choices
from outreach.db import paginate, today_in
from outreach.events import queries
from outreach.events.forms import FilterForm
from outreach.events.models import KINDS, STATES
from outreach.events.views import blueprint
from outreach.i18n import current_language, formats
from outreach.web import access


@blueprint.get("/events/")
@access.staff
def index():
    """Events by month, those to come unless others are asked for, behind the filters of the address."""
    viewer = access.viewer()
    form = filter_form(viewer)
    today = today_in(viewer.time_zone)
    wanted = asked_filter(form)
    spans = {"coming": replace(wanted, since=today), "past": replace(wanted, before=today), "all": wanted}
    # A year holds its own past.
    when = "all" if wanted.year else request.args.get("when") if request.args.get("when") in spans else "coming"
    page = paginate(queries.filtered_events(viewer, spans[when]), request.args.get("page"))
    months = [
        (first, list(events)) for first, events in groupby(page.items, lambda event: event.starts_on.replace(day=1))
    ]
    words = {"coming": _("To come"), "past": _("Past"), "all": _("All")}
    times = [(key, words[key], queries.count_events(viewer, span)) for key, span in spans.items()]
    return render_template(
        "events/index.html",
        page=page,
        months=months,
        filter=form,
        filtered=wanted != queries.EventFilter(),
        today=today,
        when=when,
        times=times,
        labels=queries,
        keep={field.name: request.args[field.name] for field in form if field.name in request.args},
    )


def filter_form(viewer) -> FilterForm:
    """The filters with their choices, filled from the address."""
    form = FilterForm(request.args)
    everything = [("", _("All"))]
    form.year.choices = everything + [(year, str(year)) for year in queries.event_years(viewer)]
    form.country.choices = everything + [(code, formats.country(code)) for code in queries.event_countries(viewer)]
    form.kind.choices = everything + [(code, queries.KIND_LABELS[code]) for code in KINDS]
    form.state.choices = everything + [(code, queries.STATE_LABELS[code]) for code in STATES]
    form.person.choices = everything + [(user.id, user.label) for user in staff_users()]
    form.unit.choices = everything + unit_choices(current_language().code, form.unit.data)
    form.industry.choices = everything + industry_choices()
    return form


def asked_filter(form: FilterForm) -> queries.EventFilter:
    """What the address asks for."""
    return queries.EventFilter(
        form.year.data or None, form.country.data or None, form.kind.data or None, form.state.data or None,
        bool(form.mine.data), form.person.data or None, form.unit.data or None, form.industry.data or None)
