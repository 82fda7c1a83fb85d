"""Forms of the catalogue's pages."""

from outreach.catalogue.forms.labels import IndustryForm, LabelForm, StageForm, TagForm
from outreach.catalogue.forms.values import DayForm, RateForm, settings_form

__all__ = ["DayForm", "IndustryForm", "LabelForm", "RateForm", "StageForm", "TagForm", "settings_form"]
