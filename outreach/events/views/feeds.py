"""Calendar feeds: my addresses, and the file that a client fetches."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError, OperationalError

from outreach.activity import Actor
from outreach.db import db, now, transaction
from outreach.errors import Refused
from outreach.events import queries, services
from outreach.events.calendar import CalendarFile, event_calendar, feed_calendar, feed_mark
from outreach.events.forms import FeedForm
from outreach.events.models import CalendarFeed
from outreach.events.queries import feeds as asked
from outreach.events.views import blueprint
from outreach.extensions import limiter
from outreach.mail.rendering import public_url
from outreach.web import access
from outreach.web.converters import record_key
from outreach.web.once import form_done, once

log = logging.getLogger(__name__)


@blueprint.route("/events/feeds", methods=["GET", "POST"])
@access.staff
def feeds():
    """My addresses; a new one is shown on the page that makes it and never again."""
    viewer = access.viewer()
    events = db.session.scalars(queries.filtered_events(viewer, queries.EventFilter())).all()
    form = FeedForm(events=events)
    if not form.is_submitted() and (key := record_key(request.args.get("event"))) is not None:
        event = queries.get_event(viewer, key)
        form.scope.data, form.event_id.data = "leg" if event.parent_id else "event", event.id
    if form.validate_on_submit():
        try:
            feed, token = _make(form)
            form_done()
            if token is None:
                flash(_("This address was made already. Replace it below if you need another one."))
            return _page(FeedForm(events=events, formdata=None), feed, token)
        except Refused as refused:
            form.fail(refused.field if refused.field in form else "scope", refused.message)
    return _page(form), 422 if form.errors else 200


#: Somebody who presses twice does so within this time; who reloads the page later has read the address.
_TWICE = timedelta(seconds=20)


def _make(form: FeedForm) -> tuple[CalendarFeed, str | None]:
    """The feed and its token. Of a form that is sent twice at once nobody saw the first answer, so its feed gets another
    token; of one that comes again later there is none to tell."""
    viewer, tokens = access.viewer(), []

    def make() -> CalendarFeed:
        event = queries.get_event(viewer, form.event_id.data) if form.event_id.data else None
        made, token = services.create_feed(Actor.of(viewer), viewer, form.scope.data, event=event, all_day=form.all_day.data,
                                           with_tasks=form.with_tasks.data)
        tokens.append(token)
        return made

    feed = once(CalendarFeed, make)
    if not tokens and feed.revoked_at is None and feed.last_used_at is None and now() - feed.created_at < _TWICE:
        with transaction():
            tokens.append(services.rotate_feed(Actor.of(viewer), feed))
    return feed, tokens[0] if tokens else None


@blueprint.post("/events/feeds/<int:feed_id>/rotate")
@access.staff
def rotate_feed(feed_id: int):
    """A new address; the old one stops at once."""
    viewer = access.viewer()
    with transaction():
        feed = asked.get_feed(viewer, feed_id)
        token = services.rotate_feed(Actor.of(viewer), feed)
    events = db.session.scalars(queries.filtered_events(viewer, queries.EventFilter())).all()
    return _page(FeedForm(events=events, formdata=None), feed, token)


@blueprint.post("/events/feeds/<int:feed_id>/revoke")
@access.staff
def revoke_feed(feed_id: int):
    """End an address."""
    viewer = access.viewer()
    with transaction():
        services.revoke_feed(Actor.of(viewer), asked.get_feed(viewer, feed_id))
    flash(_("The calendar address was revoked"))
    return redirect(url_for("events.feeds"))


def _page(form: FeedForm, feed: CalendarFeed | None = None, token: str | None = None) -> str:
    address = public_url("events.feed", token=token) if token else None
    return render_template(
        "events/feeds.html",
        form=form,
        feeds=asked.feeds_of(access.viewer()),
        made=feed,
        address=address,
        code=services.code_of(address) if address else "",
        labels=queries,
    )


@blueprint.get("/events/<int:event_id>.ics")
@access.staff
def event_ics(event_id: int):
    """The event for a calendar client, in the reader's language; 404 while it has no days."""
    viewer = access.viewer()
    event = queries.get_event(viewer, event_id)
    if not event.days_known:
        abort(404)
    response = Response(event_calendar(event, viewer.language), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="event-{event.id}.ics"'
    return response


@blueprint.get("/feeds/<token>.ics")
@access.link_holder
@limiter.limit("240 per minute")
def feed(token: str):
    """The file behind a private address; 304 where nothing changed, 404 for a wrong or revoked one."""
    found = services.find_feed(token)
    if found is None:
        abort(404)
    mark = feed_mark(found)
    if services.has_news(found, mark):
        with transaction():
            services.note_use(found, mark)
    response = calendar_response(mark, "outreach.ics", lambda: feed_calendar(found), found.changed_at)
    # Kept by the one client that holds the address, and asked for again each time.
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def calendar_response(mark: str, name: str, make: Callable[[], CalendarFile], changed_at: datetime | None) -> Response:
    """304 for whoever has the file with this mark already, else the file.

    Only the mark decides: a client that knows no more than a day and hour gets the file, for a second is long.
    """
    # Proxies that compress make the mark a weak one.
    if request.if_none_match.contains_weak(mark):
        response = Response(status=304)
    else:
        made = make()
        _keep(made.fresh)
        response = Response(made.octets, content_type="text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.last_modified = changed_at
    response.set_etag(mark)
    return response


def _keep(rows: list[dict]) -> None:
    """Keep what was written for this file. Whoever reads it has it already, so no fault here is one of theirs."""
    for number in range(0, len(rows), services.TEXTS_AT_A_TIME):
        try:
            with transaction():
                services.keep_texts(rows[number:number + services.TEXTS_AT_A_TIME])
        except (OperationalError, IntegrityError) as error:
            log.warning("texts of calendars were not kept: %s", type(error).__name__)
            return
