"""Somebody takes over from a colleague: what that colleague has, who gets it, and what moves."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext

from outreach.accounts.models import User
from outreach.accounts.queries import get_user, staff_users
from outreach.activity import Actor
from outreach.db import transaction
from outreach.errors import Refused
from outreach.events import queries
from outreach.events.forms.team import ReplaceForm
from outreach.events.models import Event
from outreach.events.queries.holdings import Held, holdings
from outreach.events.services import replacing as services
from outreach.events.views import blueprint
from outreach.web import access


@blueprint.route("/events/<int:event_id>/team/replace/<int:user_id>", methods=["GET", "POST"])
@access.writers
def replace_member(event_id: int, user_id: int):
    """Choose who takes over, and what of it."""
    viewer = access.viewer()
    event, old = queries.get_event(viewer, event_id), get_user(user_id)
    held = holdings(event, [old.id]).get(old.id, [])
    form = ReplaceForm(users=_others(old), held=held)
    if form.validate_on_submit():
        try:
            with transaction():
                event, old, new = queries.get_event(viewer, event_id), get_user(user_id), get_user(form.user_id.data)
                moved = services.replace_person(Actor.of(viewer), event, old, new, form.parts.data)
                said = ngettext("%(new)s takes over %(num)s entry from %(old)s. Look at the warnings for what clashes now.",
                                "%(new)s takes over %(num)s entries from %(old)s. Look at the warnings for what clashes now.",
                                sum(len(part.rows) for part in moved), new=new.label, old=old.label)
            flash(said)
            return redirect(url_for("events.detail", event_id=event_id) + "#team")
        except Refused as refused:
            form.fail(refused.field if refused.field in form else "parts", refused.message)
    elif request.method == "GET":
        form.parts.data = [part.code for part in held]
    return _page(event_id, old, form, held), 422 if form.errors else 200


def _page(event_id: int, old: User, form: ReplaceForm, held: list[Held]) -> str:
    event: Event = queries.get_event(access.viewer(), event_id)
    return render_template("events/replace.html", event=event, old=old, form=form, held=held, event_zone=event.time_zone)


def _others(old: User) -> list[User]:
    return [user for user in staff_users() if user.id != old.id]
