"""The planning board: lanes, ways between legs, people booked twice, clocks, and what may be done on the page."""

from datetime import date, datetime, time, timedelta

import pytest
import sqlalchemy

from outreach.activity import SYSTEM
from outreach.catalogue.queries import calendar_codes
from outreach.db import Money, db, transaction
from outreach.errors import Refused
from outreach.events import queries
from outreach.events.models import Event, KeptWarning
from outreach.events.queries.board import Bar, clash_pairs, lanes, make_board, planned_events, roadshow_events
from outreach.events.queries.bookings import Booking, overlaps
from outreach.events.queries.clocks import clock_changes, closed_on, shared_by_all, shared_hours, strip
from outreach.events.queries.travel import journeys, kilometres_between
from outreach.events.services import add_leg, planning
from outreach.events.services.budget import add_line
from outreach.i18n import in_language
from outreach.i18n.localized import LocalizedText
from tests.factories.accounts import make_user
from tests.factories.events import make_event, make_member
from tests.factories.trips import make_trip

LEGS = (("London", "GB", "Europe/London", date(2026, 9, 30), date(2026, 10, 2)),
        ("Stuttgart", "DE", "Europe/Berlin", date(2026, 10, 6), date(2026, 10, 8)),
        ("Seoul", "KR", "Asia/Seoul", date(2026, 10, 9), date(2026, 10, 13)))


def make_roadshow(**values) -> Event:
    """Three legs in London, Stuttgart and Seoul in the autumn of 2026."""
    roadshow = make_event("AUTUMN-2026", "Autumn roadshow", kind="roadshow", country=None, city="", venue="",
                          time_zone="Asia/Shanghai", starts_on=date(2026, 9, 30), ends_on=date(2026, 10, 13),
                          confirmed_on=date(2026, 5, 1), **values)
    with transaction():
        for city, country, zone, first, last in LEGS:
            add_leg(SYSTEM, roadshow, {
                "title": LocalizedText.of("en", f"{city} leg"), "kind": "promotion_conference", "presence": "host",
                "country": country, "city": city, "time_zone": zone, "starts_on": first, "ends_on": last,
                "confirmed_on": date(2026, 5, 1),
                **({"starts_local": datetime(2026, 10, 9, 14), "ends_local": datetime(2026, 10, 13, 17)}
                   if city == "Seoul" else
                   {"starts_local": datetime.combine(first, time(9)), "ends_local": datetime.combine(last, time(17))})})
    return roadshow


@pytest.fixture
def coordinator(session):
    """A coordinator who reads English in Wuxi."""
    return make_user(role="coordinator", language="en", time_zone="Asia/Shanghai")


def test_bars_that_overlap_lie_in_lanes_of_their_own_and_rows_cover_every_day():
    days = [date(2026, 10, 5) + timedelta(days=step) for step in range(7)]
    rows = lanes(days, [Bar(days[0], days[2], "a"), Bar(days[2], days[3], "b"), Bar(days[5], date(2026, 11, 1), "c")])
    assert [[cell.bar.what for cell in row if cell.bar] for row in rows] == [["a", "c"], ["b"]]
    assert [sum(cell.span for cell in row) for row in rows] == [7, 7]
    assert [sum(cell.span for cell in row) for row in lanes(days, [])] == [7]


def test_the_sweep_finds_what_comparing_all_pairs_finds():
    import random

    dice, base = random.Random(7), datetime(2026, 10, 1)
    taken = []
    for number in range(300):
        start = base + timedelta(hours=dice.randrange(500))
        taken.append(Booking(dice.randrange(9), start, start + timedelta(hours=dice.randrange(1, 30)), number))
    slow = {frozenset((one.what, other.what)) for one in taken for other in taken
            if one is not other and one.who == other.who and one.start < other.end and other.start < one.end}
    assert {frozenset((one.what, other.what)) for one, other in overlaps(taken)} == slow
    assert len(overlaps(taken)) == len(slow)


def test_distances_come_from_the_time_zone_database():
    assert 900 < kilometres_between("Europe/London", "Europe/Berlin") < 960
    assert 8000 < kilometres_between("Europe/Berlin", "Asia/Seoul") < 8300
    assert kilometres_between("UTC", "Asia/Seoul") is None


def test_a_way_that_takes_longer_than_there_is_time_is_warned_about_with_its_numbers(coordinator):
    roadshow = make_roadshow()
    legs = roadshow_events(coordinator, roadshow)
    first, second = journeys(legs)
    assert not first.too_short and first.free == timedelta(days=3, hours=15)
    # Thursday 17:00 in Stuttgart is 00:00 in Seoul; there it begins at 14:00.
    assert second.free == timedelta(hours=14) and second.too_short and second.estimated
    with in_language("en"):
        codes = {item.code: item for item in queries.warnings_of(roadshow, legs)}
    assert "Stuttgart to Seoul: 14 hrs between the legs" in codes["gap_short"].fact
    with transaction():
        legs[2].travel_minutes = 13 * 60
    assert not journeys(roadshow_events(coordinator, roadshow))[1].too_short


def test_whole_days_of_neighbouring_zones_do_not_overlap_at_midnight(coordinator):
    london = make_event("A-2028", "A", time_zone="Europe/London", starts_on=date(2028, 4, 3), ends_on=date(2028, 4, 7))
    hanover = make_event("B-2028", "B", starts_on=date(2028, 4, 8), ends_on=date(2028, 4, 9))
    assert london.ends_at > hanover.starts_at
    assert clash_pairs([make_member(london, coordinator), make_member(hanover, coordinator)]) == []
    # From the end of the working day in London to its beginning in Berlin.
    assert [way.free for way in journeys([london, hanover])] == [timedelta(hours=14)]


def test_holidays_make_up_days_and_changing_clocks_are_told(coordinator):
    roadshow = make_roadshow()
    with in_language("en"):
        codes = {item.code: item.fact for item in queries.warnings_of(roadshow, roadshow_events(coordinator, roadshow))}
    assert "Hangul Day" in codes["holiday"] and "Seoul leg" in codes["holiday"]
    assert codes["china_closed"].startswith("China is closed 1–")
    assert "china_works" in codes
    later = make_event("LATE-2026", "Late", starts_on=date(2026, 10, 24), ends_on=date(2026, 10, 26))
    with in_language("en"):
        told = [item.fact for item in queries.warnings_of(later) if item.code == "clocks_change"]
    assert told == ["Clocks in Berlin go back by 1 hr on Sun 25 Oct 2026"]


def test_china_closes_twice_in_a_long_autumn(coordinator):
    event = make_event("AUTUMN-2026", "Autumn", starts_on=date(2026, 9, 20), ends_on=date(2026, 10, 10))
    with in_language("en"):
        told = [item.fact for item in queries.warnings_of(event) if item.code == "china_closed"]
    # The Mid-Autumn Festival and the National Day, with working days between them.
    assert len(told) == 2 and told[1].startswith("China is closed 1–")


def test_two_places_share_the_hours_in_which_both_work():
    day, nine, six = date(2026, 10, 6), time(9), time(18)
    both = shared_hours("Europe/London", "Asia/Shanghai", day, nine, six)
    assert (both.begin.hour, both.end.hour, both.hours) == (9, 11, 2)
    both = shared_hours("Asia/Seoul", "Europe/London", day, nine, six)
    assert (both.begin.hour, both.end.hour) == (17, 18)
    # After the clocks of Europe went back, Seoul and London share none; the Americas meet the next day of Asia.
    assert shared_hours("Asia/Seoul", "Europe/London", date(2026, 10, 27), nine, six).begin is None
    assert shared_hours("America/Los_Angeles", "Asia/Seoul", day, nine, six).hours > 0
    everybody = shared_by_all(["Europe/London", "Europe/Berlin", "Asia/Shanghai", "Asia/Seoul"], "Asia/Shanghai", day, nine, six)
    assert (everybody.begin.hour, everybody.hours) == (16, 1)


def test_a_strip_has_the_hours_of_the_readers_day_and_a_change_is_found_on_its_day():
    assert len(strip("Asia/Seoul", "Europe/Berlin", date(2026, 10, 25), time(9), time(18)).hours) == 25
    assert len(strip("Asia/Seoul", "Asia/Shanghai", date(2026, 10, 25), time(9), time(18)).hours) == 24
    assert strip("Asia/Seoul", "Asia/Shanghai", date(2026, 10, 6), time(9), time(18)).offset == 540
    assert [(item.day, item.minutes) for item in clock_changes(["Europe/Berlin"], date(2026, 1, 1), date(2026, 12, 31))] == [
        (date(2026, 3, 29), 60), (date(2026, 10, 25), -60)]


def test_who_is_at_two_events_at_once_is_booked_twice_across_zones(coordinator):
    roadshow, busy = make_roadshow(), make_user(role="officer")
    stuttgart = roadshow.legs[1]
    other = make_event("VISIT-2026", "Visit in Wuxi", kind="inbound_visit", city="Wuxi", country="CN",
                       time_zone="Asia/Shanghai", starts_on=date(2026, 10, 8), ends_on=date(2026, 10, 8),
                       starts_local=datetime(2026, 10, 8, 14), ends_local=datetime(2026, 10, 8, 16))
    members = [make_member(roadshow, busy), make_member(stuttgart, busy), make_member(other, busy)]
    # The roadshow as a whole overlaps the visit too; with its own leg it is one thing.
    assert {frozenset((one.what.event_id, two.what.event_id)) for one, two in clash_pairs(members)} == {
        frozenset((stuttgart.id, other.id)), frozenset((roadshow.id, other.id))}
    board = make_board(roadshow_events(coordinator, roadshow), date(2026, 9, 28), date(2026, 10, 18), roadshow=roadshow)
    row = board.people[0]
    assert (row.user.id, row.days_out, len(row.lanes)) == (busy.id, 3, 2)
    assert [bar.bad for cells in row.lanes for bar in [cell.bar for cell in cells if cell.bar]] == [True, True]


def test_the_board_asks_the_same_number_of_questions_for_few_and_for_many(coordinator):
    users = [make_user(role="officer") for _number in range(12)]

    def fill(count: int, year: int) -> int:
        for number in range(count):
            event = make_event(f"E-{year}-{number}", f"Event {number}", starts_on=date(year, 3, 1 + number % 20),
                               ends_on=date(year, 3, 3 + number % 20))
            for user in users[:1 + number % 12]:
                make_member(event, user)
        db.session.expire_all()
        asked: list[str] = []
        note = lambda *given: asked.append(given[2])  # noqa: E731 - the engine wants a callable
        sqlalchemy.event.listen(db.engine, "before_cursor_execute", note)
        try:
            make_board(planned_events(coordinator, date(year, 3, 1), date(year, 3, 31)), date(year, 3, 1), date(year, 3, 31))
        finally:
            sqlalchemy.event.remove(db.engine, "before_cursor_execute", note)
        return len(asked)
    assert fill(2, 2027) == fill(24, 2028)


def test_typed_places_put_the_legs_in_order(coordinator, sign_in):
    roadshow = make_roadshow()
    ids = [leg.id for leg in roadshow.legs]
    page = sign_in(coordinator).post_page(f"/events/{roadshow.id}/legs/order", {
        f"place-{ids[0]}": "3", f"place-{ids[1]}": "1", f"place-{ids[2]}": "nonsense"})
    assert page.location.endswith(f"/events/{roadshow.id}/board#legs")
    db.session.expire_all()
    assert [leg.city for leg in db.session.get(Event, roadshow.id).legs] == ["Stuttgart", "Seoul", "London"]


@pytest.mark.parametrize(("typed", "order"), [
    ({0: 3}, [1, 2, 0]), ({2: 1}, [2, 0, 1]), ({0: 2}, [1, 0, 2]), ({0: 3, 1: 1, 2: 2}, [1, 2, 0]), ({1: 1, 2: 1}, [1, 2, 0]),
    ({0: 99}, [1, 2, 0]), ({}, [0, 1, 2])])
def test_a_leg_gets_to_the_place_that_was_typed(coordinator, typed, order):
    roadshow = make_roadshow()
    legs = list(roadshow.legs)
    with transaction():
        found = planning.order_legs(SYSTEM, roadshow, {leg.id: typed.get(at, at + 1) for at, leg in enumerate(legs)})
    assert [legs.index(leg) for leg in found] == order


def test_a_double_click_moves_once_and_another_one_again(coordinator, sign_in):
    roadshow, client = make_roadshow(), sign_in(coordinator)
    leg, board = roadshow.legs[0], f"/events/{roadshow.id}/board"
    first = leg.starts_on
    for _page in range(2):
        page = client.get_page(board)
        form = {"days": "1", "form_mark": page.field("form_mark")}
        for _click in range(2):
            client.post_page(f"/events/{leg.id}/move", form)
    db.session.expire_all()
    assert leg.starts_on == first + timedelta(days=2)


def test_what_is_done_or_cancelled_stays_where_it_was(coordinator):
    roadshow = make_roadshow()
    days = [leg.starts_on for leg in roadshow.legs]
    with transaction():
        roadshow.legs[0].state, roadshow.legs[1].state = "done", "cancelled"
        planning.move_event(SYSTEM, roadshow, 7)
    assert [(leg.starts_on - was).days for leg, was in zip(roadshow.legs, days, strict=True)] == [0, 0, 7]


def test_a_board_without_legs_counts_none(coordinator, sign_in):
    event = make_event("EMPTY", kind="roadshow")
    assert "1 leg" not in sign_in(coordinator).get_page(f"/events/{event.id}/board").text


def test_moving_a_roadshow_moves_its_legs_its_hours_and_the_days_of_its_team(coordinator):
    roadshow = make_roadshow()
    make_member(roadshow.legs[0], coordinator, from_on=date(2026, 9, 30), until_on=date(2026, 10, 1))
    before = [leg.starts_at for leg in roadshow.legs]
    with transaction():
        planning.move_event(SYSTEM, roadshow, 7)
    assert roadshow.starts_on == date(2026, 10, 7)
    assert [leg.starts_at - was for leg, was in zip(roadshow.legs, before, strict=True)] == [timedelta(days=7)] * 3
    assert roadshow.legs[0].team[0].until_on == date(2026, 10, 8)
    with pytest.raises(Refused):
        planning.move_event(SYSTEM, roadshow, 0)


def test_moving_onto_a_time_that_the_clocks_skip_is_refused_and_nothing_moves(coordinator, sign_in):
    event = make_event("NIGHT-2027", "Night", starts_on=date(2027, 3, 27), ends_on=date(2027, 3, 27),
                       starts_local=datetime(2027, 3, 27, 2, 30), ends_local=datetime(2027, 3, 27, 5))
    page = sign_in(coordinator).post_page(f"/events/{event.id}/move", {"days": "1"}, status=422)
    assert "skip 02:30" in page.text
    db.session.expire_all()
    assert db.session.get(Event, event.id).starts_on == date(2027, 3, 27)


def test_a_warning_is_kept_with_a_reason_and_comes_back_when_its_numbers_change(coordinator, sign_in):
    roadshow, client = make_roadshow(), sign_in(coordinator)
    page = client.get_page(f"/events/{roadshow.id}/board")
    with in_language("en"):
        gap = next(item for item in queries.warnings_of(roadshow) if item.code == "gap_short")
    assert gap.fact in page.text
    refused = client.post_page(f"/events/{roadshow.id}/warnings", {"key": gap.key, "reason": " "}, status=422)
    assert gap.fact in refused.text and refused.errors()
    client.post_page(f"/events/{roadshow.id}/warnings", {"key": gap.key, "reason": "Night train and early plane"})
    page = client.get_page(f"/events/{roadshow.id}/board")
    assert "Night train and early plane" in page.text
    kept = db.session.scalars(db.select(KeptWarning)).one()
    opened, held = queries.split_by_kept(queries.warnings_of(roadshow), queries.kept_warnings(roadshow))
    assert [item.key for item, _stored in held] == [gap.key]
    with transaction():
        planning.move_event(SYSTEM, roadshow.legs[1], -1)
    opened, held = queries.split_by_kept(queries.warnings_of(roadshow), queries.kept_warnings(roadshow))
    assert held == []
    client.post_page(f"/events/{roadshow.id}/warnings/{kept.id}/raise")
    assert db.session.scalars(db.select(KeptWarning)).all() == []


def test_a_warning_that_is_gone_is_not_kept(coordinator, sign_in):
    roadshow = make_roadshow()
    page = sign_in(coordinator).post_page(f"/events/{roadshow.id}/warnings", {"key": "gap:1:2:3", "reason": "x"})
    assert page.location.endswith("/board") and db.session.scalars(db.select(KeptWarning)).all() == []


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_the_boards_open_in_every_language(session, sign_in, language):
    roadshow = make_roadshow()
    make_member(roadshow.legs[0], make_user(role="officer"))
    client = sign_in(make_user(role="reader", language=language))
    assert "London" in client.get_page(f"/events/{roadshow.id}/board?day=2026-10-06").html
    assert "Seoul leg" in client.get_page("/events/planning?from=2026-09-28&weeks=3").html
    client.get_page("/events/planning?from=nonsense&weeks=99")
    # A single event has a board too.
    client.get_page(f"/events/{roadshow.legs[0].id}/board")


def test_a_roadshows_own_pages_name_who_goes_on_its_legs(coordinator, sign_in):
    roadshow, officer = make_roadshow(), make_user(role="officer", name="Zhou Min", language="en")
    for leg in roadshow.legs[:2]:
        make_member(leg, officer)
    client = sign_in(coordinator)
    page = client.get_page(f"/events/{roadshow.id}")
    assert "1 person goes" in page.text and "London , Stuttgart" in " ".join(page.text.split())
    assert page.text.count("Nobody is on the team yet") == 0
    assert "nobody yet" not in client.get_page("/events/?when=all&kind=roadshow").text


def test_a_leg_of_which_only_the_month_is_known_lies_outside_by_its_month_alone(coordinator):
    roadshow = make_roadshow()
    leg = roadshow.legs[0]
    with transaction():
        leg.days_known, leg.starts_on, leg.ends_on = False, date(2026, 10, 1), date(2026, 10, 31)
    assert "leg_outside" not in {item.code for item in queries.warnings_of(roadshow)}
    with transaction():
        leg.starts_on, leg.ends_on = date(2026, 12, 1), date(2026, 12, 31)
    assert "leg_outside" in {item.code for item in queries.warnings_of(roadshow)}


def test_a_holiday_of_all_regions_is_one_of_the_country(coordinator):
    fair = make_event("FAIR", starts_on=date(2027, 3, 24), ends_on=date(2027, 3, 29))
    with in_language("en"):
        facts = [item.fact for item in queries.warnings_of(fair) if item.code == "holiday"]
    assert any("Good Friday (Germany)" in fact for fact in facts)


def test_the_holidays_and_clocks_of_the_four_countries_stand_on_every_board(coordinator, sign_in):
    first = date(2027, 10, 1)
    fair = make_event("FAIR", country="GB", time_zone="Europe/London", starts_on=first, ends_on=first)
    with in_language("en"):
        named = [name for name, _cells in make_board([fair], first, first + timedelta(days=13)).holidays]
    assert {"China", "Germany", "South Korea", "United Kingdom"} <= set(named) and named[0] == "China"
    abroad = make_user(role="coordinator", language="en", time_zone="Asia/Tokyo")
    text = sign_in(abroad).get_page("/events/planning").text
    assert all(place in text for place in ("Tokyo", "Wuxi", "London", "Berlin", "Seoul"))


def test_places_that_are_no_numbers_are_told(coordinator, sign_in):
    roadshow = make_roadshow()
    client = sign_in(coordinator)
    client.post_page(f"/events/{roadshow.id}/legs/order", {f"place-{roadshow.legs[0].id}": "abc"})
    assert "What is none was left out" in client.get_page(f"/events/{roadshow.id}/board").text


def test_somebody_on_two_legs_at_once_is_warned_about_once(coordinator):
    roadshow = make_roadshow()
    with transaction():
        roadshow.legs[1].starts_on, roadshow.legs[1].ends_on = roadshow.legs[0].starts_on, roadshow.legs[0].ends_on
        roadshow.legs[1].starts_local = roadshow.legs[1].ends_local = None
        roadshow.legs[1].derive_instants()
    for leg in roadshow.legs[:2]:
        make_member(leg, coordinator)
    with in_language("en"):
        facts = [item.fact for item in queries.warnings_of(roadshow) if item.code == "clash"]
    assert len(facts) == 1 and "London leg and at Stuttgart leg" in facts[0]


def test_two_legs_that_clash_with_one_event_are_two_warnings_to_keep(coordinator):
    roadshow = make_roadshow()
    fair = make_event("FAIR", starts_on=roadshow.legs[0].starts_on, ends_on=roadshow.legs[1].ends_on)
    for event in (*roadshow.legs[:2], fair):
        make_member(event, coordinator)
    keys = [item.key for item in queries.warnings_of(roadshow) if item.code == "clash"]
    assert len(keys) == len(set(keys)) == 2


def test_an_events_pages_ask_no_more_for_more_costs_and_legs(coordinator, sign_in):
    client, roadshow = sign_in(coordinator), make_roadshow()

    def asked_by(path: str) -> int:
        db.session.expire_all()
        asked: list[str] = []
        note = lambda *given: asked.append(given[2])  # noqa: E731 - the engine wants a callable
        sqlalchemy.event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert client.get(path).status_code == 200
        finally:
            sqlalchemy.event.remove(db.engine, "before_cursor_execute", note)
        return len(asked)
    pages = [f"/events/{roadshow.id}", f"/events/{roadshow.id}/board", f"/events/{roadshow.id}/budget"]
    before = [asked_by(path) for path in pages]
    with transaction():
        for number in range(12):
            add_line(SYSTEM, roadshow, {"category": "travel", "what": f"Flight {number}", "planned": Money.of(100 + number, "EUR")})
            leg = add_leg(SYSTEM, roadshow, {
                "title": LocalizedText.of("en", f"More {number}"), "kind": "site_visit", "presence": "visit", "country": "DE",
                "city": "Köln", "time_zone": "Europe/Berlin", "starts_on": date(2026, 10, 5), "ends_on": date(2026, 10, 5)})
            make_member(leg, make_user(role="officer"))
    # One question more for the rate of the euro on the day.
    after = [asked_by(path) for path in pages]
    assert all(late - 3 <= early for late, early in zip(after, before, strict=True)), (before, after)


@pytest.mark.parametrize(("zone", "day", "why"), [
    ("Europe/Berlin", date(2027, 3, 26), "Good Friday"), ("Europe/Berlin", date(2027, 3, 25), ""),
    ("Europe/London", date(2027, 3, 20), "Weekend"),
    # Corpus Christi closes some Länder alone, and China works on this Sunday before its National Day.
    ("Europe/Berlin", date(2027, 5, 27), ""), ("Asia/Shanghai", date(2026, 9, 20), ""),
    ("Asia/Shanghai", date(2026, 9, 19), "Weekend"),
    ("Pacific/Auckland", date(2027, 3, 20), "Weekend"), ("Pacific/Auckland", date(2027, 3, 19), "")])
def test_a_place_is_closed_where_all_its_regions_are(app, zone, day, why):
    with in_language("en"):
        assert closed_on(zone, day) == why


def test_the_board_says_of_a_day_where_nobody_is_at_work(coordinator, sign_in):
    roadshow = make_roadshow()
    page = sign_in(coordinator).get_page(f"/events/{roadshow.id}/board?day=2027-03-26")
    assert "Berlin: Good Friday" in page.text and "Hardly anybody is at work there on" in page.text
    assert "Hardly anybody" not in sign_in(coordinator).get_page(f"/events/{roadshow.id}/board?day=2027-03-24").text


def test_calendars_of_one_country_are_named_together_where_all_close(app):
    with in_language("en"):
        everywhere = [code for code in calendar_codes() if code.startswith("DE-")]
        assert queries.calendar_places([*everywhere, "CN"]) == "Germany, China"
        assert queries.calendar_places(["DE-BY", "DE-HE"]) == "Bavaria, Hesse"
        assert queries.calendar_places(everywhere[:9]).endswith("and 6 more regions")


def test_the_board_of_a_roadshow_asks_the_same_of_few_and_of_many_legs_with_trips(coordinator, sign_in, statements):
    def ask(count: int, year: int) -> int:
        roadshow = make_event(f"SHOW-{year}", kind="roadshow", starts_on=date(year, 3, 1), ends_on=date(year, 3, 31))
        for number in range(count):
            with transaction():
                leg = add_leg(SYSTEM, roadshow, {
                    "title": LocalizedText.of("en", f"Leg {number}"), "kind": "promotion_conference", "time_zone": "Europe/Berlin",
                    "country": "DE", "city": f"City {number}", "starts_on": date(year, 3, 1 + number),
                    "ends_on": date(year, 3, 1 + number)})
            make_member(leg, coordinator)
            make_trip(coordinator, event=leg, starts_on=date(year, 3, 1 + number), ends_on=date(year, 3, 1 + number))
        client = sign_in(coordinator)
        client.get_page(f"/events/{roadshow.id}/board")
        db.session.expire_all()
        with statements() as asked:
            client.get_page(f"/events/{roadshow.id}/board")
        return len(asked)
    assert ask(3, 2027) == ask(9, 2028)
