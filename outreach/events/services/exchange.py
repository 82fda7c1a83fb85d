"""Writing offers and requests, bringing two together, and what came of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select

from outreach.accounts.models import User
from outreach.activity import Actor, changes_of, record
from outreach.catalogue.queries import check_industries
from outreach.contacts.models import Person
from outreach.db import db, hold, now
from outreach.errors import Conflict, Refused
from outreach.events.models import Event, Meeting
from outreach.events.models.exchange import (
    ENTRY_KINDS,
    ENTRY_STATES,
    IP_STATES,
    RESULTS,
    TechnologyEntry,
    TechnologyPair,
)
from outreach.events.queries.exchange import meeting_of
from outreach.events.services.days import check_days
from outreach.events.services.meetings import set_state
from outreach.events.services.wishes import accompany, remove_wish, want_meeting
from outreach.i18n import LANGUAGES
from outreach.i18n.localized import LocalizedText

#: What a caller may set.
FIELDS = ("kind", "title", "description", "industries", "trl", "ip_state", "languages", "organisation_id", "person_id",
          "public", "state")


def add_entry(actor: Actor, event: Event, values: dict[str, Any]) -> TechnologyEntry:
    """Add an offer or request from columns as in FIELDS. Raises Refused, with the field, for what cannot be."""
    given = {name: value for name, value in values.items() if name in FIELDS}
    entry = TechnologyEntry(event=event, **{"state": "open", "public": False, "industries": [], "languages": [], **given})
    _check(entry)
    db.session.add(entry)
    db.session.flush()
    record(actor, "exchange.entry_added", entry, about=_about(entry), kind=entry.kind, event=event.title)
    return entry


def change_entry(actor: Actor, entry: TechnologyEntry, values: dict[str, Any], *,
                 version: int | None = None) -> TechnologyEntry:
    """Change columns as in FIELDS. Raises Conflict where somebody else changed the entry since `version`."""
    if not hold(entry, version):
        raise Conflict("version_conflict", _("Somebody else changed this entry meanwhile. Check what is stored now."))
    with db.session.no_autoflush:
        before = _about(entry)
        changes = changes_of(entry, {name: value for name, value in values.items() if name in FIELDS})
        try:
            _check(entry)
            if "kind" in changes and _pairs(entry):
                raise Refused("entry_paired", _("What was brought together with another entry keeps its kind"), field="kind")
        except Refused:
            db.session.expire(entry)
            raise
    if changes:
        entry.version += 1
        db.session.flush()
        db.session.expire(entry, ["organisation", "person"])
        record(actor, "exchange.entry_changed", entry, changes=changes, about=[*before, *_about(entry)])
    if "person_id" in changes:
        for pair in _pairs(entry):
            if pair.result == "pending":
                _forget_wish(actor, pair)
                _want(actor, pair)
    return entry


def _pairs(entry: TechnologyEntry) -> list[TechnologyPair]:
    return list(db.session.scalars(select(TechnologyPair).where(
        or_(TechnologyPair.offer_id == entry.id, TechnologyPair.request_id == entry.id)).order_by(TechnologyPair.id)))


def remove_entry(actor: Actor, entry: TechnologyEntry) -> None:
    """Take an offer or request out with its pairs and the meetings wanted for them; the log keeps that it stood there."""
    for pair in _pairs(entry):
        _forget_wish(actor, pair)
    record(actor, "exchange.entry_removed", entry, about=_about(entry), kind=entry.kind, event=entry.event.title)
    db.session.delete(entry)
    db.session.flush()


def accept_pair(actor: Actor, offer: TechnologyEntry, request: TechnologyEntry) -> TechnologyPair:
    """Bring an offer and a request together; both count as matched. Doing it again changes nothing.

    Where the people who hold them are known, the meeting planner has the wish that the two meet.
    """
    pair = _pair(offer, request)
    if pair is not None and pair.result != "declined":
        return pair
    pair = _decided(actor, pair, offer, request, "pending")
    for entry in (offer, request):
        if entry.state == "open":
            entry.state, entry.version = "matched", entry.version + 1
    record(actor, "exchange.pair_accepted", pair, about=_both(pair), **_named(pair))
    _want(actor, pair)
    return pair


def bring_to_table(actor: Actor, pair: TechnologyPair, people: dict[str, Person], companion: User | None = None) -> TechnologyPair:
    """Let the two of an accepted pair be planned, with whoever of us goes along.

    `people` gives who comes for the "offer" or "request" where the entry names nobody; the entry names them from then on.
    Raises Refused, with the field, while a side has nobody.
    """
    if pair.result == "declined":
        raise Refused("pair_declined", _("The two are set aside. Bring them together first."))
    for name in ("offer", "request"):
        entry, person = getattr(pair, name), people.get(name)
        if entry.person_id is None and person is None:
            raise Refused("nobody_there", _("Choose who comes for this side"), field=name)
        if entry.person_id is None:
            change_entry(actor, entry, {"person_id": person.id}, version=entry.version)
    if pair.wish is None:
        _want(actor, pair, companion)
    elif pair.wish.user_id is None:
        accompany(actor, pair.wish, companion)
    return pair


def _want(actor: Actor, pair: TechnologyPair, companion: User | None = None) -> None:
    one, other = pair.offer.person, pair.request.person
    if one is not None and other is not None and one is not other:
        pair.wish = want_meeting(actor, pair.offer.event, one, other, origin="exchange", companion=companion)
        db.session.flush()


def _forget_wish(actor: Actor, pair: TechnologyPair) -> None:
    """The two need not meet any more, unless another pair or somebody by hand wants it."""
    wish, pair.wish = pair.wish, None
    db.session.flush()
    if wish is not None and wish.origin == "exchange" and db.session.scalar(
            select(TechnologyPair.id).where(TechnologyPair.wish_id == wish.id)) is None:
        remove_wish(actor, wish)


def decline_pair(actor: Actor, offer: TechnologyEntry, request: TechnologyEntry, reason: str = "") -> TechnologyPair:
    """Remember that the two do not fit, so that nobody is shown them again. An accepted pair is parted by it, and the
    meeting planner forgets that they should meet."""
    pair = _pair(offer, request)
    if pair is not None and pair.result == "declined":
        return pair
    pair = _decided(actor, pair, offer, request, "declined")
    db.session.flush()
    for entry in (offer, request):
        if entry.state == "matched" and not _is_paired(entry):
            entry.state, entry.version = "open", entry.version + 1
    _forget_wish(actor, pair)
    record(actor, "exchange.pair_declined", pair, about=_both(pair), reason=reason.strip()[:500], **_named(pair))
    return pair


def note_result(actor: Actor, pair: TechnologyPair, result: str, *, minutes: str = "", language: str | None = None,
                met_on: date | None = None, version: int | None = None) -> TechnologyPair:
    """Keep what the two talked about, in the language in which it was written, and what came of it.

    It stands on the timeline of both sides, and the meeting of the two counts as held. Raises Refused for an unknown result,
    Conflict since `version`.
    """
    if not hold(pair, version):
        raise Conflict("version_conflict", _("Somebody else changed this entry meanwhile. Check what is stored now."))
    if pair.result == "declined":
        raise Refused("pair_declined", _("The two are set aside. Bring them together first."), field="result")
    if result not in RESULTS or result == "declined":
        raise Refused("unknown_result", _("Choose what came of it"), field="result")
    if minutes and language not in LANGUAGES:
        raise Refused("unknown_language", _("Choose a language"), field="minutes_language")
    check_days(met_on=met_on)
    changes = changes_of(pair, {"result": result, "minutes": minutes.strip(), "met_on": met_on,
                                "minutes_language": language if minutes.strip() else None})
    if changes:
        pair.version += 1
        record(actor, "exchange.result_noted", pair, about=_both(pair), changes=changes, **_named(pair))
        meeting: Meeting | None = meeting_of(pair)
        if meeting is not None and meeting.state in ("proposed", "confirmed") and result != "pending":
            set_state(actor, meeting, "held", meeting.result, meeting.result_language)
    return pair


def _decided(actor: Actor, pair: TechnologyPair | None, offer: TechnologyEntry, request: TechnologyEntry,
             result: str) -> TechnologyPair:
    if offer.kind != "offer" or request.kind != "request" or offer.event_id != request.event_id:
        raise Refused("not_a_pair", _("Choose an offer and a request of the same event"))
    if pair is None:
        pair = TechnologyPair(offer=offer, request=request)
        db.session.add(pair)
    pair.result, pair.decided_by, pair.decided_at = result, actor.user, now()
    pair.version = (pair.version or 0) + 1
    db.session.flush()
    return pair


def _pair(offer: TechnologyEntry, request: TechnologyEntry) -> TechnologyPair | None:
    for entry in sorted((offer, request), key=lambda one: one.id):
        hold(entry)
    return db.session.scalar(select(TechnologyPair).where(
        TechnologyPair.offer_id == offer.id, TechnologyPair.request_id == request.id))


def _is_paired(entry: TechnologyEntry) -> bool:
    column = TechnologyPair.offer_id if entry.kind == "offer" else TechnologyPair.request_id
    return db.session.scalar(select(TechnologyPair.id).where(column == entry.id, TechnologyPair.result != "declined")) is not None


def _about(entry: TechnologyEntry) -> list:
    return [entry.event, entry.organisation, entry.person]


def _both(pair: TechnologyPair) -> list:
    sides: Iterable[TechnologyEntry] = (pair.offer, pair.request)
    return [row for side in sides for row in (side, *_about(side))]


def _named(pair: TechnologyPair) -> dict[str, LocalizedText]:
    return {"offer": pair.offer.title, "request": pair.request.title}


def _check(entry: TechnologyEntry) -> None:
    check_industries(entry.industries)
    if not entry.title:
        raise Refused("title_missing", _("Enter a title in at least one language"), field="title")
    for name, known, message in (
        ("kind", ENTRY_KINDS, _("Choose whether it is offered or asked for")), ("state", ENTRY_STATES, _("Choose a state")),
        ("ip_state", (None, *IP_STATES), _("Choose how the technology is protected"))):
        if getattr(entry, name) not in known:
            raise Refused(f"unknown_{name}", message, field=name)
    if entry.trl is not None and not 1 <= entry.trl <= 9:
        raise Refused("bad_trl", _("The technology readiness level is a number from 1 to 9"), field="trl")
    if not set(entry.languages or ()) <= set(LANGUAGES):
        raise Refused("unknown_language", _("Choose a language"), field="languages")
