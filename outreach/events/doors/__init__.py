"""What events hang on the doors: navigation, search, tabs of an event, and how what happened to them is told."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import select

from outreach.db import db
from outreach.events.doors import (  # noqa: F401 - they hang theirs
    agenda,
    board,
    budget,
    exchange,
    meetings,
    packs,
    reception,
    recurrence,
    tasks,
    timeline,
    trips,
    visits,
    wishes,
)
from outreach.events.models import Event
from outreach.events.queries import span_of, visible_events
from outreach.events.services.editing import words_of
from outreach.i18n import current_language
from outreach.search.content import Content
from outreach.web import access, doors

for _endpoint, _label, _icon, _order in (
    ("events.index", _l("Events"), "plane", 100), ("events.calendar", _l("Calendar"), "cal", 110),
    ("events.series", lazy_pgettext("several", "Event series"), "list", 120),
):
    doors.navigation.hang(_endpoint, doors.NavigationEntry(_endpoint, _label, _icon, "events", _order, access.STAFF))


def _find(ids: list[int], viewer) -> dict[int, tuple[str, str, str]]:
    found = db.session.scalars(visible_events(viewer).where(Event.id.in_(ids)))
    code = current_language().code
    return {event.id: (event.title.shown(code).text, " · ".join(filter(None, [span_of(event), event.city, event.code])),
                       url_for("events.detail", event_id=event.id)) for event in found}


def _rebuild() -> Iterator[tuple[int, Content, str | None]]:
    for event in db.session.scalars(select(Event).order_by(Event.id)):
        yield event.id, words_of(event), None


doors.search_document.hang("event", doors.SearchDocument(_l("Events"), "plane", _find, _rebuild))
