"""Writing leads: making and editing them, stages, next steps, people, sources, texts and needs."""

from outreach.leads.services.edit import assign_owner, change_organisation, edit_lead
from outreach.leads.services.make import create_lead, remove_lead
from outreach.leads.services.parts import (
    add_need,
    add_person,
    add_source,
    change_need,
    change_person,
    remove_person,
    remove_source,
)
from outreach.leads.services.stages import change_stage
from outreach.leads.services.steps import complete_next_step, set_next_step
from outreach.leads.services.targets import convert_target, lead_of_target, undo_target
from outreach.leads.services.texts import translate_text, write_text
from outreach.leads.services.values import LeadValues, PersonRole, SourceValues, TextValues

__all__ = [
    "LeadValues", "PersonRole", "SourceValues", "TextValues", "add_need", "add_person", "add_source",
    "assign_owner", "change_need", "change_organisation", "change_person", "change_stage", "complete_next_step",
    "convert_target", "create_lead", "edit_lead", "lead_of_target", "remove_lead", "remove_person", "remove_source",
    "set_next_step", "translate_text", "undo_target", "write_text",
]
