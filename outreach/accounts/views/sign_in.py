"""Signing in and out: by password, or by a one-time link that opens on a POST."""

import time
from urllib.parse import urlsplit

import flask_babel
from flask import current_app, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from outreach.accounts import queries, services
from outreach.accounts.forms import SignInForm
from outreach.accounts.services.links import find_link
from outreach.accounts.views.blueprint import blueprint
from outreach.activity import Actor
from outreach.db import transaction
from outreach.errors import NotFound, Refused, TooMany
from outreach.i18n import LANGUAGES
from outreach.web import access

#: Every answer to "send me a link" takes at least so many seconds, whether the address is known or not.
ANSWER_SECONDS = 0.4


@blueprint.route("/sign-in", methods=["GET", "POST"])
@access.public
def sign_in():
    """The sign-in page: a password, or a link by mail. Who is signed in already goes home."""
    chosen = _choose_language()
    if chosen:
        return chosen
    if request.method == "POST":
        return _try_to_sign_in(SignInForm())
    if access.viewer() is not None:
        return redirect(safe_next(request.args.get("next")))
    form = SignInForm(formdata=None, data={"next": request.args.get("next", "")})
    return render_template("accounts/sign_in.html", form=form)


def _try_to_sign_in(form: SignInForm):
    """By the button that was pressed; refusals show the form again with the address kept."""
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422
    try:
        if request.form.get("by") == "link":
            return _send_link(form)
        token = services.sign_in_with_password(form.email.data, form.password.data or "", **browser())
    except Refused as refused:
        form.fail("password" if refused.field == "password" else "email", refused.message)
        headers = {"Retry-After": str(refused.retry_after)} if isinstance(refused, TooMany) else {}
        return render_template("accounts/sign_in.html", form=form), refused.status, headers
    enter(token)
    return redirect(safe_next(form.next.data))


def _send_link(form: SignInForm):
    started = time.monotonic()
    services.send_sign_in_link(form.email.data, address=request.remote_addr or "")
    if not current_app.testing:
        time.sleep(max(0.0, ANSWER_SECONDS - (time.monotonic() - started)))
    return render_template("accounts/link_sent.html", email=form.email.data)


@blueprint.route("/sign-in/<token>", methods=["GET", "POST"])
@access.link_holder
def open_link(token: str):
    """One button and nothing else: mail scanners open links, but press no buttons. The POST signs in."""
    chosen = _choose_language(token=token)
    if chosen:
        return chosen
    link = find_link(token)
    if link is None:
        return render_template("accounts/link_gone.html"), 404
    if request.method == "POST":
        return _open(token)
    if session.get("language") not in LANGUAGES:
        g.language = link.user.language
        flask_babel.refresh()
    return render_template("accounts/open_link.html", user=link.user, token=token)


def _open(token: str):
    try:
        with transaction():
            session_token = services.open_sign_in_link(token, **browser())
    except NotFound:
        return render_template("accounts/link_gone.html"), 404
    enter(session_token)
    return redirect(url_for("web.root"))


@blueprint.post("/sign-out")
@access.signed_in
def sign_out():
    """End this browser's session."""
    user = access.viewer()
    with transaction():
        row = queries.session_by_token(session.get("_user_id"))
        if row is not None:
            services.end_session(Actor.of(user), row)
    session.clear()
    flash(_("You are signed out"))
    return redirect(url_for("accounts.sign_in"))


def enter(token: str) -> None:
    """Give this browser a new session; nothing of the one before stays, neither cookie nor row."""
    before = queries.session_by_token(session.get("_user_id"))
    if before is not None:
        with transaction():
            services.end_session(Actor.of(before.user), before)
    session.clear()
    session["_user_id"], session["_fresh"] = token, True
    # The server decides how long: twelve idle hours, thirty days at most.
    session.permanent = True


def browser() -> dict[str, str]:
    """What a session notes about the browser, so that people recognise it in their list."""
    return {"address": request.remote_addr or "", "agent": request.user_agent.string or ""}


def _choose_language(**arguments):
    """Keep a choice of the language links in the cookie and show the page by its plain address."""
    code = request.args.get("language")
    if code not in LANGUAGES or request.method != "GET":
        return None
    session["language"] = code
    kept = {"next": request.args["next"]} if request.args.get("next") else {}
    return redirect(url_for(request.endpoint, **arguments, **kept))


def safe_next(target: str | None) -> str:
    """`target` where it is the relative address of a page of ours, else the home page."""
    home = url_for("web.root")
    if not target or not target.startswith("/") or target.startswith("//"):
        return home
    if "\\" in target or not target.isprintable():
        return home
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return home
    try:
        current_app.url_map.bind("").match(parts.path, method="GET")
    except RequestRedirect:
        return target
    except HTTPException:
        return home
    return target
