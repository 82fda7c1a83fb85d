"""One's own page: name, language, clock, password, where one is signed in, and API tokens."""

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from outreach.accounts import queries, services
from outreach.accounts.forms import PasswordForm, ProfileForm, TokenForm
from outreach.accounts.services.passwords import password_fits
from outreach.accounts.services.throttle import throttle
from outreach.accounts.views.blueprint import blueprint, zone_choices
from outreach.accounts.views.sign_in import browser, enter
from outreach.activity import Actor, record
from outreach.db import transaction
from outreach.errors import Refused
from outreach.web import access
from outreach.web.tokens import SCOPES_BY_ROLE


@blueprint.route("/me", methods=["GET", "POST"])
@access.signed_in
def profile():
    """The page, and the POST of its first part."""
    user = access.viewer()
    form = ProfileForm(obj=user)
    if not form.validate_on_submit():
        return _page(form=form), 422 if request.method == "POST" else 200
    with transaction():
        services.change_own_profile(Actor.of(user), user, {
            name: form[name].data for name in ("name", "language", "time_zone", "theme")})
    flash(_("Your settings are saved"))
    return redirect(url_for("accounts.profile"))


@blueprint.post("/me/password")
@access.signed_in
def change_password():
    """Set a new password. All sessions end; this browser gets a new one."""
    user, form = access.viewer(), PasswordForm()
    if not form.validate_on_submit():
        return _page(password_form=form), 422
    try:
        if user.password_hash:
            throttle(f"password:{user.id}", 10, 900)
            if not password_fits(user.password_hash, form.current.data or ""):
                raise Refused("wrong_password", _("This is not your present password"), field="current")
        with transaction():
            services.set_password(Actor.of(user), user, form.password.data)
            token = services.start_session(user, **browser())
    except Refused as refused:
        form.fail(refused.field if refused.field in ("current", "password") else "password", refused.message)
        return _page(password_form=form), refused.status
    enter(token)
    flash(_("Your password is changed. All other sessions have ended."))
    return redirect(url_for("accounts.profile"))


@blueprint.post("/me/sessions/<int:session_id>/end")
@access.signed_in
def end_session(session_id: int):
    """Sign one of one's own browsers out."""
    user = access.viewer()
    with transaction():
        services.end_session(Actor.of(user), queries.session_of(user, session_id))
    flash(_("The session has ended"))
    return redirect(url_for("accounts.profile"))


@blueprint.post("/me/sessions/end-others")
@access.signed_in
def end_other_sessions():
    """Sign all other browsers of one's own out."""
    user = access.viewer()
    with transaction():
        here = queries.session_by_token(session.get("_user_id"))
        services.end_all_sessions(user, but=here.id if here else None)
        record(Actor.of(user), "user.sessions_ended", user)
    flash(_("All other sessions have ended"))
    return redirect(url_for("accounts.profile"))


@blueprint.post("/me/tokens")
@access.signed_in
def create_token():
    """Make an API token and show it this once."""
    user = access.viewer()
    form = _token_form(user)
    if not form.validate_on_submit():
        return _page(token_form=form), 422
    try:
        with transaction():
            token = services.create_token(Actor.of(user), user, form.scopes.data)
    except Refused as refused:
        form.fail("scopes", refused.message)
        return _page(token_form=form), refused.status
    return _page(new_token=token)


@blueprint.post("/me/tokens/<int:token_id>/revoke")
@access.signed_in
def revoke_token(token_id: int):
    """Make one of one's own tokens worthless."""
    user = access.viewer()
    with transaction():
        services.revoke_token(Actor.of(user), queries.token_of(user, token_id))
    flash(_("The token is revoked"))
    return redirect(url_for("accounts.profile"))


def _token_form(user, **kwargs) -> TokenForm:
    form = TokenForm(**kwargs)
    form.scopes.choices = [(name, name) for name in sorted(SCOPES_BY_ROLE[user.role])]
    return form


def _page(form=None, password_form=None, token_form=None, new_token: str | None = None) -> str:
    """The whole page; the part that was sent shows its errors, the others show what is stored."""
    user = access.viewer()
    faulty = next((part for part in (form, password_form, token_form) if part is not None and part.errors), None)
    return render_template(
        "accounts/profile.html", form=faulty, profile_form=form or ProfileForm(formdata=None, obj=user),
        password_form=password_form or PasswordForm(formdata=None), user=user, new_token=new_token,
        token_form=token_form or _token_form(user, formdata=None), sessions=queries.open_sessions(user),
        here=queries.session_by_token(session.get("_user_id")), tokens=queries.api_tokens(user),
        zones=zone_choices(),
    )
