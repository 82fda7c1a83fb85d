"""Days at the ends of the calendar: refused wherever they come in, and harmless where they are stored already."""

from datetime import UTC, date, datetime, timedelta

import pytest

from outreach.accounts import services as accounts
from outreach.activity import SYSTEM, Actor
from outreach.db import db, now, transaction
from outreach.errors import Refused
from outreach.events import services
from outreach.events.models import CalendarUpload, Event
from outreach.events.services import planning, recurrence, uploads
from outreach.events.services.feeds import create_feed
from tests.factories.accounts import make_user
from tests.factories.events import make_event, make_member
from tests.unit.events.test_views import FORM

IMPOSSIBLE = ("0001-01-01", "0001-01-05", "0027-06-22", "1989-12-31", "2201-01-01", "9999-12-31")


@pytest.fixture
def coordinator(session):
    """A coordinator who reads English in Berlin."""
    return make_user(role="coordinator", language="en", time_zone="Europe/Berlin")


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_a_year_beyond_the_calendar_is_refused_in_the_readers_language(session, sign_in, language):
    client = sign_in(make_user(role="coordinator", language=language))
    page = client.post_page("/events/new", {**FORM, "starts_on": "0027-06-22"}, status=422)
    assert page.field("starts_on") == "0027-06-22", "what was typed is gone"
    assert "1990" in page.text
    assert "2200" in page.text
    assert ("Enter a year between 1990 and 2200" in page.text) is (language == "en")
    assert db.session.scalars(db.select(Event)).all() == []


@pytest.mark.parametrize("day", IMPOSSIBLE)
def test_no_form_of_an_event_takes_an_impossible_day(coordinator, sign_in, day):
    event = make_event()
    client, here = sign_in(coordinator), f"/events/{event.id}"
    client.post_page("/events/new", {**FORM, "starts_on": day, "ends_on": day}, status=422)
    client.get_page(f"/events/new?starts_on={day}")
    client.post_page(f"{here}/state", {
        "state": "moved", "reason": "fair moved", "starts_on": day, "version": event.version}, status=422)
    client.post_page(f"{here}/copy", {"starts_on": day, "proposal": "other", "source": "en", "title_en": "Copy"}, status=422)
    client.post_page(f"{here}/agenda/items/new", {"source": "en", "title_en": "Talk", "kind": "talk", "day": day,
                                              "starts_time": "09:00", "ends_time": "10:00"}, status=422)
    client.post_page(f"{here}/reception/items/new", {
        "day": day, "starts_time": "09:00", "ends_time": "10:00", "title_en": "Tour", "source": "en", "kind": "visit"}, status=422)
    assert (event.starts_on, event.state) == (date(2027, 6, 22), "confirmed")
    client.get_page("/events/?when=all")


@pytest.mark.parametrize("day", IMPOSSIBLE)
def test_no_service_takes_an_impossible_day(session, day):
    event, other = make_event(), date.fromisoformat(day)
    for values in ({"starts_on": other, "ends_on": other}, {"ends_on": other}):
        with pytest.raises(Refused), transaction():
            services.edit_event(SYSTEM, event, values)
    with pytest.raises(Refused) as refused, transaction():
        services.change_state(SYSTEM, event, "moved", "fair moved", values={"starts_on": other})
    assert (refused.value.code, refused.value.field) == ("day_out_of_range", "starts_on")
    with pytest.raises(Refused), transaction():
        services.edit_event(SYSTEM, event, {"confirmed_on": other})
    with pytest.raises(Refused) as refused, transaction():
        recurrence.make_recurring(SYSTEM, event, recurrence.Rule("weekly", until=other))
    db.session.expire_all()
    assert (event.starts_on, event.ends_on, event.state) == (date(2027, 6, 22), date(2027, 6, 25), "confirmed")


def test_an_event_is_not_moved_or_repeated_beyond_the_calendar(session):
    event = make_event(starts_on=date(2200, 12, 30), ends_on=date(2200, 12, 30))
    with pytest.raises(Refused, match="1990"), transaction():
        planning.move_event(SYSTEM, event, 2)
    with pytest.raises(Refused, match="1990"), transaction():
        recurrence.make_recurring(SYSTEM, event, recurrence.Rule("weekly", count=2))


@pytest.mark.parametrize("day", IMPOSSIBLE)
def test_the_api_refuses_an_impossible_day(client, session, day):
    with transaction():
        token = accounts.create_token(SYSTEM, make_user(role="coordinator"), ["events:read", "events:write"])
    headers, event = {"Authorization": f"Bearer {token}"}, make_event()
    for sent in ({"starts_on": day, "ends_on": day}, {"confirmed_on": day}):
        answer = client.patch(f"/api/v1/events/{event.id}", json={**sent, "version": event.version}, headers=headers)
        assert answer.status_code == 422, answer.get_json()
    assert client.get("/api/v1/events", headers=headers).get_json()["items"][0]["starts_on"] == "2027-06-22"


@pytest.mark.parametrize("written", [
    "DTSTART;VALUE=DATE:99991231", "DTSTART;VALUE=DATE:00010101", "DTSTART:99991231T230000Z", "DTSTART:00010101T000000Z",
    "DTSTART;VALUE=DATE:00270622\nRRULE:FREQ=WEEKLY;COUNT=3", "DTSTART;VALUE=DATE:99991231\nRRULE:FREQ=WEEKLY;COUNT=3",
    "DTSTART;VALUE=DATE:20270101\nDURATION:P999999999D"])
def test_a_calendar_file_with_an_impossible_day_is_refused_in_the_preview(coordinator, sign_in, written):
    text = ("BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:a@example.org\nSUMMARY:End of days\n"
            f"{written}\nEND:VEVENT\nEND:VCALENDAR\n")
    with transaction():
        upload = uploads.keep_upload(Actor.of(coordinator), "a.ics", text.encode(), kind="site_visit", language="en",
                                     time_zone="Europe/Berlin")
    found, refused = uploads.read_upload(upload)
    assert (len(found), len(refused)) == (0, 1)
    client = sign_in(coordinator)
    client.get_page(f"/events/uploads/{upload.id}")
    client.post_page(f"/events/uploads/{upload.id}/apply")
    assert db.session.get(CalendarUpload, upload.id).made == []


@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-05", "0027-06-22", "9999-12-31"])
def test_an_event_stored_at_the_end_of_the_calendar_takes_no_page_down(coordinator, sign_in, day):
    event, sane = make_event(), make_event("SANE", "Sane fair")
    stored = date.fromisoformat(day)
    at = datetime.combine(stored, datetime.min.time(), UTC)
    make_member(event, coordinator)
    with transaction():
        db.session.execute(db.update(Event).where(Event.id == event.id).values(
            starts_on=stored, ends_on=stored, starts_at=at, ends_at=at, public=True))
        feed, token = create_feed(Actor.of(coordinator), coordinator, "all")
    client, here = sign_in(coordinator), f"/events/{event.id}"
    for address in ("/events/", "/events/?when=all", "/events/?when=past", "/events/?year=2027", "/events/planning",
                    "/events/calendar", f"/events/calendar?day={day}", "/events/feeds", here, f"{here}/board", f"{here}/agenda",
                    f"{here}/meetings", f"{here}/budget", f"{here}/tasks", f"{here}/edit", f"{here}/copy", f"{here}/repeat",
                    f"/events/{sane.id}", "/en/events/"):
        client.get_page(address)
    for address in (f"{here}.ics", f"/feeds/{token}.ics", "/en/events.ics"):
        answer = client.get(address)
        assert answer.status_code in (200, 404), f"{address}: {answer.status_code}"
    # It can be mended.
    client.post_page(f"{here}/edit", {**FORM, "version": str(event.version), "code": event.code})
    assert db.session.get(Event, event.id, populate_existing=True).starts_on == date(2027, 6, 22)


def test_a_confirmation_in_the_future_is_refused(coordinator, sign_in):
    event = make_event()
    tomorrow = (now() + timedelta(days=3)).date()
    page = sign_in(coordinator).post_page(f"/events/{event.id}/edit", {
        **FORM, "version": str(event.version), "confirmed_on": tomorrow.isoformat()}, status=422)
    assert "This day lies in the future" in page.text
    with pytest.raises(Refused) as refused, transaction():
        services.edit_event(SYSTEM, event, {"confirmed_on": tomorrow})
    assert (refused.value.code, refused.value.field) == ("confirmed_later", "confirmed_on")
