"""Naming the officer, asking the sender, and the sender's answer."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from outreach.accounts.models import User
from outreach.activity import Actor, record
from outreach.db import db
from outreach.errors import Conflict, Refused
from outreach.intentions.emails import send_assigned, send_question
from outreach.intentions.models import Intention, IntentionMessage
from outreach.web.access import WRITERS

#: Longest question or answer, in characters.
LONGEST_MESSAGE = 5000


def hold(intention: Intention, version: int | None) -> Intention:
    """Lock the intention for this unit of work. Raises Conflict where it is decided, or changed since `version`."""
    row = db.session.execute(select(Intention).where(Intention.id == intention.id).with_for_update(of=Intention)
                             .execution_options(populate_existing=True)).scalar_one()
    theirs = {"state": row.state, "reason": row.reason, "owner": row.owner.label if row.owner else ""}
    if not row.open:
        raise Conflict("intention_decided", _l("This intention has been decided meanwhile. Read the decision first."),
                       theirs=theirs)
    if version is not None and row.version != version:
        raise Conflict("intention_changed", _l(
            "Somebody else changed this intention meanwhile. Read what is new, then decide."), theirs=theirs)
    return row


def assign_intention(actor: Actor, intention: Intention, owner: User, version: int | None = None) -> Intention:
    """Name the officer who answers for it and tell the sender. Raises Refused for an account that may not write."""
    if owner.role not in WRITERS or not owner.active:
        raise Refused("not_an_officer", _l("Choose somebody who works on projects"), field="owner_id")
    row = hold(intention, version)
    if row.owner_id == owner.id:
        return row
    old = row.owner.label if row.owner else None
    row.owner = owner
    row.state = "assigned" if row.state == "received" else row.state
    row.version += 1
    record(actor, "intention.assigned", row, changes={"owner": (old, owner.label)}, about=[row.event, row.partner])
    send_assigned(row)
    return row


def ask_sender(actor: Actor, intention: Intention, text: str, language: str,
               version: int | None = None) -> IntentionMessage:
    """Ask the sender something; the mail carries the question and the link to answer. Raises Refused, Conflict."""
    text = _checked(text)
    row = hold(intention, version)
    if row.owner is None and actor.user is not None:
        row.owner = actor.user
    message = _add(row, "staff", text, language, actor.user)
    row.state = "needs_information"
    row.version += 1
    record(actor, "intention.asked", row, about=[row.event, row.partner])
    send_question(row, message)
    return message


def answer_questions(actor: Actor, intention: Intention, text: str, language: str) -> IntentionMessage:
    """The sender's word on it, at any time before the decision. The same answer sent twice stands once."""
    text = _checked(text)
    row = hold(intention, None)
    last = row.messages[-1] if row.messages else None
    if last is not None and last.author == "sender" and last.text == text:
        return last
    message = _add(row, "sender", text, language, actor.user)
    if row.state == "needs_information":
        row.state = "assigned" if row.owner_id else "received"
    row.version += 1
    record(actor, "intention.answered", row, about=[row.event, row.partner])
    return message


def _add(row: Intention, author: str, text: str, language: str, user: User | None) -> IntentionMessage:
    message = IntentionMessage(author=author, text=text, language=language, user=user)
    row.messages.append(message)
    db.session.flush()
    return message


def _checked(text: str) -> str:
    text = (text or "").replace("\x00", "\ufffd").strip()
    if not text:
        raise Refused("text_missing", _l("Write your text first"), field="text")
    if len(text) > LONGEST_MESSAGE:
        raise Refused("text_too_long", _l("Write at most %(count)s characters", count=LONGEST_MESSAGE), field="text")
    return text
