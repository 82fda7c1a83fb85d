"""What can be done to a lead from its page. What is refused comes back on the page with everything typed."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.contacts.queries import get_person
from outreach.db import transaction
from outreach.errors import NotFound, Refused
from outreach.leads import queries, services
from outreach.leads.forms import (
    AnswerForm,
    DoneForm,
    NeedForm,
    OwnerForm,
    PersonForm,
    RewriteForm,
    RoleForm,
    SourceForm,
    StageForm,
    StepForm,
    TextForm,
    TranslationForm,
    number_or_none,
)
from outreach.leads.models import Lead
from outreach.leads.services import PersonRole, SourceValues, TextValues
from outreach.leads.views.blueprint import blueprint
from outreach.leads.views.record import event_choices, marked, show
from outreach.web import access
from outreach.web.converters import record_key
from outreach.web.forms import Form


def _lead(lead_id: int) -> Lead:
    return queries.get_lead(access.viewer(), lead_id)


def _act(lead: Lead, key: str, form: Form, run: Callable[[Actor], object], done: str, anchor: str):
    """Run one action in a unit of work and go back to its place on the page."""
    lead_id, status = lead.id, 422
    marked(form, key)
    if form.validate():
        try:
            with transaction():
                run(Actor.of(access.viewer()))
        except Refused as error:
            status = error.status
            form.fail(error.field if error.field in form else _first(form), str(error))
        else:
            flash(done)
            return redirect(url_for("leads.detail", lead_id=lead_id, _anchor=anchor))
    lead = _lead(lead_id)
    if status == 409:
        # Whoever read what is stored now may send the same again.
        form.version.data = lead.version
    return show(lead, status, (key, form))


def _first(form: Form) -> str:
    """The first field that can be seen."""
    return next(field.short_name for field in form if field.short_name not in ("version", "csrf_token"))


def _version(form: Form) -> int | None:
    return record_key(form.version.data)


def _row(rows: list, row_id: int):
    """The row of this lead with the id. Raises NotFound for one of another lead."""
    found = next((row for row in rows if row.id == row_id), None)
    if found is None:
        raise NotFound("not_found", _("This part of the lead is not there any more."))
    return found


@blueprint.post("/<int:lead_id>/stage")
@access.writers
def change_stage(lead_id: int):
    """Move the lead on its track, or aside."""
    lead, form = _lead(lead_id), StageForm()

    def run(actor: Actor) -> None:
        services.change_stage(
            actor,
            lead,
            form.stage.data,
            reason=form.reason.data or "",
            proof=form.proof.data or "",
            lost_reason=form.lost_reason.data,
            wake_up_on=form.wake_up_on.data,
            version=_version(form),
        )

    return _act(lead, "stage", form, run, _("The stage is changed."), "stage")


@blueprint.post("/<int:lead_id>/next-step/done")
@access.writers
def complete_step(lead_id: int):
    """The step is done, and this comes next."""
    lead, form = _lead(lead_id), DoneForm()

    def run(actor: Actor) -> None:
        services.complete_next_step(actor, lead, form.next_step.data or "", form.next_step_on.data,
                                    outcome=form.outcome.data or "", version=_version(form))
    return _act(lead, "done", form, run, _("The step is done. The next one stands in your list."), "step")


@blueprint.post("/<int:lead_id>/next-step")
@access.writers
def set_step(lead_id: int):
    """Another next step, or another day."""
    lead, form = _lead(lead_id), StepForm()
    return _act(lead, "step", form, lambda actor: services.set_next_step(
        actor, lead, form.next_step.data, form.next_step_on.data, _version(form)), _("The next step is set."), "step")


@blueprint.post("/<int:lead_id>/owner")
@access.writers
def assign_owner(lead_id: int):
    """Hand the lead to an owner and a deputy."""
    lead = _lead(lead_id)
    form = OwnerForm(lead=lead)
    return _act(lead, "owner", form, lambda actor: services.assign_owner(
        actor, lead, number_or_none(form.owner_id.data), number_or_none(form.deputy_id.data), _version(form)),
        _("The owner is changed."), "owner")


@blueprint.post("/<int:lead_id>/texts")
@access.writers
def add_text(lead_id: int):
    """Add a text in its own language."""
    lead, form = _lead(lead_id), TextForm()
    return _act(lead, "text", form, lambda actor: services.write_text(
        actor, lead, TextValues(form.field.data, form.language.data, form.text.data)), _("The text is added."), "texts")


@blueprint.post("/<int:lead_id>/texts/<int:text_id>")
@access.writers
def rewrite_text(lead_id: int, text_id: int):
    """Change the original; its translations count as stale from then on."""
    lead, form = _lead(lead_id), RewriteForm()
    entry = _row(lead.texts, text_id)
    return _act(lead, f"text-{text_id}", form, lambda actor: services.write_text(
        actor, lead, TextValues(entry.field, entry.text.source, form.text.data), entry),
        _("The text is saved. Check its translations."), f"text-{text_id}")


@blueprint.post("/<int:lead_id>/texts/<int:text_id>/translation")
@access.writers
def translate_text(lead_id: int, text_id: int):
    """Write a translation, or stand for one that a machine made."""
    lead = _lead(lead_id)
    entry = _row(lead.texts, text_id)
    form = TranslationForm(source=entry.text.source)
    return _act(
        lead,
        f"translation-{text_id}",
        form,
        lambda actor: services.translate_text(actor, entry, form.language.data, form.text.data),
        _("The translation is saved as reviewed by you."),
        f"text-{text_id}",
    )


@blueprint.post("/<int:lead_id>/needs")
@access.writers
def add_need(lead_id: int):
    """Add a need with what we can answer."""
    lead, form = _lead(lead_id), NeedForm()
    return _act(lead, "need", form, lambda actor: services.add_need(
        actor, lead, category=form.category.data, language=form.language.data, text=form.text.data,
        answer=form.answer.data or "", state=form.state.data), _("The need is added."), "needs")


@blueprint.post("/<int:lead_id>/needs/<int:need_id>")
@access.writers
def change_need(lead_id: int, need_id: int):
    """Answer a need."""
    lead, form = _lead(lead_id), AnswerForm()
    need = _row(lead.needs, need_id)
    return _act(lead, f"need-{need_id}", form, lambda actor: services.change_need(
        actor, need, language=form.language.data, answer=form.answer.data or "", state=form.state.data),
        _("The answer is saved."), "needs")


@blueprint.post("/<int:lead_id>/people")
@access.writers
def add_person(lead_id: int):
    """Put a person on the lead."""
    lead, wanted = _lead(lead_id), record_key(request.form.get("person_id"))
    # The form offers who was looked for; what counts is that the reader may see the person.
    chosen = get_person(access.viewer(), wanted) if wanted else None
    form = PersonForm(people=[(str(chosen.id), chosen.label)] if chosen else [])
    if chosen is None:
        form.person_id.validate_choice = False
        form.person_id.data = ""
    return _act(
        lead, "person", form, lambda actor: _join(actor, lead, chosen, form), _("The person is added."), "people"
    )


def _join(actor: Actor, lead: Lead, chosen, form: PersonForm) -> None:
    if chosen is None:
        raise Refused(
            "person_missing", _("Choose a person. Search for somebody who is not in the list."), field="person_id"
        )
    services.add_person(actor, lead, PersonRole(chosen.id, form.role.data, form.primary.data))


@blueprint.post("/<int:lead_id>/people/<int:member_id>")
@access.writers
def change_person(lead_id: int, member_id: int):
    """Give a person another role."""
    lead, form = _lead(lead_id), RoleForm()
    member = _row(lead.people, member_id)
    return _act(
        lead,
        f"person-{member_id}",
        form,
        lambda actor: services.change_person(
            actor, member, PersonRole(member.person_id, form.role.data, form.primary.data)
        ),
        _("The role is changed."),
        "people",
    )


@blueprint.post("/<int:lead_id>/people/<int:member_id>/remove")
@access.writers
def remove_person(lead_id: int, member_id: int):
    """Take a person off the lead."""
    lead = _lead(lead_id)
    member = _row(lead.people, member_id)
    with transaction():
        services.remove_person(Actor.of(access.viewer()), member)
    flash(_("%(name)s does not stand on this lead any more.", name=member.person.label))
    return redirect(url_for("leads.detail", lead_id=lead_id, _anchor="people"))


@blueprint.post("/<int:lead_id>/sources")
@access.writers
def add_source(lead_id: int):
    """Add a referral, or a source known by hand."""
    lead = _lead(lead_id)
    form = SourceForm(events=event_choices(access.viewer()))
    return _act(
        lead,
        "source",
        form,
        lambda actor: services.add_source(
            actor,
            lead,
            SourceValues(form.source.data, label=form.label.data, event_id=number_or_none(form.event_id.data)),
        ),
        _("The source is added."),
        "sources",
    )
