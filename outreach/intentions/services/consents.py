"""The consents that come with an intention: what is asked, kept with its text version, tied to the person later."""

from outreach.activity import Actor
from outreach.intentions.models import Intention
from outreach.privacy.queries import ConsentText, consent_texts
from outreach.privacy.services import give_consent, link_person


def consents_asked(language: str, country: str | None = None) -> list[ConsentText]:
    """The boxes of the form for a reader of `language` whose organisation sits in `country`, where that is known."""
    return consent_texts(language, "intention", country)


def keep_consents(actor: Actor, intention: Intention, given: tuple[tuple[str, str], ...]) -> None:
    """Write each given (purpose, text version) into the ledger, in the language and at the time of the form."""
    for purpose, version in dict(given).items():
        give_consent(actor, intention.contact_email, purpose, version, intention.language,
                     f"intention {intention.receipt}", at=intention.received_at)


def tie_consents(intention: Intention) -> None:
    """Tie the sender's consents to the person whom the intention turned out to come from."""
    if intention.person is not None:
        link_person(intention.contact_email, intention.person)
