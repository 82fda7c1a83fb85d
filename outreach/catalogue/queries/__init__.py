"""Reading the catalogue: everything that other rooms ask stands here under one name."""

from outreach.catalogue.queries.days import (
    CalendarDate,
    add_working_days,
    calendar_codes,
    calendar_label,
    calendar_year,
    calendars,
    calendars_of,
    holiday_name,
    is_estimated,
    is_working_day,
    override_of,
    working_days_between,
)
from outreach.catalogue.queries.labels import (
    Branch,
    Label,
    carries_industry,
    check_industries,
    industries,
    industry_choices,
    industry_codes_below,
    industry_label,
    industry_labels,
    industry_root,
    stage_choices,
    stage_label,
    stages,
    tag_choices,
    tag_label,
    tags,
)
from outreach.catalogue.queries.money import Converted, convert, rate_on, rates
from outreach.catalogue.queries.values import changed_settings, setting

__all__ = [
    "Branch", "CalendarDate", "Converted", "Label", "add_working_days", "calendar_codes", "calendar_label",
    "calendar_year", "calendars",
    "calendars_of", "carries_industry", "check_industries", "changed_settings", "convert", "holiday_name", "industries",
    "industry_choices", "industry_codes_below", "industry_label", "industry_labels", "industry_root", "is_estimated",
    "is_working_day", "override_of", "rate_on", "rates", "setting", "stage_choices", "stage_label", "stages", "tag_choices",
    "tag_label", "tags", "working_days_between",
]
