"""Real targets and facts for tests."""

from datetime import date

from outreach.activity import SYSTEM, Actor
from outreach.db import transaction
from outreach.targets import services
from outreach.targets.models import Target, TargetFact

_count = iter(range(1, 10**9))


def make_target(name: str | None = None, *, actor: Actor = SYSTEM, **values) -> Target:
    """A leading enterprise in Germany with a free name; any column may be given another value."""
    given = {"name": name or f"Musterlaser {next(_count)} AG", "country": "DE", "kind": "leader_firm", **values}
    with transaction():
        return services.create_target(actor, given)


def make_fact(target: Target, text: str = "1.200 Beschäftigte", observed_on: date = date(2026, 5, 4), **values) -> TargetFact:
    """A fact about its size from the annual report, in German."""
    given = {"kind": "size", "text": text, "language": "de", "source": "Annual report", "observed_on": observed_on, **values}
    with transaction():
        return services.add_fact(SYSTEM, target, given)
