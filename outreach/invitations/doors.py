"""What invitations hang on the doors: replies by mail, panels of event and person, sentences, references."""

from email.message import EmailMessage
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.invitations.calendar import read_replies
from outreach.invitations.queries import (
    REVIEW_LABELS,
    STATE_LABELS,
    STATE_TAGS,
    counts_of,
    guest_languages,
    invitations_of_person,
    invited_twice,
)
from outreach.invitations.services import take_calendar_reply
from outreach.web import doors
from outreach.web.access import WRITERS


def read_reply(message: EmailMessage) -> dict[str, Any] | None:
    """Take a guest's calendar reply, or None for every other mail: a request or cancellation to us changes nothing.

    Gives {"kind": "rsvp", "invitation", "outcome", "state"}; the outcomes are those of take_calendar_reply.
    """
    for reply in read_replies(message):
        taken = take_calendar_reply(reply)
        if taken is not None:
            invitation, outcome = taken
            return {"kind": "rsvp", "invitation": invitation.id, "outcome": outcome, "state": invitation.state}
    return None


def _event_panel(reader, event) -> dict | None:
    counts = counts_of(event)
    rows = [(str(STATE_LABELS[state]), counts.of(state)) for state in ("accepted", "tentative", "declined", "invited")]
    return {"event": event, "counts": counts, "rows": rows, "may_invite": reader is not None and reader.role in WRITERS}


def _person_panel(reader, person) -> dict | None:
    rows = invitations_of_person(reader, person)
    return {"invitations": rows, "labels": STATE_LABELS, "tags": STATE_TAGS} if rows else None


doors.guest_languages.hang("invitations", guest_languages)
doors.inbound_handler.hang("invitations", read_reply)
doors.page_panel.hang("invitations of event", doors.PagePanel(
    "events.detail", "invitations/panel_event.html", _event_panel, 40))
doors.page_panel.hang("invitations of person", doors.PagePanel(
    "contacts.person", "invitations/panel_person.html", _person_panel, 50, side=True))
_ANSWER = ("state", "answered_at", "answered_by", "guests", "note", "note_language", "reply_sequence", "reply_stamp")


def _of_both(stays: dict, goes: dict) -> dict:
    """Who was invited to one event twice has answered once: the newer answer holds, and all that was said is kept."""
    taken = {name: goes[name] for name in _ANSWER} if _when(goes) > _when(stays) else {}
    if goes["requested"] and not stays["requested"]:
        taken |= {"requested": True, "ground": goes["ground"]}
    if goes["sent_at"] and not stays["sent_at"]:
        taken |= {name: goes[name] for name in ("sent_at", "email", "mail_refused")}
    return taken


def _when(row: dict) -> str:
    return row["answered_at"]["v"] if row["answered_at"] else ""


def _former_links(kind: str, kept_id: int, removed_id: int) -> list[tuple[str, dict]]:
    """The link in a guest's mailbox goes on to work, whichever of both invitations stays."""
    pairs = invited_twice(kept_id, removed_id) if kind == "person" else []
    return [("former_invitation", {"invitation_id": stays.id, "token_hash": goes.token_hash, "ics_uid": goes.ics_uid})
            for stays, goes in pairs]


doors.person_references.hang("invitation.person_id", doors.PersonReference(
    "invitation.person_id", _l("Invitations"), on_merge="move_unique", on_erase="delete", combine=_of_both))
doors.merge_rule.hang("invitations", doors.MergeRule(adds=_former_links))


def _tell(verb: str, icon: str, sentence) -> None:
    fields = {"state": _l("Answer"), "guests": _l("Companions"), "reason": _l("Why")}
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence, fields, _value))


def _value(_entry, field: str, stored: Any) -> str | None:
    """The codes of this room in words."""
    labels = {"state": STATE_LABELS, "reason": REVIEW_LABELS}.get(field, {})
    return str(labels[stored]) if stored in labels else None


def _answered(entry) -> str:
    state = STATE_LABELS.get(entry.data.get("answer", ""), "")
    if entry.data.get("way") == "staff":
        return _("wrote down the answer “%(answer)s” for %(what)s", answer=state, what=entry.subject_label)
    if entry.actor_kind == "user":
        return _("took over the answer “%(answer)s” for %(what)s", answer=state, what=entry.subject_label)
    return _("answered “%(answer)s”: %(what)s", answer=state, what=entry.subject_label)


_tell("invitation.created", "mail", lambda entry: _(
    "invited %(guest)s to %(event)s", guest=entry.data.get("guest", ""), event=entry.data.get("event", "")))
_tell("invitation.sent_again", "mail", lambda entry: _(
    "wrote the invitation once more: %(what)s", what=entry.subject_label))
_tell("invitation.link_renewed", "sync", lambda entry: _(
    "made a new personal link: %(what)s", what=entry.subject_label))
_tell("invitation.answered", "check", _answered)
_tell("invitation.review_waits", "warn", lambda entry: _(
    "kept an answer by mail for a person's look: %(what)s", what=entry.subject_label))
_tell("invitation.set_aside", "x", lambda entry: _("set an answer by mail aside: %(what)s", what=entry.subject_label))
