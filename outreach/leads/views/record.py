"""The page of one lead with its forms, and its dossier in a language."""

from dataclasses import dataclass

from flask import make_response, render_template, request
from flask_babel import gettext as _

from outreach.activity.queries import timeline
from outreach.catalogue import queries as catalogue
from outreach.contacts.models import Person
from outreach.contacts.queries import find_people, people_of
from outreach.db import db, now, today_in
from outreach.errors import Refused
from outreach.events.models import Event
from outreach.events.queries import visible_events
from outreach.i18n import LANGUAGES, current_language, in_language
from outreach.leads import queries
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
)
from outreach.leads.models import Lead
from outreach.leads.queries import labels
from outreach.leads.services.stages import CLOSED, SLEEPING, last_main_stage, track
from outreach.leads.views.blueprint import blueprint
from outreach.web import access
from outreach.web.forms import Form


@dataclass
class Step:
    """One stage of the track as the page shows it: code, label, and 'done', 'now' or 'next'."""

    code: str
    label: str
    state: str


@blueprint.get("/<int:lead_id>")
@access.staff
def detail(lead_id: int):
    """One lead: where it stands, what comes next, who decides, what was said in which language."""
    return show(queries.get_lead(access.viewer(), lead_id))


@blueprint.get("/<int:lead_id>/dossier")
@access.staff
def dossier(lead_id: int):
    """Everything about a lead for print, in one language whatever the reader's own."""
    lead = queries.get_lead(access.viewer(), lead_id)
    code = request.args.get("lang", access.viewer().language)
    if code not in LANGUAGES:
        raise Refused("unknown_language", _("Choose zh, en, de or ko"), field="lang")
    with in_language(code):
        return render_template(
            "leads/dossier.html", lead=lead, sections=queries.dossier_sections(lead, code), made_at=now()
        )


def show(lead: Lead, status: int = 200, failed: tuple[str, Form] | None = None):
    """The page; `failed` is the key and the form that was refused, shown with what was typed."""
    viewer = access.viewer()
    may_write = viewer.role in access.WRITERS
    forms = blank_forms(lead, viewer) if may_write else {}
    if failed:
        forms[failed[0]] = failed[1]
    code = current_language().code
    facts: dict[str, queries.Fact] = {}
    for fact in queries.dossier(lead, code):
        facts.setdefault(fact.field, fact)
    page = render_template(
        "leads/detail.html",
        lead=lead,
        forms=forms,
        form=failed[1] if failed else None,
        may_write=may_write,
        facts=facts,
        track=track_of(lead),
        last_move=lead.stage_changes[-1] if lead.stage_changes else None,
        closed=lead.stage in CLOSED,
        sleeping=lead.stage in SLEEPING,
        texts=queries.ordered_texts(lead),
        labels=labels,
        names_of=queries.writings_of,
        find=_wanted(),
        today=today_in(viewer.time_zone),
        entries=list(db.session.scalars(timeline("lead", lead.id))),
        event_zone=next((source.event.time_zone for source in lead.sources if source.event), None),
    )
    return make_response(page, status)


def track_of(lead: Lead) -> list[Step]:
    """The main track with where the lead stands, or stood before it stepped aside."""
    codes = track()
    place = codes.index(last_main_stage(lead))
    states = ["done" if spot < place else "now" if spot == place else "next" for spot in range(len(codes))]
    return [Step(code, str(catalogue.stage_label(code)), state) for code, state in zip(codes, states, strict=True)]


def _wanted() -> str:
    """What somebody typed to find a person for the lead."""
    return request.args.get("find", "").replace("\x00", "").strip()[:100]


def blank_forms(lead: Lead, viewer) -> dict[str, Form]:
    """The forms of the page before anybody typed, by key; rows have a form each."""
    code = viewer.language
    stages = track()
    following = stages[min(stages.index(last_main_stage(lead)) + (lead.stage in stages), len(stages) - 1)]
    forms: dict[str, Form] = {
        "stage": StageForm(None, data={"version": lead.version, "stage": following}),
        "done": DoneForm(None, data={"version": lead.version}),
        "step": StepForm(
            None, data={"version": lead.version, "next_step": lead.next_step, "next_step_on": lead.next_step_on}
        ),
        "owner": OwnerForm(
            None,
            lead=lead,
            data={
                "version": lead.version,
                "owner_id": str(lead.owner_id or ""),
                "deputy_id": str(lead.deputy_id or ""),
            },
        ),
        "text": TextForm(None, data={"language": code}),
        "need": NeedForm(None, data={"language": code}),
        "person": PersonForm(None, people=person_choices(lead, viewer), data={"role": "contact"}),
        "source": SourceForm(None, events=event_choices(viewer)),
    }
    forms.update(_row_forms(lead, code))
    return {key: marked(form, key) for key, form in forms.items()}


def _row_forms(lead: Lead, code: str) -> dict[str, Form]:
    """A form for each text, need and person that stands on the lead."""
    forms: dict[str, Form] = {}
    for entry in lead.texts:
        forms[f"text-{entry.id}"] = RewriteForm(None, data={"text": entry.text.original})
        forms[f"translation-{entry.id}"] = _translation(entry, code)
    for need in lead.needs:
        answer = need.answer
        forms[f"need-{need.id}"] = AnswerForm(
            None,
            data={
                "language": answer.source if answer else code,
                "answer": answer.original if answer else "",
                "state": need.state,
            },
        )
    for one in lead.people:
        forms[f"person-{one.id}"] = RoleForm(None, data={"role": one.role, "primary": one.is_primary})
    return forms


def _translation(entry, code: str) -> TranslationForm:
    """Into the reader's language with what stands there already; an author chooses another one."""
    known = entry.text.texts.get(code, {}).get("text", "") if code != entry.text.source else ""
    return TranslationForm(None, source=entry.text.source, data={"language": code, "text": known})


def marked(form: Form, key: str) -> Form:
    """The form with ids of its own, since many forms with equal names stand on the page."""
    for field in form:
        field.id = f"{key}-{field.short_name}"
        field.label.field_id = field.id
    return form


def person_choices(lead: Lead, viewer) -> list[tuple[str, str]]:
    """Whom the page offers: people of the lead's organisation, and whoever was looked for; nobody twice."""
    present = {one.person_id for one in lead.people}
    found: list[Person] = []
    if _wanted():
        found += db.session.scalars(find_people(viewer, _wanted()).limit(20)).unique()
    if lead.organisation:
        found += [row.person for row in db.session.scalars(people_of(viewer, lead.organisation).limit(50)).unique()]
    return [(str(key), text) for key, text in {
        person.id: labels.joined([person.label, *([person.organisation.label] if person.organisation else [])])
        for person in found if person.id not in present}.items()]


def event_choices(viewer) -> list[tuple[str, str]]:
    """The newest events, for a source entered by hand."""
    rows = db.session.scalars(
        visible_events(viewer).order_by(Event.starts_on.desc(), Event.id.desc()).limit(100)
    ).unique()
    return [(str(event.id), event.title.shown(current_language().code).text) for event in rows]
