"""What anybody may read: public events, one event, its calendar file."""

import hashlib

from flask import Response, abort, render_template, request

from outreach.db import db
from outreach.events import queries
from outreach.events.calendar import public_calendar, public_feed_calendar, public_feed_mark
from outreach.events.queries import agenda, exchange, feeds
from outreach.events.views import blueprint
from outreach.events.views.feeds import calendar_response
from outreach.extensions import limiter
from outreach.i18n import LANGUAGES, in_language
from outreach.mail.rendering import public_url
from outreach.web import access
from outreach.web.page import centre_name


def _known(lang: str) -> str:
    if lang not in LANGUAGES:
        abort(404)
    return lang


@blueprint.get("/<lang>/events/")
@access.public
def public_index(lang: str):
    """All public events that are not over, then those of the past."""
    _known(lang)
    coming, past = queries.split_by_now(db.session.scalars(queries.public_events()).all())
    return render_template("events/public_index.html", coming=coming, past=past, labels=queries,
                           address=public_url("events.public_feed", lang=lang))


@blueprint.get("/<lang>/events.ics")
@access.public
@limiter.limit("240 per minute")
def public_feed(lang: str):
    """The public events for a calendar client that comes again; 304 where nothing changed."""
    with in_language(_known(lang)):
        name = centre_name()
    response = calendar_response(public_feed_mark(name, lang), f"events-{lang}.ics",
                                 lambda: public_feed_calendar(name, lang), feeds.public_changed_at())
    response.headers["Cache-Control"] = "public, no-cache"
    return response


@blueprint.get("/<lang>/events/<code>")
@access.public
def public_detail(lang: str, code: str):
    """One public event."""
    _known(lang)
    event = queries.public_event(code)
    return render_template("events/public_detail.html", event=event, labels=queries,
                           address=public_url("events.public_ics", lang=lang, code=event.code),
                           exchange=exchange, entries=exchange.public_entries(event), asked=agenda,
                           version=agenda.last_version(event), days=agenda.by_day(agenda.lines(agenda.last_version(event))))


@blueprint.get("/<lang>/events/<code>.ics")
@access.public
@limiter.limit("240 per minute")
def public_ics(lang: str, code: str):
    """The event for a calendar client, in the language of the page."""
    event = queries.public_event(code)
    if not event.days_known:
        abort(404)
    octets = public_calendar(event, _known(lang))
    response = Response(octets, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{event.code}.ics"'
    response.headers["Cache-Control"] = "public, max-age=300"
    response.set_etag(hashlib.sha256(octets).hexdigest()[:40])
    return response.make_conditional(request)
