"""Real events, series and team members for tests."""

from datetime import date

from outreach.activity import SYSTEM
from outreach.db import transaction
from outreach.events.models import Event, EventSeries, TeamMember
from outreach.i18n.localized import LocalizedText


def make_series(code: str = "LASER", name: str = "LASER World of PHOTONICS", **values) -> EventSeries:
    """A series of trade shows in Munich."""
    from outreach.events.services import create_series

    given = {"code": code, "name": LocalizedText.of("en", name), "country": "DE", "city": "München",
             "venue": "Messe München", "time_zone": "Europe/Berlin", "usual_months": [6], **values}
    with transaction():
        return create_series(SYSTEM, given)


def make_event(
    code: str = "LASER-2027", title: str | LocalizedText = "LASER World of PHOTONICS 2027", **values
) -> Event:
    """A confirmed trade show in Munich, 22 to 25 June 2027; any column may be given another value."""
    from outreach.events.services import create_event

    given = {
        "code": code,
        "title": LocalizedText.of("en", title) if isinstance(title, str) else title,
        "kind": "trade_show",
        "presence": "exhibit",
        "state": "confirmed",
        "country": "DE",
        "city": "München",
        "venue": "Messe München",
        "time_zone": "Europe/Berlin",
        "starts_on": date(2027, 6, 22),
        "ends_on": date(2027, 6, 25),
        **values,
    }
    with transaction():
        return create_event(SYSTEM, given)


def make_member(event: Event, user, role: str = "member", **days) -> TeamMember:
    """Somebody who goes to the event; `from_on` and `until_on` where not for all of it."""
    from outreach.events.services import add_team_member

    with transaction():
        return add_team_member(SYSTEM, event, user, role, **days)
