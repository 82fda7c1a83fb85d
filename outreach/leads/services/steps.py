"""The one next step of an open lead."""

from datetime import date

from flask_babel import gettext as _

from outreach.activity import Actor, changes_of, record
from outreach.errors import Refused
from outreach.leads.models import Lead
from outreach.leads.services.parts import about
from outreach.leads.services.values import check_step, lock, written_in


def set_next_step(actor: Actor, lead: Lead, step: str, on: date | None, version: int | None = None,
                  language: str | None = None) -> Lead:
    """Replace the next step. Raises Refused without words or day, and for a lead that is closed."""
    lock(lead, version)
    _put(lead, step, on)
    changes = changes_of(lead, {"next_step": step.strip(), "next_step_on": on})
    if changes:
        lead.next_step_language = written_in(actor, language)
        lead.version += 1
        record(actor, "lead.next_step_set", lead, changes=changes, about=about(lead))
    return lead


def complete_next_step(actor: Actor, lead: Lead, step: str = "", on: date | None = None, *, outcome: str = "",
                       version: int | None = None, language: str | None = None) -> Lead:
    """Mark the step as done and set the following one; a sleeping lead may have none.

    Raises Refused where there is no step, or where an open lead would be left without one.
    """
    from outreach.leads.services.stages import SLEEPING

    lock(lead, version)
    if not lead.next_step:
        raise Refused("no_step", _("This lead has no next step"), field="next_step")
    done = lead.next_step
    if step or on or lead.stage not in SLEEPING:
        _put(lead, step, on)
    changes = changes_of(lead, {"next_step": step.strip() or None, "next_step_on": on})
    lead.next_step_language = written_in(actor, language) if lead.next_step else None
    lead.version += 1
    record(actor, "lead.next_step_done", lead, changes=changes, about=about(lead), done=done, outcome=outcome.strip())
    return lead


def _put(lead: Lead, step: str, on: date | None) -> None:
    if lead.closed_at:
        raise Refused("lead_closed", _("This lead is closed. Change its stage first."), field="next_step")
    if not step.strip():
        raise Refused("step_missing", _("Enter what the next step is"), field="next_step")
    check_step(step.strip(), on)
