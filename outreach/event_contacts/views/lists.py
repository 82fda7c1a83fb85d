"""The list of event contacts with its tabs, filters and what can be done with several at once."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.db import paginate
from outreach.errors import NotFound
from outreach.event_contacts import queries
from outreach.event_contacts.models import RATINGS
from outreach.event_contacts.queries import ContactFilter
from outreach.event_contacts.queries.asked import read_filter
from outreach.event_contacts.views.blueprint import blueprint, keys_of
from outreach.events.models import Event
from outreach.events.queries import get_event
from outreach.web import access
from outreach.web.converters import record_key
from outreach.web.lists.listing import Listing
from outreach.web.lists.pages import list_page


@blueprint.get("/")
@access.staff
def index():
    """The contacts behind state and filters: who waits for a decision stands in front."""
    listing = list_page("event_contacts", rows=False)
    if not isinstance(listing, Listing):
        return listing
    viewer = access.viewer()
    wanted = read_filter(request.args)
    event = _event(viewer, wanted)
    page = paginate(queries.contacts_of(viewer, wanted), request.args.get("page"))
    counts = queries.counts_by_state(viewer, wanted)
    return render_template(
        "event_contacts/index.html", listing=listing, page=page, wanted=wanted, counts=counts, event=event,
        headline=_finding(counts), kept=_kept(wanted), words=queries, events=queries.events_with_contacts(viewer),
        capturers=queries.capturers(viewer, wanted.event), ratings=RATINGS, may_write=viewer.role in access.WRITERS,
        invite_to=queries.offered_events(viewer, event), waiting=queries.open_by_organisation(viewer, page.items),
        doubtful=queries.doubtful_people(page.items))


def _kept(wanted: ContactFilter) -> dict:
    """The filter as an address carries it, without the state."""
    asked = {
        "event": wanted.event,
        "rating": wanted.rating,
        "captured_by": wanted.captured_by,
        "organisation": wanted.organisation,
        "q": wanted.words,
        "order": "organisation" if wanted.by_organisation else "",
    }
    return {name: value for name, value in asked.items() if value}


def _event(viewer, wanted: ContactFilter) -> Event | None:
    """The event of the filter; an unknown one narrows nothing."""
    try:
        return get_event(viewer, wanted.event) if wanted.event else None
    except NotFound:
        wanted.event = None
        return None


def _finding(counts: dict[str, int]) -> str:
    """The headline: how many people wait for a decision."""
    if not counts["all"]:
        return _("Nobody captured yet")
    if not counts["open"]:
        return _("Every contact is decided")
    return ngettext("%(num)s contact to decide", "%(num)s contacts to decide", counts["open"])


@blueprint.get("/invite")
@access.writers
def invite():
    """Lead on to the invitations of the chosen event with the people behind the ticked contacts."""
    viewer = access.viewer()
    contacts = queries.chosen_contacts(viewer, keys_of(request.args.getlist("contact")))
    event = record_key(request.args.get("to")) or next((one.event_id for one in contacts), None)
    if event is None:
        raise NotFound("nothing_chosen", _("Choose at least one contact, and the event to which you invite."))
    people = list(dict.fromkeys(one.person_id for one in contacts))
    return redirect(url_for("invitations.invite", event_id=get_event(viewer, event).id, person=people))
