"""The track of a lead: one step at a time, back only as a correction, aside only with a reason."""

from datetime import date

from flask_babel import gettext as _

from outreach.activity import Actor, record
from outreach.catalogue import queries as catalogue
from outreach.db import now
from outreach.errors import Refused
from outreach.leads.models import Lead, LeadStageChange
from outreach.leads.services.parts import about
from outreach.leads.services.values import lock, written_in

#: Stages in which nothing is left to do: side states of the end, and the last one of the track.
CLOSED = frozenset({"lost", "terminated", "full_output"})
#: Side states that sleep: they need no next step.
SLEEPING = frozenset({"reserve", "paused"})


def change_stage(actor: Actor, lead: Lead, stage: str, *, reason: str = "", proof: str = "",
                 lost_reason: str | None = None, wake_up_on: date | None = None, version: int | None = None) -> Lead:
    """Move the lead. Raises Refused where the rules of the track forbid it, with what to enter instead.

    A step forward needs nothing; skipping, going back, stepping aside and coming back from an end need a
    reason; `lost` needs the reason of the loss, `reserve` a day to wake up.
    """
    lock(lead, version)
    reason, proof = reason.strip(), proof.strip()
    lost_reason = (lost_reason or "").strip() or None
    check_stage_facts(stage, lead.industries, lost_reason, wake_up_on, was=lead.stage)
    correction = _check_move(lead, stage, reason or lost_reason or "")
    before, lead.stage, lead.stage_since = lead.stage, stage, now()
    changes = {"stage": (before, stage)}
    lead.lost_reason = lost_reason[:500] if stage == "lost" else None
    lead.lost_reason_language = written_in(actor) if stage == "lost" else None
    lead.wake_up_on = wake_up_on if stage in SLEEPING else None
    lead.closed_at = now() if stage in CLOSED else None
    if stage in CLOSED and lead.next_step:
        changes["next_step"] = (lead.next_step, None)
        lead.next_step, lead.next_step_on = None, None
    lead.version += 1
    lead.stage_changes.append(
        LeadStageChange(
            from_stage=before,
            to_stage=stage,
            actor_label=actor.label,
            reason=reason or lost_reason or "",
            proof=proof[:300],
            correction=correction,
        )
    )
    record(actor, "lead.stage_changed", lead, changes=changes, about=about(lead), reason=reason or lost_reason or "",
           proof=proof, correction=correction)
    return lead


def check_stage_facts(stage: str, industries: list[str], lost_reason: str | None, wake_up_on: date | None,
                      was: str = "lead") -> None:
    """Refuse an unknown stage, and one whose facts are missing."""
    if stage not in {item.code for item in catalogue.stages()}:
        raise Refused("unknown_stage", _("Choose a stage"), field="stage")
    if stage != "lead" and not industries:
        raise Refused(
            "industry_missing", _("Choose at least one industry before the lead moves on"), field="industries"
        )
    if stage == "lost" and not lost_reason:
        raise Refused("lost_reason_missing", _("Enter why the lead was lost"), field="lost_reason")
    if stage == "reserve" and not wake_up_on:
        raise Refused(
            "wake_up_missing", _("Enter the day on which the lead comes back to its owner"), field="wake_up_on"
        )


def track() -> list[str]:
    """The codes of the main track, first to last."""
    return [item.code for item in catalogue.stages() if item.kind == "main"]


def last_main_stage(lead: Lead) -> str:
    """Where the lead stands on the track, or stood before it stepped aside."""
    main = track()
    if lead.stage in main:
        return lead.stage
    passed = [change.to_stage for change in lead.stage_changes if change.to_stage in main]
    return passed[-1] if passed else main[0]


def _check_move(lead: Lead, stage: str, reason: str) -> bool:
    """Refuse a move that lacks its reason; true where it is a correction."""
    main = track()
    if stage == lead.stage:
        raise Refused("same_stage", _("The lead already stands in this stage"), field="stage")
    place = main.index(last_main_stage(lead))
    if stage not in main:
        if stage == "terminated" and "signed" in main and place < main.index("signed"):
            raise Refused(
                "terminate_after_signing",
                _("Only a signed project can be terminated. Choose “lost” instead."),
                field="stage",
            )
        if not reason:
            raise Refused("reason_missing", _("Enter the reason for this step aside"), field="reason")
        return False
    steps = main.index(stage) - place
    if lead.stage in CLOSED and not reason:
        raise Refused("reason_missing", _("Enter why the lead is taken up again"), field="reason")
    if steps < 0 and not reason:
        raise Refused("reason_missing", _("Going back is a correction: enter its reason"), field="reason")
    if steps > 1 and not reason:
        raise Refused("reason_missing", _("One stage at a time: enter a reason to skip stages"), field="reason")
    return steps < 0
