"""The lead of a target taken back; it is made with the form of a new lead."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.db import transaction
from outreach.errors import Refused
from outreach.leads import services
from outreach.leads.views.blueprint import blueprint
from outreach.targets.queries import get_target
from outreach.web import access


@blueprint.post("/of-target/<int:target_id>/undo")
@access.writers
def undo_target(target_id: int):
    """Take the lead back as long as nobody has worked on it."""
    target = get_target(access.viewer(), target_id)
    try:
        with transaction():
            services.undo_target(Actor.of(access.viewer()), target)
        flash(_("The lead is taken back"))
    except Refused as refused:
        flash(refused.message)
    return redirect(url_for("targets.detail", target_id=target_id))
