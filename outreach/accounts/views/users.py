"""The administrators' list of accounts, and one account."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.accounts import queries, services
from outreach.accounts.forms import UserForm
from outreach.accounts.models import User
from outreach.accounts.services.links import mail_sign_in_link
from outreach.accounts.views.blueprint import blueprint, zone_choices
from outreach.activity import Actor, record
from outreach.activity.queries import timeline
from outreach.db import db, paginate, transaction
from outreach.errors import Conflict, Refused
from outreach.i18n import current_language
from outreach.web import access
from outreach.web.access import ROLES
from outreach.web.converters import record_key

STATES = {"active": True, "disabled": False}


@blueprint.get("/users")
@access.administrators
def users():
    """All accounts, narrowed by words, role, unit and state."""
    chosen = {name: request.args.get(name, "") for name in ("q", "role", "unit", "state")}
    statement = queries.users(
        words=chosen["q"].strip() or None, role=chosen["role"] if chosen["role"] in ROLES else None,
        unit_id=record_key(chosen["unit"]),
        active=STATES.get(chosen["state"]))
    return render_template("accounts/users.html", page=paginate(statement, request.args.get("page")), chosen=chosen,
                           roles=ROLES, units=queries.unit_choices(current_language().code))


@blueprint.route("/users/new", methods=["GET", "POST"])
@access.administrators
def new_user():
    """Open an account, and send its owner a link where that is wished."""
    form = UserForm()
    if not form.validate_on_submit():
        return _form_page(form), 422 if request.method == "POST" else 200
    actor, values = Actor.of(access.viewer()), form.values()
    unit_id = values.pop("unit_id")
    try:
        with transaction():
            unit = queries.get_unit(unit_id) if unit_id else None
            made = services.create_user(actor, unit=unit, **values)
            if request.form.get("then") == "link":
                mail_sign_in_link(actor, made)
    except Refused as refused:
        form.fail(_place(form, refused), refused.message)
        return _form_page(form), refused.status
    flash(_("The account of %(name)s is open", name=made.label))
    return redirect(url_for("accounts.user", user_id=made.id))


@blueprint.route("/users/<int:user_id>", methods=["GET", "POST"])
@access.administrators
def user(user_id: int):
    """One account: its values to change, and what happened to it."""
    found = queries.get_user(user_id)
    form = UserForm(found)
    if not form.validate_on_submit():
        return _form_page(form, found), 422 if request.method == "POST" else 200
    try:
        with transaction():
            services.change_user(Actor.of(access.viewer()), found, form.values(), version=record_key(form.version.data))
    except Conflict as conflict:
        # The typed values stay in the form; saving once more is a decision made with both in sight.
        form.version.data = str(queries.get_user(user_id).version)
        form.fail("email", conflict.message)
        theirs = [(form[name].label.text, _shown(form[name], value)) for name, value in conflict.theirs.items()
                  if form[name].data != value]
        return _form_page(form, queries.get_user(user_id), theirs=theirs), 409
    except Refused as refused:
        form.fail(_place(form, refused), refused.message)
        return _form_page(form, queries.get_user(user_id)), refused.status
    flash(_("The account of %(name)s is saved", name=found.label))
    return redirect(url_for("accounts.user", user_id=user_id))


@blueprint.post("/users/<int:user_id>/disable")
@access.administrators
def disable_user(user_id: int):
    """Close the account and end its sessions."""
    try:
        with transaction():
            found = services.disable_user(Actor.of(access.viewer()), queries.get_user(user_id))
    except Refused as refused:
        found = queries.get_user(user_id)
        form = UserForm(found, formdata=None)
        form.fail(_place(form, refused), refused.message)
        return _form_page(form, found), refused.status
    flash(_("The account of %(name)s is disabled, all its sessions have ended", name=found.label))
    return redirect(url_for("accounts.user", user_id=user_id))


@blueprint.post("/users/<int:user_id>/enable")
@access.administrators
def enable_user(user_id: int):
    """Open the account again."""
    with transaction():
        found = services.enable_user(Actor.of(access.viewer()), queries.get_user(user_id))
    flash(_("The account of %(name)s is open", name=found.label))
    return redirect(url_for("accounts.user", user_id=user_id))


@blueprint.post("/users/<int:user_id>/end-sessions")
@access.administrators
def end_user_sessions(user_id: int):
    """Sign all browsers of an account out; its owner may sign in again."""
    with transaction():
        found = queries.get_user(user_id)
        services.end_all_sessions(found)
        record(Actor.of(access.viewer()), "user.sessions_ended", found, all=True)
    flash(_("All sessions of %(name)s have ended", name=found.label))
    return redirect(url_for("accounts.user", user_id=user_id))


@blueprint.post("/users/<int:user_id>/send-link")
@access.administrators
def send_link(user_id: int):
    """Send the account's owner a one-time sign-in link."""
    found = queries.get_user(user_id)
    try:
        with transaction():
            mail_sign_in_link(Actor.of(access.viewer()), found)
    except Refused as refused:
        form = UserForm(found, formdata=None)
        form.fail("email", refused.message)
        return _form_page(form, found), refused.status
    flash(_("A sign-in link is on its way to %(email)s", email=found.email))
    return redirect(url_for("accounts.user", user_id=user_id))


def _form_page(form: UserForm, found: User | None = None, theirs: list | None = None) -> str:
    entries = db.session.scalars(timeline("user_account", found.id).limit(50)).all() if found else []
    return render_template("accounts/user.html" if found else "accounts/new_user.html", form=form, user=found,
                           zones=zone_choices(), entries=entries, theirs=theirs or [],
                           sessions=queries.open_sessions(found) if found else [])


def _shown(field, value) -> str:
    """A stored value in the words of the field's choice list."""
    return str(dict(getattr(field, "choices", None) or ()).get(value, value if value is not None else ""))


def _place(form: UserForm, refused: Refused) -> str:
    return refused.field if refused.field in form else "email"
