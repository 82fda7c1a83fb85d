"""Reading events: filters, clashes in the right zones, feeds and their marks."""

from datetime import date, datetime

import pytest

from outreach.activity import SYSTEM
from outreach.db import db, transaction
from outreach.errors import NotFound
from outreach.events import queries, services
from outreach.events.calendar import feed_mark
from outreach.events.queries.feeds import feed_select
from outreach.i18n.localized import LocalizedText
from tests.factories.accounts import make_user
from tests.factories.events import make_event, make_member


def test_filters_narrow_by_year_country_kind_state_and_whether_i_go(session):
    reader = make_user(role="officer")
    munich = make_event()
    seoul = make_event("SEOUL-2028", country="KR", time_zone="Asia/Seoul", kind="technology_exchange", state="planned",
                       starts_on=date(2027, 12, 30), ends_on=date(2028, 1, 2))
    make_member(munich, reader)

    def found(**wanted) -> list[int]:
        return [
            event.id for event in db.session.scalars(queries.filtered_events(reader, queries.EventFilter(**wanted)))
        ]

    assert found() == [munich.id, seoul.id]
    assert (
        found(year=2028)
        == found(country="KR")
        == found(kind="technology_exchange")
        == found(state="planned")
        == [seoul.id]
    )
    assert found(mine=True) == [munich.id]


def test_a_partner_sees_no_event_and_a_wrong_id_says_so(session):
    event, partner = make_event(), make_user(role="partner_user")
    with pytest.raises(NotFound):
        queries.get_event(partner, event.id)
    with pytest.raises(NotFound):
        queries.get_event(make_user(role="reader"), 999_999)


def test_somebody_at_two_places_at_once_is_told_across_zones_and_summer_time(session):
    """Until 17:30 in London is 18:30 in Munich; on the day after the change of clocks as before."""
    user = make_user(role="officer")
    london = make_event(
        "LONDON",
        country="GB",
        time_zone="Europe/London",
        starts_on=date(2027, 3, 28),
        ends_on=date(2027, 3, 28),
        starts_local=datetime(2027, 3, 28, 9),
        ends_local=datetime(2027, 3, 28, 17, 30),
    )
    early = make_event("EARLY", starts_on=date(2027, 3, 28), ends_on=date(2027, 3, 28),
                       starts_local=datetime(2027, 3, 28, 18, 15), ends_local=datetime(2027, 3, 28, 20))
    late = make_event("LATE", starts_on=date(2027, 3, 28), ends_on=date(2027, 3, 28),
                      starts_local=datetime(2027, 3, 28, 18, 30), ends_local=datetime(2027, 3, 28, 20))
    first = make_member(london, user)
    make_member(late, user)
    assert queries.clashes([first]) == []
    make_member(early, user)
    assert [clash.event.code for clash in queries.clashes([first])] == ["EARLY"]
    assert [item.code for item in queries.warnings_of(london)][0] == "clash"
    with transaction():
        services.change_state(SYSTEM, early, "cancelled", "No stand")
    assert queries.clashes([first]) == []


def test_a_leg_outside_its_roadshow_and_open_dates_are_warned_of(session):
    roadshow = make_event("ROAD", kind="roadshow")
    leg = make_event("LEG", parent_id=roadshow.id, starts_on=date(2027, 7, 1), ends_on=date(2027, 7, 1))
    assert {item.code for item in queries.warnings_of(leg)} == {"leg_outside", "unconfirmed"}
    open_month = make_event("MONTH", days_known=False, starts_on=date(2028, 6, 1), ends_on=date(2028, 6, 30))
    assert [item.code for item in queries.warnings_of(open_month)] == ["days_unknown"]


def test_the_next_edition_follows_the_cycle():
    from outreach.events.services import STARTER

    laser = next(item for item in STARTER if item.code == "LASER")
    assert queries.next_edition(laser, date(2026, 11, 25)) == 2027
    assert queries.next_edition(laser, date(2027, 7, 1)) == 2029


def test_the_mark_of_a_feed_changes_with_what_it_shows_and_with_nothing_else(session):
    user, event = make_user(role="officer"), make_event()
    with transaction():
        feed, _token = services.create_feed(SYSTEM, user, "all")
    before = feed_mark(feed)
    assert feed_mark(feed) == before
    with transaction():
        services.edit_event(SYSTEM, event, {"confirmed_source": "Organiser"})
    assert feed_mark(feed) == before
    with transaction():
        services.edit_event(SYSTEM, event, {"city": "Garching"})
    assert feed_mark(feed) != before


def test_a_feed_shows_the_scope_that_was_asked_for(session):
    user = make_user(role="officer")
    mine, other = make_event("MINE"), make_event("OTHER")
    make_member(mine, user)
    make_event("MONTH", days_known=False)
    codes = {}
    with transaction():
        for scope in ("mine", "all"):
            feed, _token = services.create_feed(SYSTEM, user, scope)
            codes[scope] = sorted(event.code for event in db.session.scalars(feed_select(feed)))
        feed, _token = services.create_feed(SYSTEM, user, "event", event=other)
        codes["event"] = sorted(event.code for event in db.session.scalars(feed_select(feed)))
    assert codes == {"mine": ["MINE"], "all": ["MINE", "OTHER"], "event": ["OTHER"]}


def test_a_roadshow_is_found_by_the_countries_and_people_of_its_legs(session):
    roadshow, goes = make_event("ROAD", kind="roadshow", country=None), make_user(role="officer")
    with transaction():
        leg = services.add_leg(SYSTEM, roadshow, {
            "title": LocalizedText.of("en", "Leg"), "kind": "promotion_conference", "country": "KR", "time_zone": "Asia/Seoul",
            "starts_on": date(2027, 6, 22), "ends_on": date(2027, 6, 22)})
    make_member(leg, goes)
    for wanted in (queries.EventFilter(country="KR", kind="roadshow"), queries.EventFilter(person=goes.id, kind="roadshow")):
        assert list(db.session.scalars(queries.filtered_events(goes, wanted))) == [roadshow]
    assert not db.session.scalars(queries.filtered_events(goes, queries.EventFilter(country="DE"))).all()


@pytest.mark.parametrize(("country", "zone", "warned"), [
    ("KR", "Europe/Berlin", True), ("KR", "Asia/Seoul", False), ("AT", "Europe/Berlin", False), ("CN", "Asia/Shanghai", False),
    ("US", "America/Chicago", False), ("GB", "Europe/Berlin", True), (None, "Asia/Seoul", False)])
def test_a_clock_that_is_none_of_the_countrys_is_told(session, country, zone, warned):
    event = make_event(country=country, time_zone=zone)
    assert any(item.code == "zone_elsewhere" for item in queries.warnings_of(event)) == warned
