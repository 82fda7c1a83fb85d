"""Tidying up: sessions, links and counts of tries that nobody can use any more."""

from outreach.accounts.services.links import sweep as sweep_links
from outreach.accounts.services.sessions import sweep as sweep_sessions
from outreach.accounts.services.throttle import sweep as sweep_tries
from outreach.db import transaction
from outreach.jobs import periodic


@periodic("accounts.sweep", minutes=60)
def sweep() -> int:
    """Remove what has ended; gives the number of rows."""
    with transaction():
        return sweep_sessions() + sweep_links() + sweep_tries()
