"""The catalogue's pages, for administrators."""

from outreach.catalogue.views import days, labels, money, overview, values
from outreach.catalogue.views.blueprint import blueprint

__all__ = ["blueprint", "days", "labels", "money", "overview", "values"]
