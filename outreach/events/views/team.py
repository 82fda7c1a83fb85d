"""Who goes: adding and removing."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from outreach.accounts.models import User
from outreach.accounts.queries import staff_users
from outreach.activity import Actor
from outreach.db import db, transaction
from outreach.errors import NotFound, Refused
from outreach.events import queries, services
from outreach.events.forms import MemberForm
from outreach.events.views import blueprint
from outreach.events.views.showing import event_page
from outreach.web import access


@blueprint.post("/events/<int:event_id>/team")
@access.writers
def add_member(event_id: int):
    """Put somebody on the team. A clash is told, never refused."""
    viewer = access.viewer()
    form = MemberForm(users=staff_users())
    if form.validate_on_submit():
        try:
            with transaction():
                event = queries.get_event(viewer, event_id)
                member = services.add_team_member(Actor.of(viewer), event, db.session.get(User, form.user_id.data),
                                                  form.role.data, form.from_on.data, form.until_on.data)
                clashes = queries.clashes([member])
            if clashes:
                flash(
                    _(
                        "%(name)s is on the team, and at the same time at %(event)s",
                        name=member.label,
                        event=clashes[0].event.label,
                    )
                )
            else:
                flash(_("%(name)s is on the team", name=member.label))
            return redirect(url_for("events.detail", event_id=event_id) + "#team")
        except Refused as refused:
            form.fail(refused.field if refused.field in form else "user_id", refused.message)
    return event_page(queries.get_event(viewer, event_id), member_form=form), 422


@blueprint.post("/events/<int:event_id>/team/<int:member_id>/remove")
@access.writers
def remove_member(event_id: int, member_id: int):
    """Take somebody off the team."""
    viewer = access.viewer()
    with transaction():
        event = queries.get_event(viewer, event_id)
        member = next((row for row in event.team if row.id == member_id), None)
        if member is None:
            raise NotFound("unknown_member", _("This person is not on the team any more"))
        name = member.label
        services.remove_team_member(Actor.of(viewer), member)
    flash(_("%(name)s is no longer on the team", name=name))
    return redirect(url_for("events.detail", event_id=event_id) + "#team")
