"""From a target to a lead, once, with its dossier and owner; and back as long as nobody worked on the lead."""

from dataclasses import replace
from datetime import UTC, datetime, time

from sqlalchemy import select

from outreach.activity import Actor
from outreach.db import db
from outreach.i18n import in_language
from outreach.leads.models import Lead, LeadSource
from outreach.leads.services.make import create_lead, remove_lead
from outreach.leads.services.values import LeadValues, SourceValues, TextValues
from outreach.targets import services
from outreach.targets.models import Target, TargetFact
from outreach.targets.queries import FACT_LABELS


def convert_target(actor: Actor, target: Target, values: LeadValues) -> Lead:
    """Make the lead that a target becomes. Its owner, industries and organisation stand where `values` name none.

    Why we want it and every fact stand among the lead's texts, each in its language with source and day; the target
    stays with its dossier, and a free name becomes the lead's organisation. Raises Refused as create_lead does, and
    where the target has become a lead already.
    """
    services.check_open(target)
    lead = create_lead(actor, replace(
        values,
        organisation_id=values.organisation_id or target.organisation_id,
        industries=values.industries or list(target.industries),
        owner_id=values.owner_id or target.owner_id,
        country=values.country or target.country,
        texts=[*values.texts, *dossier_texts(target)],
    ), [SourceValues("target", target.id, target.label)])
    if target.organisation_id is None and lead.organisation_id:
        services.edit_target(actor, target, {"organisation_id": lead.organisation_id})
    services.mark_converted(actor, target, lead)
    return lead


def dossier_texts(target: Target) -> list[TextValues]:
    """The reason and the facts of a target as texts of a lead."""
    texts = [TextValues("summary", target.why_language or "zh", target.why,
                        target.owner.label if target.owner else "")] if target.why else []
    return texts + [_text(fact) for fact in reversed(target.facts)]


def _text(fact: TargetFact) -> TextValues:
    # Noon in Greenwich is the same day in all places where we work.
    at = datetime.combine(fact.observed_on, time(12), UTC)
    if fact.kind == "technology":
        return TextValues("technology", fact.language, fact.text, fact.source[:300], at)
    with in_language(fact.language):
        said = f"{FACT_LABELS[fact.kind]}: {fact.text}"
    return TextValues("other", fact.language, said, fact.source[:300], at)


def lead_of_target(target: Target) -> Lead | None:
    """The lead that a target became."""
    return db.session.scalar(select(Lead).join(LeadSource).where(
        LeadSource.kind == "target", LeadSource.ref_id == target.id))


def undo_target(actor: Actor, target: Target) -> None:
    """Take the lead of a target back. Raises Refused where it has other sources or somebody has worked on it."""
    lead = lead_of_target(target)
    if lead is not None:
        remove_lead(actor, lead, {("target", target.id)})
    services.undo_converted(actor, target)
