"""Making a lead from facts, sources and people, and removing one that should not have been made."""

from collections.abc import Iterable
from dataclasses import fields

from flask_babel import gettext as _
from sqlalchemy import func, select

from outreach.activity import Actor, record
from outreach.activity.models import ActivityEntry, ActivitySubject
from outreach.db import db, now, today_in
from outreach.db.numbers import next_number
from outreach.errors import Refused
from outreach.leads.models import Lead, LeadStageChange
from outreach.leads.services.edit import check_major
from outreach.leads.services.parts import about, put_person, put_source
from outreach.leads.services.stages import CLOSED, check_stage_facts
from outreach.leads.services.texts import put_text
from outreach.leads.services.values import (
    LeadValues,
    PersonRole,
    SourceValues,
    check_facts,
    check_owner,
    check_step,
    columns_of,
    lock,
    written_in,
)
from outreach.search import index
from outreach.search.content import Content
from outreach.web.access import WRITERS


def create_lead(actor: Actor, values: LeadValues, sources: Iterable[SourceValues] = (),
                people: Iterable[PersonRole] = ()) -> Lead:
    """Make a lead; without sources it counts as entered by hand, without owner it is the actor's.

    Raises Refused for unknown codes, a step without a day, a second decision maker, a later stage without
    industry, and a lost lead without reason.
    """
    facts = columns_of({item.name: getattr(values, item.name) for item in fields(values) if item.name != "texts"})
    facts["title"], facts["stage"] = (values.title or "").strip(), values.stage or "lead"
    facts["title_language"], facts["major"] = values.title_language or "zh", bool(values.major)
    facts["next_step_language"] = written_in(actor, values.next_step_language) if values.next_step else None
    facts["lost_reason_language"] = written_in(actor) if values.lost_reason else None
    if facts["owner_id"] is None and actor.user is not None and actor.user.role in WRITERS:
        facts["owner_id"] = actor.id
    check_facts(facts)
    check_owner(facts["owner_id"], "owner_id")
    check_owner(facts["deputy_id"], "deputy_id")
    check_step(facts["next_step"], facts["next_step_on"])
    check_stage_facts(facts["stage"], facts["industries"], facts["lost_reason"], facts["wake_up_on"])
    check_major(facts)
    lead = Lead(**facts, number=next_number("L", today_in("Asia/Shanghai").year))
    if lead.stage in CLOSED:
        lead.closed_at, lead.next_step, lead.next_step_on = now(), None, None
    db.session.add(lead)
    lead.stage_changes.append(LeadStageChange(from_stage=None, to_stage=lead.stage, actor_label=actor.label))
    db.session.flush()
    db.session.refresh(lead, ["organisation", "owner", "deputy"])
    for source in list(sources) or [SourceValues("manual", label=actor.label)]:
        put_source(lead, source)
    for person in people:
        put_person(lead, person)
    for text in values.texts:
        put_text(actor, lead, text)
    db.session.flush()
    index_lead(lead)
    record(actor, "lead.created", lead, about=about(lead), stage=lead.stage,
           changes={name: (None, value) for name, value in facts.items() if value not in (None, [], False)
                    and not name.endswith("_language")})
    return lead


def index_lead(lead: Lead) -> None:
    """Tell the search box the lead's words."""
    index.put("lead", lead.id, lead_words(lead))


def lead_words(lead: Lead) -> Content:
    """What a lead is found by: number, title, organisation, next step, people."""
    return Content.of(
        names=[lead.title, lead.number], text=[lead.next_step],
        others=[lead.organisation.label if lead.organisation else None, *(one.person.label for one in lead.people)])


def remove_lead(actor: Actor, lead: Lead, sources: set[tuple[str, int]]) -> None:
    """Take back a lead that only `sources` (kind, ref_id) made. Refused with others, or once somebody worked on it."""
    lock(lead)
    if any((source.kind, source.ref_id) not in sources for source in lead.sources):
        raise Refused("has_other_sources", _("This lead has other sources, so it stays. Edit the lead instead."))
    touched = db.session.scalar(
        select(func.count()).select_from(ActivityEntry).join(ActivitySubject)
        .where(ActivitySubject.kind == "lead", ActivitySubject.ref_id == lead.id,
               ActivityEntry.verb.startswith("lead."), ActivityEntry.verb != "lead.created"))
    if touched or lead.version > 1:
        raise Refused("lead_touched", _("Somebody has worked on this lead, so it stays. Edit the lead instead."))
    record(actor, "lead.removed", lead, about=about(lead))
    index.remove("lead", lead.id)
    db.session.delete(lead)
    db.session.flush()

