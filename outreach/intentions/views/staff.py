"""The inbox and the page of one intention, for our own people."""

from datetime import date

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.accounts.models import User
from outreach.activity import Actor
from outreach.activity.queries import timeline
from outreach.catalogue.queries import add_working_days, convert
from outreach.db import db, now, paginate, today_in, transaction
from outreach.errors import Refused
from outreach.i18n import LANGUAGES
from outreach.intentions.models import STATES, Intention
from outreach.intentions.queries import (
    count_overdue,
    counts_by_state,
    get_intention,
    in_order,
    status_url,
    visible_intentions,
    zone_of,
)
from outreach.intentions.services import (
    Verdict,
    accept_intention,
    ask_sender,
    assign_intention,
    decline_intention,
    matches_of,
)
from outreach.intentions.views.blueprint import blueprint
from outreach.web import access
from outreach.web.converters import record_key
from outreach.web.lists.listing import Listing
from outreach.web.lists.pages import list_page


@blueprint.get("/intentions/")
@access.staff
def inbox():
    """What came in, by state; what is due first stands first."""
    listing = list_page("intentions", rows=False)
    if not isinstance(listing, Listing):
        return listing
    viewer = access.viewer()
    counts, late = counts_by_state(viewer), count_overdue(viewer)
    counts["all"] = sum(counts.get(state, 0) for state in STATES)
    tab = request.args.get("state", "open")
    tab = tab if tab in ("open", *STATES, "all") else "open"
    rows = in_order(visible_intentions(viewer), None if tab == "all" else tab)
    return render_template("intentions/inbox.html", listing=listing, page=paginate(rows, request.args.get("page")), counts=counts,
                           late=late, tab=tab, headline=_finding(counts["open"], late), at=now(),
                           may_write=viewer.role in access.WRITERS)


def _finding(waiting: int, late: int) -> str:
    """The headline: how many wait for an answer, and how many of them too long."""
    if not waiting:
        return _("No intention waits for an answer")
    words = ngettext("%(num)s to answer", "%(num)s to answer", waiting)
    return _("%(waiting)s, %(late)s overdue", waiting=words, late=late) if late else words


@blueprint.get("/intentions/<int:intention_id>")
@access.staff
def detail(intention_id: int):
    """One intention: what was sent, what was asked, who decides."""
    return _page(get_intention(access.viewer(), intention_id), 200)


def _page(intention: Intention, status: int, problem: str = "", typed: dict | None = None):
    viewer, sum_ = access.viewer(), intention.investment
    yuan = convert(sum_, "CNY", intention.received_at) if sum_.currency != "CNY" else None
    context = {
        "intention": intention, "problem": problem, "typed": typed or {}, "at": now(),
        "matches": matches_of(intention) if intention.open else [], "officers": _officers(),
        "yuan": yuan,
        "entries": db.session.scalars(timeline("intention", intention.id)).all(), "status_link": status_url(intention),
        "may_write": viewer.role in access.WRITERS, "step_on": _next_working_day(),
        "reader_place": zone_of(intention.organisation_country, intention.language),
    }
    return make_response(render_template("intentions/detail.html", **context), status)


def _officers() -> list[User]:
    found = db.session.scalars(db.select(User).where(User.active, User.role.in_(access.WRITERS)))
    return sorted(found, key=lambda user: user.label.casefold())


def _next_working_day() -> date:
    return today_in("Asia/Shanghai", add_working_days(now(), 1))


def _act(intention_id: int, done: str, action) -> object:
    """Run one action in a unit of work. What is refused comes back on the page with everything typed."""
    intention = get_intention(access.viewer(), intention_id)
    try:
        with transaction():
            target = action(Actor.of(access.viewer()), intention, record_key(request.form.get("version", "")))
    except Refused as error:
        shown = get_intention(access.viewer(), intention_id)
        return _page(shown, error.status, str(error), request.form.to_dict())
    flash(done)
    return redirect(target or url_for("intentions.detail", intention_id=intention_id))


def _language() -> str:
    code = request.form.get("language", "")
    return code if code in LANGUAGES else access.viewer().language


@blueprint.post("/intentions/<int:intention_id>/assign")
@access.writers
def assign(intention_id: int):
    """Name the officer; without a choice it is whoever presses the button."""
    def act(actor, intention, version):
        chosen = request.form.get("owner_id", "")
        number = record_key(chosen)
        owner = (db.session.get(User, number) if number else None) if chosen else access.viewer()
        if owner is None:
            raise Refused("not_an_officer", _("Choose somebody who works on projects"), field="owner_id")
        assign_intention(actor, intention, owner, version)
        return url_for("intentions.inbox") if request.form.get("back") == "inbox" else None
    return _act(intention_id, _("Assigned. The sender gets a mail with the name."), act)


@blueprint.post("/intentions/<int:intention_id>/ask")
@access.writers
def ask(intention_id: int):
    """Ask the sender something."""
    def act(actor, intention, version):
        ask_sender(actor, intention, request.form.get("text", ""), _language(), version)
    return _act(intention_id, _("Asked. The sender gets a mail with the question."), act)


@blueprint.post("/intentions/<int:intention_id>/accept")
@access.writers
def accept(intention_id: int):
    """Make a lead of it."""
    def act(actor, intention, version):
        day = request.form.get("next_step_on", "")
        step = request.form.get("next_step", "")[:300]
        verdict = Verdict(request.form.get("reason", ""), _language(), step, _day(day))
        lead = accept_intention(actor, intention, verdict, version)
        return url_for("leads.detail", lead_id=lead.id)
    return _act(intention_id, _("Accepted. The lead is made and the sender gets a mail."), act)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("bad_date", _("This date does not exist"), field="next_step_on") from None


@blueprint.post("/intentions/<int:intention_id>/decline")
@access.writers
def decline(intention_id: int):
    """Close it with a reason."""
    def act(actor, intention, version):
        decline_intention(actor, intention, Verdict(request.form.get("reason", ""), _language()), version)
    return _act(intention_id, _("Declined. The sender gets a mail with the reason."), act)
