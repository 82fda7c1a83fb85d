"""Pages of this room: sign-in, one's own profile, and the administrators' lists of users and units."""

from outreach.accounts.views import profile, sign_in, units, users  # noqa: F401 - the modules add their routes
from outreach.accounts.views.blueprint import blueprint

__all__ = ["blueprint"]
