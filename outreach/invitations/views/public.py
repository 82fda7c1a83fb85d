"""The page that a guest opens by the personal link. Opening it changes nothing: mail scanners open links too."""

from flask import make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import validate_csrf
from wtforms import ValidationError

from outreach.accounts.services import throttle
from outreach.activity import Actor
from outreach.catalogue.queries import setting
from outreach.db import transaction
from outreach.errors import Refused, TooMany
from outreach.events.emails import when_lines
from outreach.events.queries import places_of
from outreach.extensions import csrf
from outreach.invitations import services
from outreach.invitations.emails import zone_of
from outreach.invitations.forms import CHOICES, AnswerForm
from outreach.invitations.models import Invitation
from outreach.invitations.queries import by_token
from outreach.invitations.views.blueprint import blueprint
from outreach.web import access

#: Answers an hour by one link; nobody changes their mind more often.
PER_HOUR = 30


@blueprint.route("/<any(zh,en,de,ko):lang>/invitations/<token>", methods=["GET", "POST"])
@access.link_holder
@csrf.exempt
def answer(lang: str, token: str):
    """The question with the facts of the event; a POST answers it and leads back here."""
    invitation = by_token(token)
    if invitation is None or services.is_over(invitation):
        return _gone(invitation)
    if request.method == "GET" or invitation.event.state == "cancelled":
        stored = {"answer": invitation.state if invitation.answered_at else None, "guests": invitation.guests,
                  "note": invitation.note}
        form = AnswerForm(formdata=None, data=stored)
        return _page(lang, token, invitation, form, 200 if request.method == "GET" else 409)
    return _take(lang, token, invitation)


def _take(lang: str, token: str, invitation: Invitation):
    """Keep the answer; what is wrong comes back on the page with everything typed."""
    form = AnswerForm()
    problem = _too_old() or _too_often(token)
    if problem:
        return _page(lang, token, invitation, form, *problem)
    if not form.validate():
        return _page(lang, token, invitation, form, 422)
    given = services.Answer(form.answer.data, "link", form.guests.data, form.note.data or "", lang)
    try:
        with transaction():
            services.answer(Actor("visitor", invitation.person.label), invitation, given, token=token)
    except Refused as error:
        if error.field is None:
            return _page(lang, token, invitation, form, error.status, str(error))
        form.fail(error.field, str(error))
        return _page(lang, token, invitation, form, error.status)
    return redirect(url_for("invitations.answer", lang=lang, token=token))


def _too_old() -> tuple[int, str] | None:
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return 400, _("This page was open too long, or your browser keeps no cookies for this site. "
                      "Send your answer once more.")
    return None


def _too_often(token: str) -> tuple[int, str] | None:
    try:
        throttle(f"invitation:{token}", PER_HOUR, 3600)
    except TooMany as error:
        return error.status, str(error)
    return None


def _page(lang: str, token: str, invitation: Invitation, form: AnswerForm, status: int, problem: str = ""):
    event, zone = invitation.event, zone_of(invitation.person, lang)
    return _private(make_response(render_template(
        "invitations/answer.html", invitation=invitation, event=event, form=form, token=token, problem=problem,
        zone=zone, when=when_lines(event, zone, lang), place=places_of(event, lang=lang), words=dict(CHOICES)), status))


def _gone(invitation: Invitation | None):
    """404 in the language of the page, with what to do; a link that ended says so to whoever holds it."""
    return _private(make_response(render_template(
        "invitations/gone.html", over=invitation is not None, mails=setting("legal_mails")), 404))


def _private(page):
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    return page
