"""Offers and requests of a technology exchange, and which of them fit together, with the reasons in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from outreach.catalogue.queries import industry_codes_below, industry_label, industry_root
from outreach.db import db
from outreach.errors import NotFound
from outreach.events.models import Event, Meeting
from outreach.events.models.exchange import TechnologyEntry, TechnologyPair
from outreach.events.queries import wishes
from outreach.events.queries.meetings import OPEN_STATES, meetings_of
from outreach.i18n import LANGUAGES, current_language
from outreach.identity.tokens import asked_tokens, runs

ENTRY_KIND_LABELS = {"offer": _l("Technology offer"), "request": _l("Technology request")}
ENTRY_STATE_LABELS = {"open": lazy_pgettext("state", "Open"), "matched": _l("Matched"), "closed": _l("Closed")}
ENTRY_STATE_TAGS = {"open": "info", "matched": "ok", "closed": "none"}
IP_LABELS = {"granted": _l("Patent granted"), "applied": _l("Patent applied for"), "know_how": _l("Know-how, no patent"),
             "licence": _l("Licence available"), "open": _l("Free to use")}
RESULT_LABELS = {
    "pending": _l("No result yet"), "none": _l("No result"), "follow_up": _l("Follow-up agreed"),
    "nda": _l("Non-disclosure agreement"), "project": _l("Joint project"), "declined": _l("Set aside")}
RESULT_TAGS = {"pending": "warn", "none": "none", "follow_up": "info", "nda": "note", "project": "ok", "declined": "none"}
#: What each reason adds at most; together 100. Field and readiness weigh most.
FIELD, READY, TALK, WORDS = 45, 25, 15, 15
#: Pairs below it are not worth a look.
LEAST = 30
#: Words that say nothing about a field, folded as the tokens are.
_COMMON = frozenset(word for line in (
    "with from that this have will their your into also more than such which technology technologies offer request",
    "looking partner partners company development industrial production process system systems based high",
    "mit und oder eine einer einen fuer durch auch nach ueber technologie technologien entwicklung",
    "技术 开发 合作 寻求 生产 应用 系统 기술 개발 협력 생산 제품 시스템") for word in line.split())


@dataclass(frozen=True)
class Reason:
    """Why two fit, or where they do not yet: a sentence, the points it adds, and whether it speaks for the pair."""

    text: str
    points: int
    good: bool


@dataclass(frozen=True)
class Proposal:
    """An offer and a request that may fit. `score` is 0 to 100."""

    offer: TechnologyEntry
    request: TechnologyEntry
    score: int
    reasons: tuple[Reason, ...]


def entries_of(event: Event) -> list[TechnologyEntry]:
    """All offers and requests of the event, oldest first."""
    return list(db.session.scalars(
        select(TechnologyEntry).where(TechnologyEntry.event_id == event.id).order_by(TechnologyEntry.id)))


def public_entries(event: Event) -> list[TechnologyEntry]:
    """What anybody may read of them: public ones that are not closed."""
    return [entry for entry in entries_of(event) if entry.public and entry.state != "closed"]


def count_entries(event: Event) -> int:
    """How many offers and requests the event has."""
    return db.session.scalar(select(func.count(TechnologyEntry.id)).where(TechnologyEntry.event_id == event.id)) or 0


def get_entry(event: Event, entry_id: int) -> TechnologyEntry:
    """One offer or request of the event. Raises NotFound."""
    found = db.session.get(TechnologyEntry, entry_id)
    if found is None or found.event_id != event.id:
        raise NotFound("unknown_entry", _("There is no such offer or request at this event"))
    return found


def pairs_of(event: Event) -> list[TechnologyPair]:
    """Pairs on which somebody decided, newest first."""
    return list(db.session.scalars(
        select(TechnologyPair).options(selectinload(TechnologyPair.wish))
        .join(TechnologyEntry, TechnologyEntry.id == TechnologyPair.offer_id)
        .where(TechnologyEntry.event_id == event.id).order_by(TechnologyPair.id.desc())))


def get_pair(event: Event, pair_id: int) -> TechnologyPair:
    """One pair of the event. Raises NotFound."""
    found = db.session.get(TechnologyPair, pair_id)
    if found is None or found.offer.event_id != event.id:
        raise NotFound("unknown_pair", _("These two are not brought together any more"))
    return found


def meeting_of(pair: TechnologyPair) -> Meeting | None:
    """The meeting at which the two of a pair meet or met, the best state first; None where none is arranged or it fell."""
    return meetings_of_pairs(pair.offer.event, [pair]).get(pair.id)


def meetings_of_pairs(event: Event, pairs: list[TechnologyPair]) -> dict[int, Meeting]:
    """The same for several pairs of an event, by the id of the pair; those without a meeting are left out."""
    wanted = [pair.wish for pair in pairs if pair.wish is not None]
    found = wishes.meetings_by_wish(meetings_of(event), wanted) if wanted else {}
    return {pair.id: one for pair in pairs if pair.wish is not None
            for one in found[pair.wish.id][:1] if one.state in OPEN_STATES}


def spoken_by_holders(event: Event) -> dict[int, set[str]]:
    """The languages that were entered for people who hold an offer or request, by the id of the person."""
    found: dict[int, set[str]] = {}
    for entry in entries_of(event):
        if entry.person_id:
            found.setdefault(entry.person_id, set()).update(entry.languages or ())
    return found


def pair_of_meeting(meeting: Meeting) -> TechnologyPair | None:
    """The pair for which the two of a meeting come together; of several the newest that is not set aside."""
    pairs = [pair for pair in pairs_of(meeting.event) if pair.wish and pair.result != "declined"]
    found = wishes.meetings_by_wish([meeting], [pair.wish for pair in pairs])
    return next((pair for pair in pairs if found[pair.wish.id]), None)


def proposals(entries: Iterable[TechnologyEntry], decided: Iterable[TechnologyPair] = ()) -> list[Proposal]:
    """Open offers and requests that may fit, best first; pairs on which somebody decided are left out."""
    entries = list(entries)
    known = {(pair.offer_id, pair.request_id) for pair in decided}
    offers = [entry for entry in entries if entry.kind == "offer" and entry.state != "closed"]
    requests = [entry for entry in entries if entry.kind == "request" and entry.state != "closed"]
    found = [fit(offer, request) for offer in offers for request in requests if (offer.id, request.id) not in known]
    return sorted((one for one in found if one.score >= LEAST), key=lambda one: (-one.score, one.offer.id, one.request.id))


def fit(offer: TechnologyEntry, request: TechnologyEntry) -> Proposal:
    """How well the two fit, with every reason. Without a common field or word the score is 0."""
    field, words = _field(offer, request), _words(offer, request)
    reasons = tuple(reason for reason in (field, _ready(offer, request), _talk(offer, request), words) if reason)
    common = field.good or (words is not None and words.points >= WORDS // 2)
    return Proposal(offer, request, min(100, sum(reason.points for reason in reasons)) if common else 0, reasons)


def _field(offer: TechnologyEntry, request: TechnologyEntry) -> Reason:
    ours, theirs = set(offer.industries or ()), set(request.industries or ())
    same = sorted(ours & theirs)
    if same:
        return Reason(_("Same field: %(field)s", field=field_names(same)), FIELD, True)
    near = [(one, other) for one in sorted(ours) for other in sorted(theirs)
            if other in industry_codes_below(one) or one in industry_codes_below(other)]
    if near:
        return Reason(_("One field lies within the other: %(one)s, %(other)s", one=field_names(near[0][:1]),
                        other=field_names(near[0][1:])), FIELD * 3 // 4, True)
    roots = sorted({industry_root(code) for code in ours} & {industry_root(code) for code in theirs} - {"other"})
    if roots:
        return Reason(_("Related fields, both in %(field)s", field=field_names(roots)), FIELD // 2, True)
    if not ours or not theirs:
        return Reason(_("The field of one of them is not known"), 0, False)
    return Reason(_("Different fields: %(one)s, %(other)s", one=field_names(sorted(ours)), other=field_names(sorted(theirs))), 0,
                  False)


def field_names(codes: Iterable[str]) -> str:
    """Industries in the reader's words."""
    return ", ".join(str(industry_label(code)) for code in codes)


def _ready(offer: TechnologyEntry, request: TechnologyEntry) -> Reason:
    said = {"has": offer.trl, "asks": request.trl}
    if request.trl is None:
        return Reason(_("The request names no technology readiness level"), READY // 2, True)
    if offer.trl is None:
        return Reason(_("The technology readiness level of the offer is not known, %(asks)s is asked for", **said), 0, False)
    if offer.trl >= request.trl:
        return Reason(_("TRL %(has)s is offered, at least %(asks)s is asked for", **said), READY, True)
    return Reason(_("Only TRL %(has)s is offered, at least %(asks)s is asked for", **said),
                  READY // 3 if offer.trl == request.trl - 1 else 0, False)


def _talk(offer: TechnologyEntry, request: TechnologyEntry) -> Reason:
    if not offer.languages or not request.languages:
        return Reason(_("Nobody has entered which languages the two speak"), 0, False)
    shared = [code for code in LANGUAGES if code in offer.languages and code in request.languages]
    if shared:
        return Reason(_("Both speak %(language)s", language=spoken(shared)), TALK, True)
    return Reason(_("An interpreter is needed: %(one)s, %(other)s", one=spoken(offer.languages),
                    other=spoken(request.languages)), 0, False)


def needs_interpreter(pair: TechnologyPair | Proposal) -> bool:
    """True where both sides named languages and share none."""
    ours, theirs = set(pair.offer.languages or ()), set(pair.request.languages or ())
    return bool(ours and theirs) and not ours & theirs


def spoken(codes: Iterable[str]) -> str:
    """Languages in the reader's own."""
    return ", ".join(current_language().locale.languages.get(code, code) for code in codes)


def _words(offer: TechnologyEntry, request: TechnologyEntry) -> Reason | None:
    shared = _shared(_text(offer), _text(request))
    if not shared:
        return None
    # The same words stand there in each language; the reader's own are enough.
    own = (_text(entry, current_language().code) for entry in (offer, request))
    shown = _whole(_shared(*own), offer, request) or _whole(shared, offer, request)
    return Reason(_("Words in common: %(words)s", words=", ".join(shown[:6])), min(WORDS, 4 * len(shared)), True)


def _shared(one: str, other: str) -> list[str]:
    ours, theirs = _tokens(one), _tokens(other)
    return [word for token, word in ours.items() if token in theirs]


def _whole(words: list[str], offer: TechnologyEntry, request: TechnologyEntry) -> list[str]:
    """The words once each; pairs of signs that follow each other in both texts become the word of which they are parts."""
    found: list[str] = []
    texts = _text(offer), _text(request)
    for word in dict.fromkeys(words):
        longer = found[-1] + word[1:] if found and not word.isascii() and found[-1][-1] == word[0] else ""
        if longer and all(longer in text for text in texts):
            found[-1] = longer
        else:
            found.append(word)
    return found


def _text(entry: TechnologyEntry, lang: str | None = None) -> str:
    parts = [part["text"] for text in (entry.title, entry.description) if text for code, part in text.texts.items()
             if part.get("text") and lang in (None, code)]
    return "\n".join(parts)[:6000]


@lru_cache(maxsize=2000)
def _tokens(text: str) -> dict[str, str]:
    """The tokens that say something about a text, each with the word as it stands there."""
    found: dict[str, str] = {}
    for run in runs(text):
        for token in asked_tokens(run):
            if run.kind == "cjk" and len(token) > 1 and token not in _COMMON:
                found.setdefault(token, token)
            elif run.kind != "cjk" and len(token) > 3 and token not in _COMMON and not token.isdigit():
                found.setdefault(token, text[run.start:run.end])
    return found
