"""Writing the report of a trip: a draft on the way, handed in afterwards, corrected later."""

from typing import Any

from flask_babel import gettext as _

from outreach.accounts.models import User
from outreach.activity import Actor, changes_of, record
from outreach.db import db, hold, now, today_in
from outreach.errors import Conflict, Refused
from outreach.events.models import Trip, TripReport
from outreach.events.services.days import EARLIEST_ZONE
from outreach.i18n import LANGUAGES

#: What a caller may set.
REPORT_FIELDS = ("language", "result", "met", "text", "next_steps")


def save_report(actor: Actor, trip: Trip, values: dict[str, Any], user: User | None = None, *, submit: bool = False,
                version: int | None = None) -> TripReport:
    """Keep the report from columns as in REPORT_FIELDS; with `submit` it is handed in, once, by `user`.

    Raises Refused where it is handed in without a result, before the trip begins or after it was cancelled, Conflict where
    somebody else wrote since `version` (0 for nothing yet) and a text differs.
    """
    hold(trip)
    db.session.expire(trip, ["report"])
    stored, given = trip.report, {name: value for name, value in values.items() if name in REPORT_FIELDS}
    if not hold(stored, version) if stored else version:
        theirs = {name: getattr(stored, name) for name, value in given.items()
                  if getattr(stored, name) != value} if stored else {}
        if theirs or stored is None:
            raise Conflict("version_conflict", _("Somebody else wrote in this report meanwhile. Compare and decide."),
                           theirs=theirs)
    if given.get("language") not in LANGUAGES:
        raise Refused("unknown_language", _("Choose a language"), field="language")
    if submit:
        _check(trip, given)
    if stored is None:
        stored = TripReport(trip=trip, version=0, language=given["language"], result="", met="", text="", next_steps="")
        db.session.add(stored)
        db.session.flush()
    changes = changes_of(stored, given)
    handed_in = submit and stored.submitted_at is None
    if handed_in:
        stored.submitted_at, stored.submitted_by = now(), user
    if changes or handed_in:
        stored.version += 1
        _tell(actor, trip, stored, changes, handed_in)
    return stored


def _check(trip: Trip, given: dict[str, Any]) -> None:
    if trip.state == "cancelled":
        raise Refused("trip_cancelled", _("This trip was cancelled; it needs no report"), field="result")
    if not given.get("result", "").strip():
        raise Refused("result_missing", _("Enter in a sentence or two what came of the trip"), field="result")
    if trip.starts_on > today_in(EARLIEST_ZONE):
        raise Refused("trip_ahead", _("The trip has not begun yet. Save what you have as a draft."), field="result")


def _tell(actor: Actor, trip: Trip, report: TripReport, changes: dict, handed_in: bool) -> None:
    if handed_in:
        record(actor, "trip.report_submitted", trip, about=[trip.event], result=report.result)
    elif report.submitted_at is not None:
        record(actor, "trip.report_changed", trip, changes=changes)
    else:
        record(actor, "trip.report_drafted", trip)
