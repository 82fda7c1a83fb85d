"""Leads over HTTP."""

from outreach.leads.api.leads import blueprint

__all__ = ["blueprint"]
