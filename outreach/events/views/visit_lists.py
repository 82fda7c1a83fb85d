"""Names with booth numbers pasted from an exhibitor list: checked line by line, then taken over."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.activity import Actor
from outreach.contacts.services.matching import reasons_as_json
from outreach.contacts.services.wording import reason_lines
from outreach.db import today_in, transaction
from outreach.errors import Refused
from outreach.events import queries
from outreach.events.forms.visits import ListForm
from outreach.events.models import Event
from outreach.events.services import visit_lists as services
from outreach.events.views import blueprint
from outreach.events.views.showing import record_page
from outreach.web import access


@blueprint.route("/events/<int:event_id>/visits/list", methods=["GET", "POST"])
@access.writers
def visit_list(event_id: int):
    """Paste, check, take over. Nothing is stored before the last step."""
    viewer, form = access.viewer(), ListForm()
    event = queries.get_event(viewer, event_id)
    if not form.is_submitted():
        form.known_on.data = today_in(viewer.time_zone)
        return _page(event, form)
    if not form.validate():
        return _page(event, form), 422
    try:
        planned = services.plan_lines(services.read_lines(form.text.data))
    except Refused as refused:
        form.fail("text", refused.message)
        return _page(event, form), 422
    if request.form.get("step") != "take":
        return _page(event, form, planned)
    chosen = {item.line.number: request.form.get(f"do-{item.line.number}", "") for item in planned}
    try:
        with transaction():
            counts = services.take_lines(
                Actor.of(viewer), event, planned, {number: choice for number, choice in chosen.items() if choice},
                source=form.source.data, known_on=form.known_on.data, kind=form.kind.data,
                industries=list(event.industries or []))
    except Refused as refused:
        form.fail("text", refused.message)
        return _page(event, form, planned), 422
    flash(_said(counts))
    return redirect(url_for("events.visits", event_id=event_id))


def _said(counts: dict[str, int]) -> str:
    said = [ngettext("%(num)s target added", "%(num)s targets added", counts["added"])]
    if counts["made"]:
        said.append(ngettext("%(num)s of them is new", "%(num)s of them are new", counts["made"]))
    if counts["changed"]:
        said.append(ngettext("%(num)s booth brought up to date", "%(num)s booths brought up to date", counts["changed"]))
    return " · ".join(said)


def _page(event: Event, form: ListForm, planned: list | None = None):
    return record_page(event, "events.visit_list", tab_title=_("Exhibitor list"), form=form, planned=planned,
                       chosen=request.form, lines_of=lambda one: reason_lines(reasons_as_json(one.comparison)))
