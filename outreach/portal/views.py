"""The pages of a partner's users. They see their own organisation's records; anything else answers 404."""

from functools import wraps

from apiflask import APIBlueprint
from flask import abort, flash, g, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from flask_wtf.csrf import validate_csrf
from wtforms import ValidationError as CsrfFault

from outreach.activity import Actor
from outreach.catalogue.queries import industry_label
from outreach.db import new_token, now, paginate, today_in, transaction
from outreach.errors import Refused
from outreach.extensions import csrf
from outreach.i18n import LANGUAGES, current_language
from outreach.intentions.queries import answer_days, get_intention, state_name
from outreach.intentions.services import IntentionForm, answer_questions, receive_intention, submission_of
from outreach.partners.models import Partner
from outreach.partners.queries import agreement_state, partner_of
from outreach.portal import queries
from outreach.search import results as searching
from outreach.web import access

blueprint = APIBlueprint("portal", __name__, url_prefix="/portal", enable_openapi=False)


@blueprint.context_processor
def _words() -> dict:
    return {"industry_label": industry_label, "state_name": state_name, "reader_place": access.viewer().time_zone}


@blueprint.before_request
def _enter():
    """Let partner users in, and read the page in the language that was last chosen here."""
    if not current_user.is_authenticated or current_user.role != "partner_user":
        abort(403)  # Administrators have the staff pages; here they would see an empty shell.
    code = request.args.get("language")
    if code in LANGUAGES and request.method == "GET":
        session["portal_language"] = code
        kept = {name: value for name, value in request.args.items() if name != "language"}
        return redirect(url_for(request.endpoint, **(request.view_args or {}), **kept))
    if session.get("portal_language") in LANGUAGES:
        g.language = session["portal_language"]
    return None


def _for_partner(view):
    """Give the view the viewer's partner; an account of nobody's reads why there is nothing to see."""
    @wraps(view)
    def call(**arguments):
        partner = partner_of(access.viewer())
        if partner is None:
            return make_response(render_template("portal/nobody.html"), 403)
        return view(partner, **arguments)
    return call


def _today():
    return today_in("Asia/Shanghai")


def _ended() -> str:
    return _("Your agreement has ended. Ask the centre to renew it before you send something new.")


@blueprint.get("/")
@access.roles("partner_user")
@_for_partner
def home(partner: Partner):
    """What waits for the partner, what waits for us, and the coming events."""
    viewer, today = access.viewer(), _today()
    counts, questions = queries.own_counts(viewer), queries.questions_waiting(viewer)
    return render_template(
        "portal/home.html", partner=partner, intentions=queries.first_open(viewer), counts=counts, at=now(),
        events=queries.coming_events(), headline=_finding(counts, questions), may_write=partner.may_write(today),
        agreement=agreement_state(partner, today))


def _finding(counts: dict[str, int], questions: int) -> str:
    """The headline: a question to the partner first, then what we have to answer."""
    if questions:
        return ngettext(
            "%(num)s question waits for your answer", "%(num)s questions wait for your answer", questions)
    if counts["open"]:
        return ngettext(
            "%(num)s intention waits for our answer", "%(num)s intentions wait for our answer", counts["open"])
    return _("Every intention is answered") if counts["all"] else _("Send your first project")


@blueprint.get("/search")
@access.roles("partner_user")
@_for_partner
def search(partner: Partner):
    """What the search finds among the own organisation's records."""
    query, viewer = searching.asked_words(request.args.get("q", "")), access.viewer()
    kind, number, page = request.args.get("kind", ""), request.args.get("page", "1"), None
    if kind == "intention":
        group, page = searching.of_kind(kind, query, viewer, int(number) if number.isdecimal() and len(number) < 9 else 1)
        groups = [group] if group.rows else []
    else:
        groups = searching.by_kind(query, viewer) if query else []
    return render_template("portal/search.html", partner=partner, query=query, groups=groups, page=page,
                           **searching.summary(groups))


@blueprint.get("/intentions")
@access.roles("partner_user")
@_for_partner
def intentions(partner: Partner):
    """All that the own organisation sent, by state."""
    viewer, tab = access.viewer(), request.args.get("state", "all")
    tab = tab if tab in queries.TABS else "all"
    page = paginate(queries.own_intentions(viewer, tab), request.args.get("page"))
    return render_template(
        "portal/intentions.html", partner=partner, page=page,
        counts=queries.own_counts(viewer), tab=tab, tabs=queries.TABS, at=now(), may_write=partner.may_write(_today()))


# The token is checked by hand: a page that was open too long comes back with everything typed, not as an error.
@blueprint.route("/intentions/new", methods=["GET", "POST"])
@access.roles("partner_user")
@csrf.exempt
@_for_partner
def new(partner: Partner):
    """The form of an intention in the partner's name."""
    lang = current_language().code
    if request.method == "GET":
        if not partner.may_write(_today()):
            return make_response(render_template("portal/ended.html", partner=partner), 403)
        form = IntentionForm.empty(lang, request.args.get("event", ""))
        form.values.update({"contact.name": access.viewer().name, "contact.email": access.viewer().email})
        return _form_page(form, partner, 200)
    form = IntentionForm.read({**request.form.to_dict(), "partner": ""}, lang)
    try:
        validate_csrf(request.form.get("csrf_token"))
    except CsrfFault:
        again = _("This page was open too long. Check your entries and send the form once more.")
        return _form_page(form, partner, 400, again)
    if not partner.may_write(_today()):
        return _form_page(form, partner, 403, _ended())
    if form.loaded is None:
        return _form_page(form, partner, 422)
    sent = submission_of(form.loaded, "portal", f"portal:{access.viewer().id}:{_client_key()}", partner)
    with transaction():
        intention = receive_intention(Actor.of(access.viewer()), sent).intention
    flash(_("Received. The receipt is on its way to %(email)s.", email=intention.contact_email))
    return redirect(url_for("portal.intention", intention_id=intention.id))


def _client_key() -> str:
    """The key of the page that was sent, or a new one."""
    key = request.form.get("client_key", "")
    return key if 8 <= len(key) <= 60 and key.isascii() and key.isprintable() else new_token()


def _form_page(form: IntentionForm, partner: Partner, status: int, again: str = ""):
    """The form with everything typed; `again` says why it must be sent once more."""
    choices = form.choices()
    events = {event.code: event.title.shown(form.language).text for event in queries.coming_events(None)}
    if choices["event"] is not None and choices["event"].public:
        events.setdefault(choices["event"].code, choices["event"].title.shown(form.language).text)
    return make_response(render_template(
        "portal/new.html", form=form, partner=partner, again=again, client_key=_client_key(),
        events=list(events.items()), **choices), status)


@blueprint.get("/intentions/<int:intention_id>")
@access.roles("partner_user")
@_for_partner
def intention(partner: Partner, intention_id: int):
    """One intention of the own organisation: where it stands, and the questions about it."""
    return _intention_page(partner, intention_id, 200)


@blueprint.post("/intentions/<int:intention_id>")
@access.roles("partner_user")
@_for_partner
def answer(partner: Partner, intention_id: int):
    """The partner's answer to a question."""
    found, text = get_intention(access.viewer(), intention_id), request.form.get("text", "")
    try:
        if not partner.may_write(_today()):
            raise Refused("agreement_ended", _ended(), status=403)
        with transaction():
            answer_questions(Actor.of(access.viewer()), found, text, current_language().code)
    except Refused as error:
        return _intention_page(partner, intention_id, error.status, text=text, problem=str(error))
    flash(_("Your answer is sent"))
    return redirect(url_for("portal.intention", intention_id=intention_id) + "#thread")


def _intention_page(partner: Partner, intention_id: int, status: int, text: str = "", problem: str = ""):
    row = get_intention(access.viewer(), intention_id)
    may_write = partner.may_write(_today())
    return make_response(render_template(
        "portal/intention.html", intention=row, partner=partner, days=answer_days(), may_write=may_write,
        text=text, problem=problem,
        answer_url=url_for("portal.answer", intention_id=row.id) if may_write or problem else None), status)
