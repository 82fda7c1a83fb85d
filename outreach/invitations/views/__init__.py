"""The pages of invitations: for our own people, and the one that a guest opens by the personal link."""

from outreach.invitations.views import public, staff
from outreach.invitations.views.blueprint import blueprint

__all__ = ["blueprint", "public", "staff"]
