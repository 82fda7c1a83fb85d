"""Real trips with travellers and bookings for tests."""

from datetime import date, datetime

from outreach.activity import SYSTEM
from outreach.db import transaction
from outreach.events.models import Trip, TripItem
from outreach.i18n.localized import LocalizedText


def make_trip(*users, event=None, title: str = "Trip to Munich", **values) -> Trip:
    """A trip to Munich, 20 to 26 June 2027, of these users, the first of them at the head."""
    from outreach.events.services.trips import add_traveller, create_trip

    given = {"title": LocalizedText.of("en", title), "countries": ["DE"], "cities": "München", "starts_on": date(2027, 6, 20),
             "ends_on": date(2027, 6, 26), "event_id": event.id if event else None, **values}
    with transaction():
        trip = create_trip(SYSTEM, given)
        for place, user in enumerate(users):
            add_traveller(SYSTEM, trip, user, "member" if place else "head")
    return trip


def make_flight(trip: Trip, begins: datetime, ends: datetime, zones: tuple[str, str] = ("Asia/Shanghai", "Europe/Berlin"),
                **values) -> TripItem:
    """A flight between two clocks; from Shanghai to Munich unless told otherwise."""
    from outreach.events.services.itinerary import save_item

    given = {"kind": "flight", "state": "booked", "what": "ZX 219", "starts_local": begins, "starts_zone": zones[0],
             "ends_local": ends, "ends_zone": zones[1], **values}
    with transaction():
        return save_item(SYSTEM, trip, given)


def make_visa(trip: Trip, country: str = "DE", state: str = "granted", **values) -> TripItem:
    """A visa."""
    from outreach.events.services.itinerary import save_item

    with transaction():
        return save_item(SYSTEM, trip, {"kind": "visa", "country": country, "state": state, **values})
