"""Invitations for our own people: the list of an event, inviting, one guest's answers, review."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.activity.queries import timeline
from outreach.contacts.models import Person
from outreach.contacts.queries import find_people, visible_people
from outreach.db import db, now, paginate, transaction
from outreach.errors import Refused
from outreach.events.models import Event
from outreach.events.queries import get_event
from outreach.invitations import queries, services
from outreach.invitations.emails import language_of
from outreach.invitations.forms import AnswerForm, GroundForm, InviteForm
from outreach.invitations.models import Invitation
from outreach.invitations.views.blueprint import blueprint
from outreach.web import access
from outreach.web.converters import record_key

#: People invited by one press, and people that a search offers.
MOST_AT_ONCE, MOST_FOUND = 100, 20


@blueprint.get("/events/<int:event_id>/invitations")
@access.staff
def index(event_id: int):
    """Who was invited and what they answered, narrowed by ?state=."""
    event = get_event(access.viewer(), event_id)
    tab = request.args.get("state", "")
    tab = tab if tab in queries.TABS else ""
    page = paginate(queries.invitations_of(access.viewer(), event, tab), request.args.get("page"))
    return render_template(
        "invitations/index.html", event=event, tab=tab, page=page, counts=queries.counts_of(event), words=queries,
        mails=queries.mails_of(page.items), may_write=_may_write(), closed=_closed(event))


@blueprint.get("/events/<int:event_id>/invitations/new")
@access.writers
def invite(event_id: int):
    """Choose whom to invite; ?person=ID, repeated, ticks people, ?find= looks for more."""
    event = get_event(access.viewer(), event_id)
    chosen = _people(request.args.getlist("person"))
    return _invite_page(event, InviteForm(formdata=None), chosen, request.args.get("find", ""))


@blueprint.post("/events/<int:event_id>/invitations/new")
@access.writers
def create(event_id: int):
    """Invite the ticked people, or look for more of them with everything kept."""
    event, form = get_event(access.viewer(), event_id), InviteForm()
    chosen = _people(request.form.getlist("person"))
    if request.form.get("step") == "search":
        return _invite_page(event, form, chosen, request.form.get("find", ""))
    if not form.validate():
        return _invite_page(event, form, chosen, "", 422)
    try:
        if not chosen:
            raise Refused("nobody_chosen", _("Tick at least one person"))
        ground = services.Ground(form.requested.data, form.ground.data or "")
        done = _invite_all(event, chosen, form.way.data == "mail", ground)
    except Refused as error:
        if error.field:
            form.fail(error.field, str(error))
        return _invite_page(event, form, chosen, "", error.status, "" if error.field else str(error))
    return render_template("invitations/links.html", event=event, done=done, words=queries)


def _invite_all(event: Event, chosen: list[Person], send: bool, ground: services.Ground) -> list[services.Invited]:
    """One unit of work per guest, so that no write takes long; pressing again goes on where an error stopped it."""
    actor, done = Actor.of(access.viewer()), []
    ground = ground.checked()
    for person in chosen:
        with transaction():
            done.append(services.invite_person(actor, event, person, send=send, ground=ground))
    return done


def _invite_page(event: Event, form: InviteForm, chosen: list[Person], q: str, status: int = 200, problem: str = ""):
    q = q.strip()
    found = db.session.scalars(find_people(access.viewer(), q).limit(MOST_FOUND)).all() if q else []
    ids = {person.id for person in chosen}
    return make_response(render_template(
        "invitations/invite.html", event=event, form=form, chosen=chosen, q=q, problem=problem,
        found=[one for one in found if one.id not in ids], invited=queries.invited_ids(event), language_of=language_of,
        closed=_closed(event)), status)


def _people(texts: list[str]) -> list[Person]:
    """The named people that the viewer may see, in the order of names; anything else is left out."""
    ids = {record_key(text) for text in texts} - {None}
    return list(db.session.scalars(visible_people(access.viewer()).where(Person.id.in_(ids)).limit(MOST_AT_ONCE)))


@blueprint.get("/invitations/<int:invitation_id>")
@access.staff
def detail(invitation_id: int):
    """One invitation: its state, every answer as it came, what can be done."""
    return _detail(queries.get_invitation(access.viewer(), invitation_id))


def _detail(invitation: Invitation, status: int = 200, form: AnswerForm | None = None, ground: GroundForm | None = None,
            problem: str = ""):
    mail = queries.mails_of([invitation]).get(invitation.id)
    return make_response(render_template(
        "invitations/detail.html", invitation=invitation, event=invitation.event, mail=mail, words=queries,
        problem=problem, why=queries.why_not_sent(invitation, mail), form=form or AnswerForm(formdata=None, staff=True),
        ground=ground or GroundForm(formdata=None), may_write=_may_write(), closed=_closed(invitation.event),
        entries=db.session.scalars(timeline("invitation", invitation.id)).all()), status)


@blueprint.post("/invitations/<int:invitation_id>/answer")
@access.writers
def record_answer(invitation_id: int):
    """Write down what the guest said by telephone or at the booth."""
    invitation, form = queries.get_invitation(access.viewer(), invitation_id), AnswerForm(staff=True)
    if not form.validate():
        return _detail(invitation, 422, form)
    given = services.Answer(form.answer.data, "staff", form.guests.data, form.note.data or "", access.viewer().language)
    try:
        with transaction():
            services.answer(Actor.of(access.viewer()), invitation, given)
    except Refused as error:
        return _detail(invitation, error.status, form, problem=str(error))
    return _back(invitation, _("The answer is written down."))


@blueprint.post("/invitations/<int:invitation_id>/link")
@access.writers
def renew_link(invitation_id: int):
    """Make a new personal link and show it once."""
    invitation = queries.get_invitation(access.viewer(), invitation_id)
    with transaction():
        done = services.renew_link(Actor.of(access.viewer()), invitation)
    return render_template("invitations/links.html", event=invitation.event, done=[done], words=queries)


@blueprint.post("/invitations/<int:invitation_id>/send")
@access.writers
def send_again(invitation_id: int):
    """Write the mail once more, with a new link."""
    invitation, form = queries.get_invitation(access.viewer(), invitation_id), GroundForm()
    if not form.validate():
        return _detail(invitation, 422, ground=form)
    try:
        with transaction():
            done = services.send_again(Actor.of(access.viewer()), invitation,
                                       services.Ground(form.requested.data, form.ground.data or ""))
    except Refused as error:
        if error.field:
            form.fail(error.field, str(error))
        return _detail(invitation, error.status, ground=form, problem="" if error.field else str(error))
    return render_template("invitations/links.html", event=invitation.event, done=[done], words=queries)


@blueprint.post("/invitations/<int:invitation_id>/answers/<int:answer_id>/accept")
@access.writers
def accept_answer(invitation_id: int, answer_id: int):
    """Put an answer in force that waited for a person's look."""
    invitation = queries.get_invitation(access.viewer(), invitation_id)
    with transaction():
        services.accept_review(Actor.of(access.viewer()), invitation, queries.get_answer(invitation, answer_id))
    return _back(invitation, _("The answer counts now."))


@blueprint.post("/invitations/<int:invitation_id>/answers/<int:answer_id>/set-aside")
@access.writers
def set_answer_aside(invitation_id: int, answer_id: int):
    """Leave such an answer without effect."""
    invitation = queries.get_invitation(access.viewer(), invitation_id)
    with transaction():
        services.set_aside(Actor.of(access.viewer()), invitation, queries.get_answer(invitation, answer_id))
    return _back(invitation, _("The answer is set aside."))


def _back(invitation: Invitation, done: str):
    flash(done)
    return redirect(url_for("invitations.detail", invitation_id=invitation.id))


def _may_write() -> bool:
    return access.viewer().role in access.WRITERS


def _closed(event: Event) -> bool:
    return event.ends_at <= now() or event.state == "cancelled"
