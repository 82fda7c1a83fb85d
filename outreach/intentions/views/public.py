"""The form that anybody may send, and the status page behind the link in the receipt."""

import hashlib
import re

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import validate_csrf
from itsdangerous import BadData, SignatureExpired, URLSafeTimedSerializer
from wtforms import ValidationError as CsrfFault

from outreach.activity import Actor
from outreach.db import new_token, now, transaction
from outreach.errors import NotFound, Refused, TooMany
from outreach.extensions import csrf
from outreach.i18n import LANGUAGES
from outreach.intentions.queries import answer_days, by_status_token, status_token, zone_of
from outreach.intentions.services import IntentionForm, answer_questions, receive_intention, submission_of
from outreach.intentions.services.throttling import throttle_sender
from outreach.intentions.views.blueprint import blueprint
from outreach.partners.models import Partner
from outreach.partners.queries import partner_by_code, partner_of
from outreach.web import access

#: Nobody fills the form in faster; nobody's page stays open longer. In seconds.
FASTEST, LONGEST_OPEN = 2, 24 * 3600
#: People see no such field; programmes that fill in everything do.
HONEYPOT = "homepage_url"
#: What a form's key looks like; whatever else comes instead gets a new one.
_KEY = re.compile(r"[A-Za-z0-9_-]{8,60}\Z")


def _language(lang: str) -> str:
    if lang not in LANGUAGES:
        raise NotFound("not_found", _("There is nothing at this address"))
    return lang


# The token is checked by hand: a page that was open too long comes back with everything typed, not as an error.
@blueprint.route("/<lang>/intentions/new", methods=["GET", "POST"])
@access.public
@csrf.exempt
def new(lang: str):
    """The form, empty or with what was typed; a stored intention leads on to its status page."""
    _language(lang)
    partner = partner_of(access.viewer())
    if request.method == "GET":
        if partner is not None:
            return redirect(url_for("portal.new", event=request.args.get("event") or None))
        return _empty_page(lang)
    form = IntentionForm.read(request.form, lang)
    again = _why_again()
    if again:
        return _page(form, 400, again=again)
    if form.loaded is None:
        return _page(form, 422)
    try:
        throttle_sender(request.remote_addr)
        intention = _receive(form, partner)
    except TooMany as error:
        answer = _page(form, 429, again=str(error))
        answer.headers["Retry-After"] = str(error.retry_after)
        return answer
    except Refused as error:
        return _page(form, error.status, again=str(error))
    flash(_("Received. The receipt is on its way to %(email)s.", email=intention.contact_email))
    return redirect(url_for("intentions.status", lang=lang, token=status_token(intention)))


def _receive(form: IntentionForm, partner: Partner | None):
    """Store what was sent, in one unit of work."""
    sent = submission_of(form.loaded, "portal" if partner else "form", f"form:{_client_key()}", partner)
    viewer = access.viewer()
    actor = Actor.of(viewer) if viewer is not None else Actor("visitor", sent.contact_name)
    with transaction():
        return receive_intention(actor, sent).intention


def _client_key() -> str:
    """The key of the page that was sent, or a new one."""
    key = request.form.get("client_key", "")
    return key if _KEY.match(key) else new_token()


def _empty_page(lang: str):
    """A new form; event and partner come with the link that was followed, and wrong codes are said at once."""
    return _page(IntentionForm.empty(lang, request.args.get("event", ""), request.args.get("partner", "")), 200)


def _page(form: IntentionForm, status: int, *, again: str = ""):
    """The form with everything typed; `again` says why it must be sent once more."""
    code = form.value("partner")
    return make_response(render_template(
        "intentions/new.html", form=form, again=again, honeypot=HONEYPOT, client_key=_client_key(),
        partner=partner_by_code(code) if code and not form.messages("partner") else None, stamp=_stamp_to_send(),
        **form.choices()), status)


def _stamps() -> URLSafeTimedSerializer:
    keys = [*reversed(current_app.config.get("SECRET_KEY_FALLBACKS") or []), current_app.config["SECRET_KEY"]]
    return URLSafeTimedSerializer(keys, salt="intention-form", signer_kwargs={"digest_method": hashlib.sha256})


def _stamp_to_send() -> str:
    """The stamp of the page, or a new one where it is forged or too old: time already spent goes on counting."""
    stamp = request.form.get("stamp", "")
    try:
        _stamps().loads(stamp, max_age=LONGEST_OPEN)
        return stamp
    except BadData:
        return _stamps().dumps("new")


def _why_again() -> str:
    """Why the form must be sent once more, or nothing. All of these can happen to a person, so nothing is lost."""
    again = _("Check your entries and send the form once more.")
    if request.form.get(HONEYPOT):
        filled = _("A field that people do not see was filled in, perhaps by your browser. It is empty again.")
        return f"{filled} {again}"
    try:
        _content, made = _stamps().loads(request.form.get("stamp", ""), max_age=LONGEST_OPEN, return_timestamp=True)
    except SignatureExpired:
        return _("This page was open for more than a day.") + " " + again
    except BadData:
        return _("This page could not be recognised any more.") + " " + again
    if (now() - made).total_seconds() < FASTEST:
        return _("The form came faster than a person can fill it in.") + " " + again
    try:
        validate_csrf(request.form.get("csrf_token"))
    except CsrfFault:
        return _("This page was open too long, or your browser keeps no cookies for this site.") + " " + again
    return ""


def _by_token(lang: str, token: str):
    _language(lang)
    intention = by_status_token(token)
    if intention is None:
        raise NotFound("link_unknown", _("This link is not complete. Copy the whole address from your mail."))
    return intention


@blueprint.get("/<lang>/intentions/status/<token>")
@access.link_holder
def status(lang: str, token: str):
    """Where the intention stands, for whoever holds the link."""
    return _status_page(lang, token, 200)


@blueprint.post("/<lang>/intentions/status/<token>")
@access.link_holder
def answer(lang: str, token: str):
    """The sender's answer to our question."""
    intention = _by_token(lang, token)
    text = request.form.get("text", "")
    try:
        throttle_sender(request.remote_addr, "answer")
        with transaction():
            answer_questions(Actor("visitor", intention.contact_name), intention, text, lang)
    except Refused as error:
        return _status_page(lang, token, error.status, text=text, problem=str(error))
    return redirect(url_for("intentions.status", lang=lang, token=token) + "#thread")


def _status_page(lang: str, token: str, status_code: int, text: str = "", problem: str = ""):
    intention = _by_token(lang, token)
    page = make_response(render_template(
        "intentions/status.html", intention=intention, token=token, text=text, problem=problem, days=answer_days(),
        reader_place=zone_of(intention.organisation_country, lang)), status_code)
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    return page
