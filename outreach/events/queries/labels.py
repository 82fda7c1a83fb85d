"""The words for what events, teams and feeds carry as codes, and how days and places are written."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.catalogue.queries import calendar_label, calendars_of
from outreach.events.models import Event
from outreach.i18n import formats

#: Regions of one country that are named one by one.
_REGIONS_NAMED = 3
KIND_LABELS = {
    "trade_show": _l("Trade show"), "technology_exchange": _l("Technology exchange"), "roadshow": _l("Roadshow"),
    "promotion_conference": _l("Promotion conference"), "talent_event": _l("Talent event"),
    "inbound_visit": _l("Inbound visit"), "site_visit": _l("Site visit"),
}
STATE_LABELS = {
    "planned": _l("Planned"), "confirmed": _l("Confirmed"), "postponed": _l("Postponed"), "moved": _l("Moved"),
    "cancelled": _l("Cancelled"), "done": _l("Done"),
}
#: Kind of the tag in which a state is shown.
STATE_TAGS = {
    "planned": "info",
    "confirmed": "ok",
    "postponed": "warn",
    "moved": "warn",
    "cancelled": "bad",
    "done": "none",
}
PRESENCE_LABELS = {
    "exhibit": _l("We exhibit"), "visit": _l("We visit"), "host": _l("We host"), "co_host": _l("We co-host"),
}
TEAM_ROLE_LABELS = {
    "head": _l("Head of the team"),
    "member": _l("Team member"),
    "speaker": _l("Speaker"),
    "interpreter": _l("Interpreter"),
    "support": _l("Support"),
}
SCOPE_LABELS = {
    "mine": _l("Events to which I go"), "event": _l("One event with its legs"), "leg": _l("One leg of a roadshow only"),
    "unit": _l("Events of my unit"), "all": _l("All events"),
}
CYCLE_LABELS = {
    "yearly": _l("Every year"), "odd_years": _l("Odd years"), "even_years": _l("Even years"),
    "three_years": _l("Every three years"),
}


def calendar_places(codes: list[str]) -> str:
    """The places of these calendars of holidays: a country where all its regions are among them, else the regions, of many
    the first ones."""
    named: list[str] = []
    for country in dict.fromkeys(code.partition("-")[0] for code in codes):
        regions = calendars_of(country)
        own = [code for code in regions if code in codes]
        if len(own) == len(regions):
            named.append(formats.country(country))
        elif len(own) > _REGIONS_NAMED + 1:
            some = ", ".join(str(calendar_label(code)) for code in own[:_REGIONS_NAMED])
            named.append(_("%(some)s and %(num)s more regions", some=some, num=len(own) - _REGIONS_NAMED))
        else:
            named += [str(calendar_label(code)) for code in own]
    return ", ".join(named)


def note_of(note: str) -> str:
    """A note on a cycle: in the reader's language where it comes from the starter catalogue, else as somebody wrote it."""
    return _(note) if note else ""


def span_of(event: Event, *, lang: str | None = None) -> str:
    """The event's days as the reader writes them; only the months where the days are not known."""
    if event.days_known:
        return formats.day_span(event.starts_on, event.ends_on, lang=lang)
    first, last = formats.month(event.starts_on, lang=lang), formats.month(event.ends_on, lang=lang)
    return first if first == last else f"{first} – {last}"


def was_of(event: Event, *, lang: str | None = None) -> str:
    """The days, and the place where that differs, that a postponed or moved event had; empty text for others."""
    if event.state not in ("postponed", "moved") or event.was_starts_on is None:
        return ""
    days = formats.day_span(event.was_starts_on, event.was_ends_on or event.was_starts_on, lang=lang)
    here = ", ".join(filter(None, (event.venue, event.city)))
    return ", ".join(filter(None, (days, event.was_place if event.was_place != here else "")))


def places_of(event: Event, *, lang: str | None = None) -> str:
    """Venue, city and country on one line, as far as they are known."""
    parts = [event.venue, event.city, formats.country(event.country, lang=lang)]
    return ", ".join(dict.fromkeys(part for part in parts if part))
