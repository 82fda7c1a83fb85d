"""Real people and organisations for tests, made by the services that the pages use."""

from outreach.activity import SYSTEM
from outreach.contacts import services
from outreach.contacts.models import Organisation, Person
from outreach.contacts.services import PersonValues
from outreach.db import transaction

_count = iter(range(1, 10**9))


def make_organisation(name: str | None = None, country: str | None = "DE", **fields) -> Organisation:
    """A stored organisation; without a name an invented one of its own."""
    with transaction():
        return services.create_organisation(SYSTEM, name or f"Beispiel Optik {next(_count)} GmbH", country, **fields)


def make_person(full_name: str | None = None, *, email: str | None = None, phone: str | None = None,
                organisation: str | Organisation | None = None, **fields) -> Person:
    """A stored person. Without a name one that resembles nobody; `organisation` is a name or a stored one.

    Further fields are those of PersonValues (country, language, emails, phones, job_title, …).
    """
    number = next(_count)
    values = PersonValues(full_name or f"Petra Muster{_letters(number)}", **fields)
    if email or (full_name is None and not values.emails):
        values.emails.append(email or f"petra.muster{number}@example.org")
    if phone:
        values.phones.append(("mobile", phone))
    if organisation is not None:
        values.organisation = organisation if isinstance(organisation, str) else organisation.name
    with transaction():
        return services.create_person(SYSTEM, values)


def lines_of(**channels: str) -> dict[str, str]:
    """The lines of a person's form by kind of channel: lines_of(email="a@example.org", mobile="+49 171 1")."""
    return {name: text for number, (kind, value) in enumerate(channels.items())
            for name, text in ((f"channels-{number}-kind", kind), (f"channels-{number}-value", value))}


def numbers_of(**numbers: str) -> dict[str, str]:
    """The lines of an organisation's form by register: numbers_of(vat="DE123456788")."""
    return {name: text for number, (kind, value) in enumerate(numbers.items())
            for name, text in ((f"identifiers-{number}-kind", kind), (f"identifiers-{number}-value", value))}


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))
