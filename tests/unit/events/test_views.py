"""The pages of events: what a coordinator does on them, what the public sees, what is refused and kept."""

import re
from datetime import date, datetime, timedelta

import pytest

from outreach.activity import SYSTEM
from outreach.db import db, today_in, transaction
from outreach.events import queries, services
from outreach.events.models import CalendarFeed, Event, EventSeries
from outreach.events.services import recurrence
from outreach.i18n.localized import LocalizedText
from tests.factories.accounts import make_user
from tests.factories.events import make_event, make_member, make_series

FORM = {
    "source": "en",
    "title_en": "LASER World of PHOTONICS 2027",
    "kind": "trade_show",
    "presence": "exhibit",
    "state": "confirmed",
    "series_id": "",
    "code": "",
    "starts_on": "2027-06-22",
    "ends_on": "2027-06-25",
    "time_zone": "Europe/Berlin",
    "country": "DE",
    "city": "München",
    "venue": "Messe München",
    "confirmed_on": "2026-11-02",
    "confirmed_source": "Organiser's website",
    "website": "https://fair.example.org",
}


@pytest.fixture
def coordinator(session):
    """A coordinator who reads English in Berlin."""
    return make_user(role="coordinator", language="en", time_zone="Europe/Berlin")


def test_an_edition_is_planned_from_the_starter_catalogue_in_two_clicks(coordinator, sign_in):
    client = sign_in(coordinator)
    assert "LASER World of PHOTONICS" in client.get_page("/events/series/").text
    form = client.post_page("/events/series/starter/LASER").location
    page = client.get_page(form)
    year = queries.next_edition(db.session.scalars(db.select(EventSeries)).one(), today_in("Europe/Berlin"))
    assert page.field("title_en") == f"LASER World of PHOTONICS {year}"
    assert page.field("venue") == "Messe München"
    assert page.field("time_zone") == "Europe/Berlin"
    made = client.post_page(form, {**FORM, "code": "", "series_id": page.field("series_id"), "days_unknown": "y"})
    event = db.session.scalars(db.select(Event)).one()
    assert made.location.endswith(f"/events/{event.id}")
    assert event.code == "LASER-2027"
    assert event.days_known
    page = client.get_page(made.location, title="LASER World of PHOTONICS 2027")
    assert "22–25 Jun 2027" in page.text or "22 – 25 Jun 2027" in page.text
    assert "Organiser's website" in page.text
    assert "Messe München" in page.text


def test_a_form_with_a_mistake_keeps_everything_that_was_typed(coordinator, sign_in):
    page = sign_in(coordinator).post_page(
        "/events/new", {**FORM, "ends_on": "2027-06-21", "website": "javascript:alert(1)"}, 422
    )
    assert page.field("venue") == "Messe München"
    assert page.field("website") == "javascript:alert(1)"
    assert page.errors()
    page = sign_in(coordinator).post_page("/events/new", {**FORM, "ends_on": "2027-06-21"}, 422)
    assert page.errors() == ["The last day lies before the first day"]
    assert db.session.scalar(db.select(db.func.count()).select_from(Event)) == 0


def test_impossible_dates_and_unknown_zones_are_told_at_their_fields(coordinator, sign_in):
    page = sign_in(coordinator).post_page(
        "/events/new", {**FORM, "starts_on": "2027-02-30", "time_zone": "Mars/Base"}, 422
    )
    assert len(page.errors()) == 2
    assert page.field("time_zone") == "Mars/Base"


def test_members_join_and_leave_and_a_clash_is_told_not_refused(coordinator, sign_in):
    event, officer = make_event(), make_user(role="officer", name="周敏")
    other = make_event("SENSOR-2027", starts_on=date(2027, 6, 24), ends_on=date(2027, 6, 26))
    make_member(other, officer)
    client = sign_in(coordinator)
    client.post_page(f"/events/{event.id}/team", {"user_id": officer.id, "role": "member"})
    page = client.get_page(f"/events/{event.id}")
    assert "周敏" in page.text
    assert "is also at" in page.text
    client.post_page(f"/events/{event.id}/team/{event.team[0].id}/remove")
    assert event.team == []


def test_two_versions_stand_side_by_side_and_the_choice_is_kept(coordinator, sign_in):
    event = make_event()
    client = sign_in(coordinator)
    version = client.get_page(f"/events/{event.id}/edit").field("version")
    with transaction():
        services.edit_event(SYSTEM, event, {"venue": "Messe München, Halle A3"})
    mine = {**FORM, "code": "LASER-2027", "venue": "Messe München, Halle B1", "version": version}
    page = client.post_page(f"/events/{event.id}/edit", mine, 409)
    assert "Halle A3" in page.text
    assert "Halle B1" in page.text
    client.post_page(f"/events/{event.id}/edit", {**mine, "version": page.field("version"), "keep.venue": "theirs"})
    db.session.refresh(event)
    assert event.venue == "Messe München, Halle A3"
    assert event.website == "https://fair.example.org"


def test_a_state_is_changed_with_its_reason_on_the_timeline(coordinator, sign_in):
    event = make_event()
    client = sign_in(coordinator)
    opened = client.get_page(f"/events/{event.id}").form_values("state")
    client.post_page(f"/events/{event.id}/state", {**opened, "state": "postponed", "reason": "Hall not ready"})
    assert "Hall not ready" in client.get_page(f"/events/{event.id}").text
    opened = client.get_page(f"/events/{event.id}").form_values("state")
    client.post_page(f"/events/{event.id}/state", {**opened, "state": "perhaps"}, 422)


def test_the_list_narrows_and_says_what_to_drop(coordinator, sign_in):
    client = sign_in(coordinator)
    assert "Start with an edition" in client.get_page("/events/").text
    make_event()
    make_event("MONTH", title="Graphene week", days_known=False, starts_on=date(2027, 6, 1), ends_on=date(2027, 6, 30))
    assert client.get_page("/events/?when=all").heading == "2 events"
    assert client.get_page("/events/?country=DE&year=2027").heading == "2 events"
    assert "Drop one of them" in client.get_page("/events/?state=done").text


def test_readers_see_everything_and_change_nothing(session, sign_in):
    event = make_event()
    client = sign_in(make_user(role="reader", language="en"))
    page = client.get_page(f"/events/{event.id}")
    assert "Add to team" not in page.text
    client.post_page(f"/events/{event.id}/state", {"state": "done"}, 403)
    client.get_page("/events/new", 403)


def test_a_partner_sees_no_staff_page_of_events(session, sign_in):
    event = make_event()
    client = sign_in(make_user(role="partner_user"))
    for path in ("/events/", f"/events/{event.id}", "/events/calendar", "/events/series/", "/events/feeds"):
        client.get_page(path, 403)


def test_a_feed_is_made_read_kept_unchanged_replaced_and_revoked(coordinator, sign_in):
    event = make_event()
    client = sign_in(coordinator)
    page = client.post_page("/events/feeds", {"scope": "all", "event_id": ""}, 200)
    address = next(node.get("value") for node in page.tree.iter("input") if node.get("id") == "feed-address")
    path = address[address.index("/feeds/"):]
    answer = client.get(path)
    assert answer.status_code == 200
    assert event.ics_uid in answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    feed = db.session.scalars(db.select(CalendarFeed)).one()
    assert feed.last_used_at is not None
    page = client.post_page(f"/events/feeds/{feed.id}/rotate", status=200)
    newer = next(node.get("value") for node in page.tree.iter("input") if node.get("id") == "feed-address")
    assert client.get(path).status_code == 404
    newer = newer[newer.index("/feeds/"):]
    assert client.get(newer).status_code == 200
    client.post_page(f"/events/feeds/{feed.id}/revoke")
    assert client.get(newer).status_code == 404
    sign_in(make_user(role="officer")).post_page(f"/events/feeds/{feed.id}/revoke", status=404)


@pytest.mark.parametrize("lang", ["zh", "en", "de", "ko"])
def test_the_public_reads_public_events_in_four_languages(session, client, lang):
    make_event(public=True, title=LocalizedText.of("en", "LASER 2027", zh="2027 慕尼黑光博会"))
    make_event("INTERN", title="Internal rehearsal")
    page = client.get_page(f"/{lang}/events/")
    assert "Internal rehearsal" not in page.text
    page = client.get_page(f"/{lang}/events/LASER-2027")
    assert ("2027 慕尼黑光博会" if lang == "zh" else "LASER 2027") in page.heading
    assert page.html.count('hreflang="') >= 4
    file = client.get(f"/{lang}/events/LASER-2027.ics")
    assert file.mimetype == "text/calendar"
    same = client.get(f"/{lang}/events/LASER-2027.ics", headers={"If-None-Match": file.headers["ETag"]})
    assert same.status_code == 304
    assert client.get(f"/{lang}/events/INTERN").status_code == 404
    assert client.get(f"/{lang}/events/INTERN.ics").status_code == 404


def test_a_series_of_our_own_is_added_and_changed(coordinator, sign_in):
    client = sign_in(coordinator)
    values = {"source": "de", "name_de": "Technologietag", "code": "TECHTAG", "kind": "technology_exchange",
              "time_zone": "Europe/Berlin", "usual_months": "9, 10", "cycle": "yearly"}
    assert client.post_page("/events/series/new", {**values, "usual_months": "13"}, 422).errors()
    client.post_page("/events/series/new", values)
    make_series()
    page = client.get_page("/events/series/")
    assert "Technologietag" in page.text
    series_id = db.session.scalar(db.text("SELECT id FROM event_series WHERE code = 'TECHTAG'"))
    form = client.get_page(f"/events/series/{series_id}")
    assert form.field("usual_months") == "9, 10"
    client.post_page(
        f"/events/series/{series_id}", {**values, "name_de": "Tag der Technik", "version": form.field("version")}
    )
    client.post_page(
        f"/events/series/{series_id}", {**values, "name_de": "Anders", "version": form.field("version")}, 409
    )
    client.get_page("/events/series/999999", 404)


def test_what_is_over_stands_on_a_tab_of_its_own_latest_first(coordinator, sign_in):
    today = today_in("Europe/Berlin")
    for code, days in (("OLD", 400), ("NEWER", 30)):
        day = today - timedelta(days=days)
        make_event(code, f"Fair {code}", starts_on=day, ends_on=day)
    coming = today + timedelta(days=30)
    make_event("NEXT", "Fair to come", starts_on=coming, ends_on=coming)
    client = sign_in(coordinator)
    page = client.get_page("/events/")
    assert page.heading == "1 event"
    assert "Fair OLD" not in page.text
    page = client.get_page("/events/?when=past")
    assert page.heading == "2 events"
    assert page.text.index("Fair NEWER") < page.text.index("Fair OLD")
    assert client.get_page("/events/?when=all").heading == "3 events"
    assert "Fair OLD" in client.get_page(f"/events/?year={(today - timedelta(days=400)).year}").text


def test_days_within_a_month_contradict_that_only_the_month_is_known(coordinator, sign_in):
    client = sign_in(coordinator)
    page = client.post_page("/events/new", {**FORM, "days_unknown": "y", "confirmed_on": ""}, 422)
    assert page.errors()[0].startswith("Take this tick away")
    client.post_page("/events/new", {**FORM, "days_unknown": "y", "confirmed_on": "", "starts_on": "2027-06-01",
                                     "ends_on": "2027-06-30"})
    assert not db.session.scalars(db.select(Event)).one().days_known


def test_hours_are_shown_on_the_venues_clock_and_the_readers(session, sign_in):
    event = make_event(starts_local=datetime(2027, 6, 22, 9), ends_local=datetime(2027, 6, 25, 17))
    page = sign_in(make_user(role="officer", language="en", time_zone="Asia/Shanghai")).get_page(f"/events/{event.id}")
    assert re.search(r"09:00\s*Berlin", page.text)
    assert re.search(r"15:00\s*Wuxi", page.text)


def test_the_hour_that_the_clocks_skip_is_told_at_the_field_and_kept(coordinator, sign_in):
    night = {**FORM, "starts_on": "2027-03-28", "ends_on": "2027-03-28", "starts_time": "02:30", "ends_time": "09:00"}
    page = sign_in(coordinator).post_page("/events/new", night, 422)
    assert "02:30" in page.errors()[0]
    assert page.field("starts_time") == "02:30"


def test_a_code_that_is_taken_and_more_than_a_year_are_told_at_their_fields(coordinator, sign_in):
    make_event()
    client = sign_in(coordinator)
    page = client.post_page("/events/new", {**FORM, "code": "laser-2027"}, 422)
    assert page.errors() == ["Another event has this code"]
    assert page.field("code") == "laser-2027"
    page = client.post_page("/events/new", {**FORM, "ends_on": "2028-07-26"}, 422)
    assert "366" in page.errors()[0]
    client.get_page("/events/999999", 404)
    client.get_page("/events/999999/edit", 404)


def test_legs_have_pages_of_their_own_and_begin_in_the_roadshows_frame(coordinator, sign_in):
    roadshow = make_event("ROAD-2027", "Roadshow Germany", kind="roadshow", confirmed_on=date(2026, 11, 2))
    client = sign_in(coordinator)
    form = f"/events/new?parent={roadshow.id}"
    assert client.get_page(form).field("starts_on") == "2027-06-22"
    made = client.post_page(form, {**FORM, "title_en": "Evening in Stuttgart", "kind": "promotion_conference"})
    leg = db.session.scalars(db.select(Event).where(Event.parent_id == roadshow.id)).one()
    assert made.location.endswith(f"/events/{leg.id}")
    assert f"/events/{leg.id}" in client.get_page(f"/events/{roadshow.id}").links()
    assert f"/events/{roadshow.id}" in client.get_page(f"/events/{leg.id}").links()


def test_days_that_are_edited_take_the_team_and_the_agenda_along(coordinator, sign_in):
    from outreach.events.queries import agenda
    from outreach.events.services.agenda import save_item

    event, client = make_event(), sign_in(coordinator)
    member = make_member(event, coordinator, from_on=date(2027, 6, 22), until_on=date(2027, 6, 23))
    with transaction():
        save_item(SYSTEM, event, {
            "kind": "talk", "title": LocalizedText.of("en", "Opening"), "starts_local": datetime(2027, 6, 22, 10),
            "ends_local": datetime(2027, 6, 22, 11)})
    page = client.get_page(f"/events/{event.id}/edit")
    form = {**FORM, "code": "LASER-2027", "version": page.field("version"), "starts_on": "2027-06-29", "ends_on": "2027-07-02"}
    client.post_page(f"/events/{event.id}/edit", form)
    db.session.expire_all()
    assert (member.from_on, member.until_on) == (date(2027, 6, 29), date(2027, 6, 30))
    assert [item.starts_local for item in agenda.items_of(event)] == [datetime(2027, 6, 29, 10)]
    # One day more at the end moves nothing.
    page = client.get_page(f"/events/{event.id}/edit")
    client.post_page(f"/events/{event.id}/edit", {**form, "version": page.field("version"), "ends_on": "2027-07-03"})
    db.session.expire_all()
    assert member.from_on == date(2027, 6, 29)


@pytest.mark.parametrize("path", ["tasks", "reception"])
def test_who_may_only_read_is_told_so_when_sending(session, sign_in, path):
    event = make_event()
    client = sign_in(make_user(role="leader", language="en"))
    client.get_page(f"/events/{event.id}/{path}")
    client.post_page(f"/events/{event.id}/{path}", {}, 403)


def test_an_edition_from_the_catalogue_is_one_that_we_visit_until_somebody_says_otherwise(coordinator, sign_in):
    series = make_series()
    page = sign_in(coordinator).get_page(f"/events/new?series={series.id}&year=2027")
    assert page.field("presence") == "visit"


def test_the_dates_of_an_event_that_does_not_repeat_are_its_own_page(coordinator, sign_in):
    event = make_event()
    assert sign_in(coordinator).get(f"/events/{event.id}/dates").location.endswith(f"/events/{event.id}")


def test_an_hour_that_the_clocks_show_twice_is_asked_for_at_each_end(coordinator, sign_in):
    client = sign_in(coordinator)
    night = {**FORM, "starts_on": "2027-10-31", "ends_on": "2027-10-31", "starts_time": "02:30", "ends_time": "02:30",
             "confirmed_on": "", "confirmed_source": ""}
    page = client.post_page("/events/new", night, 422)
    assert len(page.errors()) == 2 and all("Berlin show 02:30 twice" in error for error in page.errors())
    client.post_page("/events/new", {**night, "starts_which": "0", "ends_which": "1"})
    event = db.session.scalars(db.select(Event)).one()
    assert (event.starts_fold, event.ends_fold, event.ends_at - event.starts_at) == (0, 1, timedelta(hours=1))
    page = client.get_page(f"/events/{event.id}/edit")
    assert (page.field("starts_which"), page.field("ends_which")) == ("0", "1")
    # On any other day nobody is asked.
    assert "starts_which" not in client.get_page("/events/new").html


def test_the_dates_page_says_when_a_date_ends_on_another_day(coordinator, sign_in):
    event = make_event(starts_on=date(2027, 4, 2), ends_on=date(2027, 4, 3))
    with transaction():
        recurrence.make_recurring(SYSTEM, event, recurrence.Rule("weekly", count=2))
    assert "3 Apr" in sign_in(coordinator).get_page(f"/events/{event.id}/dates").text


@pytest.mark.parametrize("name", ["endpoint", "_method", "_external", "_anchor", "kind", "x"])
def test_a_name_in_the_address_that_means_something_elsewhere_takes_no_list_down(session, sign_in, client, name):
    make_event(public=True)
    signed = sign_in(make_user(role="coordinator"))
    for path in ("/events/", "/events/trips", "/events/calendar", "/people/", "/leads/"):
        signed.get_page(f"{path}?{name}=POST")
    client.get_page(f"/de/events/?{name}=POST")


@pytest.mark.parametrize(("path", "sent"), [
    ("edit", {"opened": "[" * 100_000, "version": "77"}), ("agenda/rooms/new", {"name": "A", "capacity": "9" * 400}),
    ("agenda/tracks/new", {"source": "en", "name_en": "A", "position": "9" * 5000}), ("repeat", {"interval": "9" * 400}),
    ("materials", {"version": "9" * 5000}), ("legs/order", {"place-" + "9" * 5000: "1"})])
def test_what_no_browser_sends_is_refused_in_a_form(session, sign_in, path, sent):
    event = make_event(kind="roadshow")
    signed = sign_in(make_user(role="coordinator"))
    answer = signed.post(f"/events/{event.id}/{path}", data={**sent, "csrf_token": signed.csrf_token()})
    assert answer.status_code < 500


@pytest.mark.parametrize("path", ["/events/new", "/events/series/new", "/events/upload"])
def test_what_somebody_typed_comes_back_in_a_message_as_text(session, sign_in, path):
    page = sign_in(make_user(role="coordinator")).post_page(path, {"time_zone": "<script>alert(1)</script>"}, status=422)
    assert "<script>alert" not in page.html and "&lt;script&gt;alert" in page.html
