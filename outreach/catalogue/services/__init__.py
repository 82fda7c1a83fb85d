"""Changing the catalogue: every change is logged; rows are flushed, never committed."""

from outreach.catalogue.services.days import remove_override, set_override
from outreach.catalogue.services.labels import (
    LabelValues,
    create_industry,
    create_tag,
    edit_industry,
    edit_stage,
    edit_tag,
    set_active,
)
from outreach.catalogue.services.money import add_rate, rate_text
from outreach.catalogue.services.seeding import load_demo_rates, seed
from outreach.catalogue.services.values import change_settings

__all__ = [
    "LabelValues", "add_rate", "change_settings", "create_industry", "create_tag", "edit_industry", "edit_stage",
    "edit_tag", "load_demo_rates", "rate_text", "remove_override", "seed", "set_active", "set_override",
]
