"""Telling the people who go to an event or a meeting that it changed: once per change, never whoever made it."""

from collections.abc import Iterable

from outreach.accounts.models import User
from outreach.activity import Actor
from outreach.db import now
from outreach.events.emails import EventFacts, MeetingFacts, Told, send_changes, send_meeting_changes


def tell_team(actor: Actor, told: Iterable[Told], reason: str = "") -> list[User]:
    """Write one mail to everybody on the teams of these events, about those to which the person goes.

    Nothing is told of events that are over, before and after the change, and of those where nothing changed that
    whoever goes must know. Gives the people who are written to.
    """
    at = now()
    changed = [one for one in told if EventFacts.of(one.event) != one.before
               and max(one.event.ends_at, one.before.ends_at) > at]
    going: dict[User, list[Told]] = {}
    for one in changed:
        for member in one.event.team:
            if member.user.active and member.user_id != actor.id:
                going.setdefault(member.user, []).append(one)
    for user, events in going.items():
        send_changes(user, events, reason, actor.label)
    return list(going)


def tell_meetings(actor: Actor, told: Iterable[tuple[MeetingFacts, MeetingFacts]], reason: str = "") -> list[User]:
    """Write one mail to each of our people about confirmed meetings of theirs that were moved, changed or fall, as
    (before, now).

    What is only proposed, is over or was held is not told, and nothing goes to people from outside. Gives the people who are
    written to.
    """
    at, going = now(), {}
    for before, after in told:
        if before.state == "confirmed" and after.state != "held" and max(before.ends_at, after.ends_at) > at and any(
                getattr(before, name) != getattr(after, name)
                for name in ("state", "starts_at", "ends_at", "where", "who", "users")):
            for user in before.users | after.users:
                if user.active and user.id != actor.id:
                    going.setdefault(user, []).append((before, after))
    for user, meetings in sorted(going.items(), key=lambda item: item[0].id):
        send_meeting_changes(user, meetings, reason, actor.label)
    return list(going)
