"""Calendar feeds: my addresses, and the file that a client fetches."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.db import db, transaction
from outreach.errors import Refused
from outreach.events import queries, services
from outreach.events.calendar import event_calendar, feed_calendar
from outreach.events.forms import FeedForm
from outreach.events.models import CalendarFeed
from outreach.events.views import blueprint
from outreach.extensions import limiter
from outreach.mail.rendering import public_url
from outreach.web import access


@blueprint.route("/events/feeds", methods=["GET", "POST"])
@access.staff
def feeds():
    """My addresses; a new one is shown on the page that makes it and never again."""
    viewer = access.viewer()
    events = db.session.scalars(queries.filtered_events(viewer, queries.EventFilter())).all()
    form = FeedForm(events=events)
    if not form.is_submitted() and request.args.get("event", "").isdecimal():
        form.scope.data, form.event_id.data = "event", int(request.args["event"])
    if form.validate_on_submit():
        try:
            with transaction():
                event = queries.get_event(viewer, form.event_id.data) if form.event_id.data else None
                feed, token = services.create_feed(
                    Actor.of(viewer), viewer, form.scope.data, event=event, all_day=form.all_day.data
                )
            return _page(FeedForm(events=events, formdata=None), feed, token)
        except Refused as refused:
            form.fail(refused.field if refused.field in form else "scope", refused.message)
    return _page(form), 422 if form.errors else 200


@blueprint.post("/events/feeds/<int:feed_id>/rotate")
@access.staff
def rotate_feed(feed_id: int):
    """A new address; the old one stops at once."""
    viewer = access.viewer()
    with transaction():
        feed = queries.get_feed(viewer, feed_id)
        token = services.rotate_feed(Actor.of(viewer), feed)
    events = db.session.scalars(queries.filtered_events(viewer, queries.EventFilter())).all()
    return _page(FeedForm(events=events, formdata=None), feed, token)


@blueprint.post("/events/feeds/<int:feed_id>/revoke")
@access.staff
def revoke_feed(feed_id: int):
    """End an address."""
    viewer = access.viewer()
    with transaction():
        services.revoke_feed(Actor.of(viewer), queries.get_feed(viewer, feed_id))
    flash(_("The calendar address was revoked"))
    return redirect(url_for("events.feeds"))


def _page(form: FeedForm, feed: CalendarFeed | None = None, token: str | None = None) -> str:
    address = public_url("events.feed", token=token) if token else None
    return render_template(
        "events/feeds.html",
        form=form,
        feeds=queries.feeds_of(access.viewer()),
        made=feed,
        address=address,
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
    mark = queries.feed_mark(found)
    with transaction():
        services.note_use(found)
    if request.if_none_match.contains(mark):
        response = Response(status=304)
    else:
        response = Response(feed_calendar(found), content_type="text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = 'inline; filename="outreach.ics"'
        response.last_modified = max(
            (event.ics_changed_at for event in queries.feed_events(found)), default=found.created_at
        )
    response.set_etag(mark)
    # Kept by the one client that holds the address, and asked for again each time.
    response.headers["Cache-Control"] = "private, no-cache"
    return response
