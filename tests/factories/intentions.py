"""Real intentions for tests, taken in by the service that the pages and the API use."""

import copy

from outreach.activity import Actor
from outreach.db import transaction
from outreach.intentions.models import Intention

_count = iter(range(1, 10**9))

#: What a German firm sends, as the JSON body of the API.
BODY = {
    "language": "de",
    "organisation": {"name": "Beispiel Photonik GmbH", "country": "DE"},
    "contact": {"name": "Dr. Hanna Muster", "email": "hanna.muster@photonik.example.org", "phone": "089 1234567"},
    "project": {
        "title": "Fertigungslinie für Faserkreisel-Module",
        "summary": "Montage und Abgleich faseroptischer Kreisel, im ersten Jahr 20.000 Module.",
        "industry": "photonics", "investment": {"amount": "12500000", "currency": "EUR"},
        "site": "2.000 m², Reinraum, 400 kVA",
    },
    "consents": [{"purpose": "contact_reply", "text_version": "2026-1"}],
}


def body(**changes) -> dict:
    """The JSON body; `changes` name fields with __ for the dot: contact__email="…". None as value stays None."""
    made = copy.deepcopy(BODY)
    for name, value in changes.items():
        *path, last = name.split("__")
        part = made
        for step in path:
            part = part[step]
        part[last] = value
    return made


def fields(**changes) -> dict:
    """The same as fields of the HTML form, without what the page itself brings."""
    flat = _flat(body(**changes))
    flat.pop("language")
    consents = flat.pop("consents")
    return {**flat, **{f"consents.{item['purpose']}": item["text_version"] for item in consents}}


def _flat(part: dict, prefix: str = "") -> dict:
    found = {}
    for name, value in part.items():
        found.update(_flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": value})
    return found


def make_submission(*, channel: str = "form", client_key: str | None = None, sender=None, **changes):
    """A validated submission; without changes each has a title of its own, so that no two are the same.

    `partner` and `event` are codes, `sender` is the partner whose user sends.
    """
    from outreach.intentions.services import IntentionIn, submission_of

    if "project__title" not in changes:
        changes["project__title"] = f"Fertigungslinie für Faserkreisel {next(_count)}"
    loaded = IntentionIn().load(body(**changes))
    return submission_of(loaded, channel, client_key or f"test:{next(_count)}", sender)


def make_intention(**values) -> Intention:
    """A received intention with its consents and its receipt mail."""
    from outreach.intentions.services import receive_intention

    sent = make_submission(**values)
    with transaction():
        return receive_intention(Actor("visitor", sent.contact_name), sent).intention
