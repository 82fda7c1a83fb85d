"""Real event contacts for tests, captured by the service that the pages use."""

from outreach.activity import SYSTEM, Actor
from outreach.db import transaction
from outreach.event_contacts.models import EventContact

_count = iter(range(1, 10**9))


def make_event_contact(event, *, actor: Actor = SYSTEM, client_key: str | None = None, **values) -> EventContact:
    """A captured contact at `event`: without a name one who resembles nobody; values as capture() takes them."""
    from outreach.event_contacts.services import CaptureValues, capture

    number = next(_count)
    given = {"name": f"Vera Beispiel{_letters(number)}", "email": f"vera.beispiel{number}@example.org",
             "organisation": f"Beispiel Laser {_letters(number)} GmbH", "country": "DE", **values}
    with transaction():
        return capture(actor, event, CaptureValues(**given), client_key).contact


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))
