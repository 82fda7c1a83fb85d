"""Pages of the room: the public form and status page, and the inbox of our own people."""

from outreach.intentions.views import public, staff
from outreach.intentions.views.blueprint import blueprint

__all__ = ["blueprint", "public", "staff"]
