"""The mails to a sender, one function and one folder of templates each, all in the sender's language.

They answer what the person asked for, so their purpose is transactional.
"""

from outreach import mail
from outreach.contacts.services import opening
from outreach.i18n import formats
from outreach.intentions.models import Intention, IntentionMessage
from outreach.intentions.queries import status_url, zone_of


def deadline_words(intention: Intention, language: str | None = None) -> str:
    """The answer deadline with both clocks and their places named: China's first."""
    language = language or intention.language
    zones = dict.fromkeys(["Asia/Shanghai", zone_of(intention.organisation_country, language)])
    return " / ".join(formats.moment_named(intention.answer_due, zone, lang=language) for zone in zones)


def _send(name: str, intention: Intention, **context) -> None:
    mail.queue(
        f"intentions/{name}", intention.contact_email, name=intention.contact_name, language=intention.language,
        purpose="transactional", subject_row=intention,
        greeting=opening(intention.language, intention.person, intention.contact_name),
        receipt=intention.receipt, title=intention.title,
        status_link=status_url(intention), **context)


def send_receipt(intention: Intention) -> None:
    """The receipt number, the answer deadline and the link to the status page."""
    _send("receipt", intention, deadline=deadline_words(intention))


def send_assigned(intention: Intention) -> None:
    """Who answers for the project from now on."""
    _send("assigned", intention, officer=intention.owner.label, officer_email=intention.owner.email,
          deadline=deadline_words(intention))


def send_question(intention: Intention, message: IntentionMessage) -> None:
    """A question, with the link to answer it."""
    _send("question", intention, question=message.text, question_language=message.language)


def send_accepted(intention: Intention) -> None:
    """It goes on, and with whom."""
    _send("accepted", intention, officer=intention.owner.label if intention.owner else "",
          officer_email=intention.owner.email if intention.owner else "", reason=intention.reason,
          reason_language=intention.reason_language)


def send_declined(intention: Intention) -> None:
    """It does not go on, and why."""
    _send("declined", intention, reason=intention.reason, reason_language=intention.reason_language)
