"""What people still have to do at an event, part by part: what somebody who leaves leaves behind."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from outreach.accounts.models import User
from outreach.db import db, now
from outreach.events.models import (
    AgendaItem,
    AgendaSpeaker,
    Event,
    EventPack,
    EventTask,
    Meeting,
    MeetingParticipant,
    MeetingWish,
    PackItem,
    ReceptionItem,
    TeamMember,
    Trip,
    TripTraveller,
)
from outreach.i18n import current_language

PART_LABELS = {
    "team": _l("Team"), "tasks": _l("Tasks"), "agenda": _l("Agenda"), "meetings": _l("Meetings"), "wishes": _l("Wishes"),
    "reception": _l("Reception programme"), "packs": _l("Materials"), "trips": _l("Trips")}


@dataclass(frozen=True)
class Held:
    """What somebody has in one part: rows of TeamMember, EventTask, AgendaSpeaker, Meeting, MeetingWish, ReceptionItem,
    PackItem or TripTraveller."""

    code: str
    rows: list[Any] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The part in the reader's words."""
        return str(PART_LABELS[self.code])

    @property
    def names(self) -> list[str]:
        """The rows as the reader knows them."""
        return [_name(row) for row in self.rows]


def parts_of(event: Event) -> list[Event]:
    """The event and a roadshow's legs."""
    return event.parts


def holdings(event: Event, user_ids: Iterable[int]) -> dict[int, list[Held]]:
    """What these users still have to do at the event and its legs, by user and part; nothing of what is over.

    One question per part, whatever the number of users.
    """
    users = set(user_ids)
    parts = [part.id for part in parts_of(event) if part.state != "cancelled"]
    found: dict[int, dict[str, Held]] = {}
    for code, row, who in _rows(parts, users) if users and parts else ():
        for user in {*who} & users:
            held = found.setdefault(user, {}).setdefault(code, Held(code))
            if row not in held.rows:
                held.rows.append(row)
    return {user: [held[code] for code in PART_LABELS if code in held] for user, held in found.items()}


def left_behind(event: Event) -> dict[User, list[Held]]:
    """What those whose account is closed still have to do at the event."""
    gone = {user.id: user for user in db.session.scalars(select(User).where(User.active.is_(False)))}
    return {gone[user]: held for user, held in holdings(event, gone).items()}


def _rows(parts: list[int], users: set[int]) -> Iterator[tuple[str, Any, tuple]]:
    """(part, row, ids of the users whom it names) of what is not over."""
    at = now()
    ask = lambda statement: db.session.scalars(statement).unique()  # noqa: E731 - one word for eight questions
    for row in ask(select(TeamMember).join(TeamMember.event).where(
            TeamMember.event_id.in_(parts), TeamMember.user_id.in_(users), Event.ends_at > at)):
        yield "team", row, (row.user_id,)
    for row in ask(select(EventTask).where(
            EventTask.event_id.in_(parts), EventTask.owner_id.in_(users), EventTask.done_at.is_(None)).order_by(EventTask.id)):
        yield "tasks", row, (row.owner_id,)
    for row in ask(select(AgendaSpeaker).join(AgendaSpeaker.item).where(
            AgendaItem.event_id.in_(parts), AgendaSpeaker.user_id.in_(users)).order_by(AgendaItem.starts_local, AgendaItem.id)):
        if row.item.ends_at > at:
            yield "agenda", row, (row.user_id,)
    taking_part = select(MeetingParticipant.meeting_id).where(MeetingParticipant.user_id.in_(users))
    for row in ask(select(Meeting).where(
            Meeting.event_id.in_(parts), Meeting.state.in_(("proposed", "confirmed")),
            or_(Meeting.id.in_(taking_part), Meeting.interpreter_id.in_(users))).order_by(Meeting.starts_local, Meeting.id)):
        if row.ends_at > at:
            yield "meetings", row, (*(one.user_id for one in row.participants), row.interpreter_id)
    for row in ask(select(MeetingWish).join(MeetingWish.event).where(
            MeetingWish.event_id.in_(parts), Event.ends_at > at,
            or_(MeetingWish.user_id.in_(users), MeetingWish.companion_id.in_(users))).order_by(MeetingWish.id)):
        yield "wishes", row, (row.user_id, row.companion_id)
    for row in ask(select(ReceptionItem).where(
            ReceptionItem.event_id.in_(parts), or_(ReceptionItem.host_id.in_(users), ReceptionItem.interpreter_id.in_(users)))
            .order_by(ReceptionItem.starts_local, ReceptionItem.id)):
        if row.ends_at > at:
            yield "reception", row, (row.host_id, row.interpreter_id)
    yield from _taken_along(parts, users)


def _taken_along(parts: list[int], users: set[int]) -> Iterator[tuple[str, Any, tuple]]:
    at = now()
    for row in db.session.scalars(select(PackItem).join(EventPack, EventPack.id == PackItem.pack_id).join(
            Event, Event.id == EventPack.event_id).where(
            EventPack.event_id.in_(parts), PackItem.brings_id.in_(users), Event.ends_at > at).order_by(PackItem.id)).unique():
        yield "packs", row, (row.brings_id,)
    for row in db.session.scalars(select(TripTraveller).join(TripTraveller.trip).where(
            Trip.event_id.in_(parts), TripTraveller.user_id.in_(users), Trip.state != "cancelled", Trip.ends_on >= at.date())
            .options(selectinload(TripTraveller.trip)).order_by(TripTraveller.id)).unique():
        yield "trips", row, (row.user_id,)


def _name(row: Any) -> str:
    code = current_language().code
    if isinstance(row, TeamMember):
        return row.event.title.shown(code).text
    if isinstance(row, AgendaSpeaker):
        row = row.item
    if isinstance(row, TripTraveller):
        row = row.trip
    if isinstance(row, PackItem):
        row = row.material
    title = getattr(row, "title", None)
    return title.shown(code).text if hasattr(title, "shown") else row.label
