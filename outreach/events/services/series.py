"""Series: adding, changing, taking over from the starter catalogue, and what an edition begins with."""

import calendar
import re
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.activity import Actor, changes_of, record
from outreach.db import db, hold, hold_name
from outreach.db.time import zone_names
from outreach.errors import Conflict, Refused
from outreach.events.models import CYCLES, KINDS, EventSeries
from outreach.events.services.starter import STARTER
from outreach.i18n.localized import LocalizedText
from outreach.identity import sort_key
from outreach.web.converters import check_address

#: What a caller may set.
FIELDS = ("code", "name", "kind", "industries", "organiser", "website", "country", "city", "venue", "time_zone",
          "usual_months", "cycle", "cycle_year", "cycle_note", "places", "basis")
_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*\Z")


def create_series(actor: Actor, values: dict[str, Any]) -> EventSeries:
    """Add a series from columns as in FIELDS. Raises Refused, with the field, for values that cannot be."""
    series = EventSeries(**{"kind": "trade_show", "time_zone": "Asia/Shanghai", "usual_months": [], **_known(values)})
    _check(series)
    series.sort_key = sort_key(series.name.original)
    db.session.add(series)
    record(actor, "series.created", series, code=series.code)
    return series


def change_series(
    actor: Actor, series: EventSeries, values: dict[str, Any], *, version: int | None = None
) -> EventSeries:
    """Change columns as in FIELDS. Raises Conflict where `version` is not today's and a field differs."""
    given = _known(values)
    if not hold(series, version):
        theirs = {name: getattr(series, name) for name, value in given.items() if getattr(series, name) != value}
        if theirs:
            raise Conflict(
                "version_conflict",
                _("Somebody else changed this series meanwhile. Compare and decide."),
                theirs=theirs,
            )
    with db.session.no_autoflush:
        changes = changes_of(series, given)
        try:
            _check(series)
        except Refused:
            db.session.expire(series)
            raise
    if changes:
        series.version += 1
        series.sort_key = sort_key(series.name.original)
        record(actor, "series.changed", series, changes=changes)
    return series


def take_from_starter(actor: Actor, code: str) -> EventSeries:
    """The series with this code; taken over from the starter catalogue where we have none yet."""
    hold_name(f"series {code[:40]}")
    stored = db.session.scalar(select(EventSeries).where(EventSeries.code == code))
    if stored:
        return stored
    entry = next((item for item in STARTER if item.code == code), None)
    if entry is None:
        raise Refused("unknown_series", _("The starter catalogue has no such series"), field="code")
    return create_series(actor, entry.values())


def edition_values(series: EventSeries, year: int) -> dict[str, Any]:
    """What an edition begins with: place, zone and the usual month; its days are not known and not confirmed."""
    place = (series.places or {}).get(str(year), {})
    months = series.usual_months or [1, 12]
    texts = {code: f"{entry['text']} {year}" for code, entry in series.name.texts.items() if entry.get("text")}
    source = series.name.source
    return {
        "code": f"{series.code}-{year}",
        "title": LocalizedText.of(source, texts.pop(source), **texts),
        "series_id": series.id,
        "kind": series.kind,
        "industries": list(series.industries or []),
        "website": series.website,
        "country": place.get("country", series.country),
        "city": place.get("city", series.city),
        "venue": place.get("venue", series.venue),
        "time_zone": place.get("time_zone", series.time_zone),
        "starts_on": date(year, min(months), 1),
        "days_known": False,
        "state": "planned",
        # Nobody has decided anything but to go.
        "presence": "visit",
        "ends_on": date(year, max(months), calendar.monthrange(year, max(months))[1]),
    }


def _known(values: dict[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in values.items() if name in FIELDS}
    if isinstance(given.get("code"), str):
        given["code"] = given["code"].strip().upper()
    for name in ("country", "cycle", "cycle_year"):
        if name in given:
            given[name] = given[name] or None
    return given


def _check(series: EventSeries) -> None:
    check_address(series.website)
    if not series.name:
        raise Refused("name_missing", _("Enter a name in at least one language"), field="name")
    if not series.code or len(series.code) > 30 or not _CODE.match(series.code):
        raise Refused(
            "bad_code", _("Write the code with capital letters, digits and hyphens, for example LASER"), field="code"
        )
    if db.session.scalar(select(EventSeries.id).where(EventSeries.code == series.code, EventSeries.id != series.id)):
        raise Refused("code_taken", _("Another series has this code"), field="code")
    if series.kind not in KINDS:
        raise Refused("unknown_kind", _("Choose the kind of event"), field="kind")
    if series.cycle is not None and series.cycle not in CYCLES:
        raise Refused("unknown_cycle", _("Choose how often it takes place"), field="cycle")
    if series.time_zone not in zone_names():
        raise Refused("unknown_zone", _("There is no time zone “%(name)s”. Enter one such as Europe/Berlin.",
                                        name=series.time_zone or ""), field="time_zone")
    if not all(isinstance(month, int) and 1 <= month <= 12 for month in series.usual_months or []):
        raise Refused("unknown_month", _("Months are numbers from 1 to 12"), field="usual_months")
