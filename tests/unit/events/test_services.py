"""Creating and changing events, series, teams and feeds: what is kept, what is refused."""

from datetime import date, datetime

import pytest

from outreach.activity import SYSTEM
from outreach.activity.queries import timeline
from outreach.db import db, transaction
from outreach.errors import Conflict, Refused
from outreach.events import services
from outreach.i18n.localized import LocalizedText
from outreach.search import index
from tests.factories.accounts import make_user
from tests.factories.events import make_event, make_member, make_series


def refused(**values) -> Refused:
    """What creating an event with these values is refused with."""
    with pytest.raises(Refused) as caught:
        make_event(**values)
    return caught.value


def test_an_event_keeps_wall_time_and_zone_and_derives_its_instants(session):
    event = make_event(starts_local=datetime(2027, 6, 22, 9), ends_local=datetime(2027, 6, 25, 17))
    assert event.starts_at.isoformat() == "2027-06-22T07:00:00+00:00"
    assert event.ends_at.isoformat() == "2027-06-25T15:00:00+00:00"
    assert not event.all_day


def test_whole_days_run_from_midnight_to_midnight_of_the_venue(session):
    event = make_event(time_zone="Asia/Seoul", country="KR", city="Seoul")
    assert event.starts_at.isoformat() == "2027-06-21T15:00:00+00:00"
    assert event.ends_at.isoformat() == "2027-06-25T15:00:00+00:00"


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"ends_on": date(2027, 6, 21)}, "end_before_start", "ends_on"),
        ({"ends_on": date(2028, 7, 30)}, "too_long", "ends_on"),
        ({"time_zone": "Europe/Munich"}, "unknown_zone", "time_zone"),
        ({"code": "laser 2027!"}, "bad_code", "code"),
        ({"kind": "party"}, "unknown_kind", "kind"),
        ({"state": "perhaps"}, "unknown_state", "state"),
        ({"starts_local": datetime(2027, 6, 22, 9)}, "hours_incomplete", "ends_local"),
        (
            {"starts_local": datetime(2027, 6, 23, 9), "ends_local": datetime(2027, 6, 25, 17)},
            "hour_on_other_day",
            "starts_local",
        ),
        ({"title": LocalizedText("en", {})}, "title_missing", "title"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(session, values, code, field):
    error = refused(**values)
    assert (error.code, error.field) == (code, field)


def test_an_event_with_legs_stays_a_roadshow(session):
    roadshow = make_event(kind="roadshow")
    with transaction():
        services.add_leg(SYSTEM, roadshow, {
            "title": LocalizedText.of("en", "Leg"), "kind": "promotion_conference", "time_zone": "Europe/London",
            "starts_on": date(2027, 6, 22), "ends_on": date(2027, 6, 22)})
    with pytest.raises(Refused) as caught, transaction():
        services.edit_event(SYSTEM, roadshow, {"kind": "trade_show"})
    assert (caught.value.code, caught.value.field, roadshow.kind) == ("has_legs", "kind", "roadshow")


def test_a_time_that_the_clocks_skip_is_refused_and_names_place_and_time(session):
    error = refused(code="SPRING", starts_on=date(2027, 3, 28), ends_on=date(2027, 3, 28),
                    starts_local=datetime(2027, 3, 28, 2, 30), ends_local=datetime(2027, 3, 28, 5))
    assert error.code == "time_skipped"
    assert "02:30" in str(error)
    assert "柏林" in str(error)


def test_of_a_time_that_comes_twice_the_second_one_can_be_meant(session):
    times = {
        "starts_on": date(2027, 10, 31),
        "ends_on": date(2027, 10, 31),
        "starts_local": datetime(2027, 10, 31, 2, 30),
        "ends_local": datetime(2027, 10, 31, 5),
    }
    first, second = make_event("FIRST", **times), make_event("SECOND", starts_fold=1, **times)
    assert (second.starts_at - first.starts_at).total_seconds() == 3600


def test_a_taken_code_is_refused_and_a_missing_one_is_made(session):
    make_event()
    assert refused().code == "code_taken"
    series = make_series("CHINAPLAS", "CHINAPLAS")
    with transaction():
        made = services.create_event(SYSTEM, {**services.edition_values(series, 2028), "code": ""})
    assert made.code == "CHINAPLAS-2028"


def test_an_edition_begins_unconfirmed_in_the_usual_month(session):
    with transaction():
        series = services.take_from_starter(SYSTEM, "LASER")
        again = services.take_from_starter(SYSTEM, "LASER")
    assert series.id == again.id
    values = services.edition_values(series, 2027)
    assert values["starts_on"] == date(2027, 6, 1)
    assert not values["days_known"]
    assert "confirmed_on" not in values
    assert values["time_zone"] == "Europe/Berlin"


def test_the_second_of_two_editors_learns_what_is_stored_now(session):
    event = make_event()
    with transaction():
        services.edit_event(SYSTEM, event, {"venue": "Messe München, Halle A3"}, version=1)
    with pytest.raises(Conflict) as caught, transaction():
        services.edit_event(SYSTEM, event, {"venue": "Messe München, Halle B1"}, version=1)
    assert caught.value.theirs == {"venue": "Messe München, Halle A3"}
    with transaction():
        services.edit_event(SYSTEM, event, {"venue": "Messe München, Halle A3"}, version=1)
    assert event.version == 2


def test_every_change_that_a_calendar_shows_raises_the_sequence(session):
    event = make_event()
    with transaction():
        services.edit_event(SYSTEM, event, {"confirmed_source": "Organiser"})
    assert event.ics_sequence == 0
    with transaction():
        services.edit_event(SYSTEM, event, {"venue": "Messe München, Halle A3"})
        services.change_state(SYSTEM, event, "postponed", "Hall not ready")
    assert event.ics_sequence == 2
    assert [entry.verb for entry in db.session.scalars(timeline("event", event.id))][:2] == [
        "event.state_changed",
        "event.changed",
    ]


def test_a_leg_stands_in_its_roadshow_and_has_no_legs(session):
    roadshow = make_event("ROADSHOW-2027", kind="roadshow", ends_on=date(2027, 7, 10))
    with transaction():
        leg = services.add_leg(SYSTEM, roadshow, {
            "title": LocalizedText.of("en", "London"), "kind": "promotion_conference", "time_zone": "Europe/London",
            "country": "GB", "city": "London", "starts_on": date(2027, 7, 1), "ends_on": date(2027, 7, 1)})
    assert [one.id for one in roadshow.legs] == [leg.id]
    with pytest.raises(Refused) as caught, transaction():
        services.add_leg(SYSTEM, leg, {"title": LocalizedText.of("en", "Paris")})
    assert caught.value.code == "leg_of_leg"


def test_only_our_own_active_people_go_and_days_lie_within_the_event(session):
    event, partner = make_event(), make_user(role="partner_user")
    with pytest.raises(Refused) as caught:
        make_member(event, partner)
    assert caught.value.code == "not_staff"
    officer = make_user(role="officer")
    with pytest.raises(Refused) as caught:
        make_member(event, officer, from_on=date(2027, 7, 1), until_on=date(2027, 7, 2))
    assert caught.value.code == "outside_event"
    make_member(event, officer)
    make_member(event, officer, "head")
    assert [(one.user_id, one.role) for one in event.team] == [(officer.id, "head")]


def test_new_zone_rules_move_the_instants_and_are_logged(session):
    event = make_event()
    event.starts_at = event.starts_at.replace(hour=5)
    session.flush()
    with transaction():
        assert [one.code for one in services.refresh_instants(SYSTEM)] == ["LASER-2027"]
        assert services.refresh_instants(SYSTEM) == []
    assert event.ics_sequence == 1


def test_an_event_is_found_by_its_title_city_and_code(session):
    from outreach.events.queries import visible_events

    event = make_event()
    reader = make_user(role="reader")
    for words in ("photonics", "LASER-2027", "münchen", "muenchen"):
        assert [hit.ref_id for hit in index.find(words, reader, kinds=["event"])] == [event.id], words
    assert db.session.scalar(visible_events(make_user(role="partner_user"))) is None
