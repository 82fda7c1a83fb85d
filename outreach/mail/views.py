"""The outbox for administrators and coordinators: what waits, went, failed or was refused, and why."""

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.db import paginate, transaction
from outreach.mail import queries, services
from outreach.web import access
from outreach.web.access import viewer
from outreach.web.lists.listing import open_list

blueprint = APIBlueprint("mail", __name__, url_prefix="/outbox", enable_openapi=False)


@blueprint.get("/")
@access.roles("coordinator")
def outbox():
    """The list, narrowed by ?state= and ?q=."""
    state, text = request.args.get("state"), request.args.get("q", "").strip()
    page = paginate(queries.outbox(viewer(), state, text), request.args.get("page"))
    return render_template("mail/outbox.html", page=page, counts=queries.counts(viewer()), state=state, text=text,
                           words=queries, listing=open_list("outbox", viewer(), request.args))


@blueprint.get("/incoming")
@access.roles("coordinator")
def incoming():
    """Mails that came in and that no room could place: a person reads them in the mailbox and acts."""
    page = paginate(queries.unmatched(viewer()), request.args.get("page"))
    return render_template("mail/incoming.html", page=page, text_of=queries.plain_text)


@blueprint.get("/<int:mail_id>")
@access.roles("coordinator")
def message(mail_id: int):
    """One mail with its text, tries and reasons."""
    return render_template("mail/message.html", mail=queries.get_mail(viewer(), mail_id), words=queries)


@blueprint.post("/<int:mail_id>/retry")
@access.roles("coordinator")
def retry(mail_id: int):
    """Send it as soon as possible."""
    with transaction():
        services.retry_mail(Actor.of(viewer()), queries.get_mail(viewer(), mail_id))
    flash(_("The mail waits to be sent again."))
    return redirect(url_for("mail.message", mail_id=mail_id))


@blueprint.post("/<int:mail_id>/hold")
@access.roles("coordinator")
def hold(mail_id: int):
    """Stop it before it leaves."""
    with transaction():
        services.hold_mail(Actor.of(viewer()), queries.get_mail(viewer(), mail_id))
    flash(_("The mail is held back."))
    return redirect(url_for("mail.message", mail_id=mail_id))
