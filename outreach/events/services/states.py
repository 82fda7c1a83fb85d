"""The states of an event: from where to where they usually go, which of them need a reason, and legs that go along."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from outreach.accounts.models import User
from outreach.activity import Actor, changes_of, record
from outreach.db import hold
from outreach.errors import Conflict, Refused
from outreach.events.emails import EventFacts, Told
from outreach.events.models import STATES, Event
from outreach.events.queries import STATE_LABELS
from outreach.events.services.days import check_days
from outreach.events.services.editing import accept_change, edit_event
from outreach.events.services.planning import follow_days
from outreach.events.services.telling import tell_team

#: To which states an event usually goes on from each; any other step is asked for a reason, never forbidden.
USUAL = {
    "planned": ("confirmed", "postponed", "moved", "cancelled"),
    "confirmed": ("planned", "postponed", "moved", "cancelled", "done"),
    "postponed": ("planned", "confirmed", "moved", "cancelled"),
    "moved": ("confirmed", "postponed", "moved", "cancelled", "done"),
    "cancelled": ("planned",),
    "done": (),
}
#: What changes people's plans is told with the reason.
WITH_REASON = ("postponed", "moved", "cancelled")
#: Legs may go along into these.
WITH_LEGS = ("postponed", "cancelled")
#: What a move may bring.
PLACES = ("starts_on", "ends_on", "city", "venue")


def needs_reason(old: str, new: str) -> bool:
    """True where the step has to be explained."""
    return new in WITH_REASON or new not in USUAL[old]


def change_state(actor: Actor, event: Event, state: str, reason: str = "", *, values: dict[str, Any] | None = None,
                 with_legs: bool = False, version: int | None = None) -> list[User]:
    """Move the event to another state, with the reason that people gave, and tell the team once; gives who is written to.

    `values` may bring new days and another place, as in PLACES; hours, programme and the days of the team go along.
    With `with_legs` the legs are cancelled or postponed too, but for those that are done or cancelled already. Raises
    Refused, with the field, for an unknown state, a reason that is missing, and days that cannot be, Conflict where
    somebody else changed the event since `version`.
    """
    # What is new about it is told from what is stored, whoever else moves it at this moment.
    if not hold(event, version):
        raise Conflict("version_conflict", _("Somebody else changed this event meanwhile. Compare and decide."))
    for leg in event.legs if with_legs else ():
        hold(leg)
    if state not in STATES:
        raise Refused("unknown_state", _("Choose a state"), field="state")
    given = {name: value for name, value in (values or {}).items() if name in PLACES and value}
    # A day that stays where it was is said as well: with the first day alone the event would stay as long as it was.
    given = given if any(getattr(event, name) != value for name, value in given.items()) else {}
    if "city" in given and given["city"] != event.city:
        # The old house does not stand there.
        given.setdefault("venue", "")
    if state == event.state and not given:
        return []
    if needs_reason(event.state, state) and not reason.strip():
        raise Refused("reason_missing", _why(event.state, state), field="reason")
    told = [Told(event, EventFacts.of(event))]
    if given:
        _place_anew(actor, event, given)
    _set(actor, event, state, reason, told[0].before)
    if with_legs and state in WITH_LEGS:
        for leg in event.legs:
            if leg.state not in (state, "cancelled", "done"):
                told.append(Told(leg, EventFacts.of(leg)))
                _set(actor, leg, state, reason, told[-1].before)
    return tell_team(actor, told, reason)


def cancel_dates(actor: Actor, events: Iterable[Event], reason: str) -> list[Event]:
    """Cancel several events at once for one reason; whoever goes to more of them is told once. Gives those cancelled."""
    if not reason.strip():
        raise Refused("reason_missing", _why("planned", "cancelled"), field="reason")
    told = []
    for event in sorted(events, key=lambda event: event.id):
        hold(event)
        if event.state not in ("cancelled", "done"):
            told.append(Told(event, EventFacts.of(event)))
            _set(actor, event, "cancelled", reason, told[-1].before)
    tell_team(actor, told, reason)
    return [one.event for one in told]


def _why(old: str, new: str) -> str:
    if new in WITH_REASON:
        return _("Enter why. The team reads it.")
    return _("An event that is “%(old)s” seldom becomes “%(new)s”. Enter why.", old=STATE_LABELS[old], new=STATE_LABELS[new])


def _set(actor: Actor, event: Event, state: str, reason: str, before: EventFacts) -> None:
    changes = changes_of(event, {"state": state})
    if changes:
        accept_change(event, {"state"}, before)
        record(actor, "event.state_changed", event, changes=changes, about=[event.parent], reason=reason.strip())


def _place_anew(actor: Actor, event: Event, given: dict[str, Any]) -> None:
    """New days and another place. With only a first day the event stays as long as it was."""
    check_days(starts_on=given.get("starts_on"), ends_on=given.get("ends_on"))
    first = given.get("starts_on", event.starts_on)
    last = given.get("ends_on", event.ends_on + (first - event.starts_on))
    hours = {}
    if event.starts_local is not None:
        hours = {"starts_local": datetime.combine(first, event.starts_local.time()),
                 "ends_local": datetime.combine(last, event.ends_local.time())}
    before = EventFacts.of(event)
    days = {"starts_on": first, "ends_on": last, **hours} if {"starts_on", "ends_on"} & set(given) else {}
    edit_event(actor, event, {**given, **days, "days_known": True if days else event.days_known}, tell=False)
    follow_days(event, before)
