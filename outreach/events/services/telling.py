"""Telling the people who go to an event that it changed: once per change, never whoever made it."""

from collections.abc import Iterable

from outreach.accounts.models import User
from outreach.activity import Actor
from outreach.db import now
from outreach.events.emails import EventFacts, Told, send_changes


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
