"""The calendar's four views: which days, by whose clock, behind which filters, and how they are laid out."""

from datetime import date, datetime, time

import pytest
import sqlalchemy

from outreach.activity import SYSTEM
from outreach.catalogue.services import seed
from outreach.db import db, transaction
from outreach.events import queries
from outreach.events.models import Event
from outreach.events.queries import calendar as days
from outreach.events.services import meetings
from tests.factories.accounts import make_unit, make_user
from tests.factories.contacts import make_person
from tests.factories.events import make_event, make_member

NIGHT = {"starts_on": date(2027, 6, 22), "ends_on": date(2027, 6, 23), "starts_local": datetime(2027, 6, 22, 22),
         "ends_local": datetime(2027, 6, 23, 1, 30)}


@pytest.fixture
def reader(session):
    """An officer who reads English in Wuxi."""
    return make_user(role="officer", language="en", time_zone="Asia/Shanghai")


def june(first: int, last: int, **values) -> dict:
    """Days of June 2027."""
    return {"starts_on": date(2027, 6, first), "ends_on": date(2027, 6, last), **values}


def make_hours(code: str, day: int = 22, begins: int = 9, ends: int = 17, **values) -> Event:
    """An event of some hours of one day in June 2027, in Munich."""
    return make_event(code, f"Event {code}", **june(
        day, day, starts_local=datetime(2027, 6, day, begins), ends_local=datetime(2027, 6, day, ends), **values))


def shown_of(view: str = "week", day: date = date(2027, 6, 22)) -> days.Shown:
    """What a view shows around a day."""
    return days.shown_days(view, day)


@pytest.mark.parametrize(("view", "first", "last", "previous", "following"), [
    ("month", (2027, 5, 31), (2027, 7, 4), (2027, 5, 1), (2027, 7, 1)),
    ("week", (2027, 6, 21), (2027, 6, 27), (2027, 6, 14), (2027, 6, 28)),
    ("list", (2027, 6, 22), (2027, 9, 13), (2027, 3, 30), (2027, 9, 14)),
    ("year", (2027, 1, 1), (2027, 12, 31), (2026, 1, 1), (2028, 1, 1))])
def test_each_view_shows_its_days_and_leads_on(view, first, last, previous, following):
    shown = shown_of(view)
    assert (shown.first, shown.last) == (date(*first), date(*last))
    assert (shown.previous, shown.following) == (date(*previous), date(*following))
    assert len(shown.days) == (shown.last - shown.first).days + 1


def test_hours_count_on_the_venues_clock_or_the_readers(session):
    late = make_hours("LATE", begins=20, ends=22)
    venue, = days.event_entries([late], shown_of(), None)
    assert (venue.first, venue.begins, venue.zone) == (date(2027, 6, 22), datetime(2027, 6, 22, 20), "Europe/Berlin")
    mine, = days.event_entries([late], shown_of(), "Asia/Shanghai")
    # Eight in the evening in Munich is two in the morning of the next day in Wuxi.
    assert (mine.first, mine.begins, mine.zone) == (date(2027, 6, 23), datetime(2027, 6, 23, 2), "Asia/Shanghai")


def test_a_fair_of_whole_days_is_on_the_same_days_for_every_reader(session):
    fair = make_event()
    for zone in (None, "Asia/Seoul", "America/Los_Angeles"):
        entry, = days.event_entries([fair], shown_of(), zone)
        assert (entry.first, entry.last, entry.begins) == (date(2027, 6, 22), date(2027, 6, 25), None)


def test_an_evening_that_goes_past_midnight_stands_on_both_days(session):
    entry, = days.event_entries([make_event("NIGHT", **NIGHT)], shown_of(), None)
    first, second = days.blocks_of(entry)
    assert (first.day, first.start, first.until, first.begins, first.ends) == (date(2027, 6, 22), 44, 48, True, False)
    assert (second.day, second.start, second.until, second.begins, second.ends) == (date(2027, 6, 23), 0, 3, False, True)
    grid = days.hour_grid(shown_of().days, [entry])
    assert [at for at, cells in grid.rows if any(block for _day, block in cells)] == [0, 44]


def test_what_ends_at_midnight_is_not_on_the_next_day(session):
    until = make_event("DINNER", **june(22, 23, starts_local=datetime(2027, 6, 22, 20), ends_local=datetime(2027, 6, 23, 0)))
    entry, = days.event_entries([until], shown_of(), None)
    assert (entry.first, entry.last) == (date(2027, 6, 22), date(2027, 6, 22))
    block, = days.blocks_of(entry)
    assert (block.start, block.until) == (40, 48)


def test_the_night_in_which_clocks_go_back_ends_after_it_begins(session):
    night = make_event("NIGHT", starts_on=date(2027, 10, 31), ends_on=date(2027, 10, 31),
                       starts_local=datetime(2027, 10, 31, 2, 30), starts_fold=0,
                       ends_local=datetime(2027, 10, 31, 2, 15), ends_fold=1)
    entry, = days.event_entries([night], shown_of(day=date(2027, 10, 31)), None)
    block, = days.blocks_of(entry)
    assert block.until > block.start


def test_what_overlaps_stands_side_by_side_and_every_row_is_full(session):
    entries = days.event_entries([make_hours("A", begins=9, ends=12), make_hours("B", begins=10, ends=11),
                                  make_hours("C", begins=12, ends=13)], shown_of(), None)
    grid = days.hour_grid(shown_of().days, entries)
    assert dict(grid.lanes)[date(2027, 6, 22)] == 2
    # A table holds together where the cells of each row and those that reach down into it fill all columns.
    columns, reach = sum(count for _day, count in grid.lanes), {}
    for at, cells in grid.rows:
        covered = sum(1 for until in reach.values() if until > at)
        assert covered + len(cells) == columns
        reach.update({id(block): block.until for _day, block in cells if block})


def test_an_entry_keeps_its_line_over_a_week(session):
    entries = days.event_entries([make_event("LONG", **june(14, 20)), make_event("SHORT", **june(15, 16)),
                                  make_event("LATE", **june(16, 19))], shown_of("month"), None)
    week = [date(2027, 6, day) for day in range(14, 21)]
    bars = days.bars_of(week, entries)
    codes = {day: [entry and entry.event.code for entry in here] for day, here in bars.items()}
    assert codes[date(2027, 6, 16)] == ["LONG", "SHORT", "LATE"]
    assert codes[date(2027, 6, 18)] == ["LONG", None, "LATE"]
    assert codes[date(2027, 6, 20)] == ["LONG"]


def test_the_list_names_what_goes_on_under_its_first_day_shown(session):
    entries = days.event_entries([make_event("LONG", **june(20, 24)), make_event("NEXT", **june(25, 25))], shown_of("list"), None)
    assert [(day, [entry.event.code for entry in here]) for day, here in days.listed(entries, shown_of("list"))] == [
        (date(2027, 6, 22), ["LONG"]), (date(2027, 6, 25), ["NEXT"])]
    assert days.busy_days(entries, shown_of("list")) == {date(2027, 6, day): 1 for day in (22, 23, 24, 25)}


def test_filters_by_person_unit_industry_country_and_kind_are_asked_of_the_database(reader):
    with transaction():
        seed()
    unit = make_unit()
    colleague = make_user(role="officer", unit=unit)
    laser = make_event("LASER", industries=["fibre_laser"])
    make_event("OTHER", country="GB", kind="roadshow", industries=["new_materials"])
    make_member(laser, colleague)
    found = {name: [event.code for event in days.calendar_events(reader, queries.EventFilter(**{name: value}), shown_of("year"))]
             for name, value in {"person": colleague.id, "unit": unit.id, "industry": "photonics", "country": "DE",
                                 "kind": "trade_show"}.items()}
    assert found == dict.fromkeys(found, ["LASER"])
    assert days.calendar_events(reader, queries.EventFilter(person=reader.id), shown_of("year")) == []


@pytest.mark.parametrize("lang", ["zh", "en", "de", "ko"])
def test_every_view_opens_in_every_language_by_both_clocks(session, sign_in, lang):
    make_event()
    make_event("NIGHT", **NIGHT)
    make_event("MONTH", title="Graphene week", days_known=False, starts_on=date(2027, 6, 1), ends_on=date(2027, 6, 30))
    client = sign_in(make_user(role="coordinator", language=lang, time_zone="Asia/Seoul"))
    for view in days.VIEWS:
        for clock in ("", "&clock=mine"):
            page = client.get_page(f"/events/calendar?view={view}&day=2027-06-21{clock}")
            assert "LASER" in page.text and "Graphene week" in page.text


def test_a_month_and_a_week_mark_each_day_and_count_what_has_no_room(reader, sign_in):
    for code in ("A", "B", "C", "D"):
        make_event(code, f"Fair {code}", **june(14, 14))
    client = sign_in(reader)
    page = client.get_page("/events/calendar?month=2027-06")
    assert page.heading == "June 2027: 4 events"
    assert page.html.count('class="bar1') == 3 and "1 more event" in page.text
    page = client.get_page("/events/calendar?view=week&day=2027-06-16")
    assert page.heading.startswith("Week 24, 14–20 Jun") and page.html.count('class="bar1') == 4


def test_a_week_shows_where_somebody_is_expected_and_the_list_both_clocks(reader, sign_in):
    fair, person = make_event(), make_person("Anna Weber")
    with transaction():
        meetings.save_meeting(SYSTEM, fair, {
            "subject": "Fibre lasers", "starts_local": datetime(2027, 6, 22, 14), "ends_local": datetime(2027, 6, 22, 14, 30)},
            [reader, person])
    client = sign_in(reader)
    page = client.get_page("/events/calendar?view=week&day=2027-06-22")
    assert "14:00–14:30 Berlin" in " ".join(page.text.split()) and "1 appointment" in page.text
    assert "20:00–20:30 Wuxi" in " ".join(client.get_page("/events/calendar?view=week&day=2027-06-22&clock=mine").text.split())
    other = make_user(role="officer")
    assert "Fibre lasers" not in client.get_page(f"/events/calendar?view=week&day=2027-06-22&person={other.id}").text


def test_filters_and_clock_stay_when_the_reader_turns_the_page(reader, sign_in):
    page = sign_in(reader).get_page("/events/calendar?view=week&day=2027-06-22&clock=mine&country=DE")
    following = next(node.get("href") for node in page.tree.iter("a") if node.get("rel") == "next")
    assert set(following.partition("?")[2].split("&")) == {"view=week", "day=2027-06-28", "clock=mine", "country=DE"}


@pytest.mark.parametrize("query", [
    "month=nonsense", "view=nonsense&day=9999-12-31", "view=week&day=1899-01-01", "person=x&unit=-1&industry=nonsense&year=1",
    "view=year&day=2200-12-31", "view=list&day=1900-01-01", "clock=nonsense&view=year", "person=99999999999999999999"])
def test_what_cannot_be_asked_shows_a_calendar_all_the_same(reader, sign_in, query):
    assert sign_in(reader).get_page(f"/events/calendar?{query}").status == 200


def test_a_calendar_asks_the_same_number_of_questions_for_few_and_for_many(reader, sign_in):
    client, unit = sign_in(reader), make_unit()
    client.get_page("/events/calendar?view=week&day=2027-03-10")

    def fill(count: int, year: int) -> int:
        for number in range(count):
            event = make_event(f"E-{year}-{number}", f"Event {number}", starts_on=date(year, 3, 8), ends_on=date(year, 3, 12))
            make_member(event, make_user(role="officer", unit=unit))
            with transaction():
                meetings.save_meeting(SYSTEM, event, {
                    "subject": f"Meeting {number}", "starts_local": datetime.combine(date(year, 3, 10), time(9)),
                    "ends_local": datetime.combine(date(year, 3, 10), time(10))}, [reader, make_person()])
        db.session.expire_all()
        asked: list[str] = []
        note = lambda *given: asked.append(given[2])  # noqa: E731 - the engine wants a callable
        sqlalchemy.event.listen(db.engine, "before_cursor_execute", note)
        try:
            for view in days.VIEWS:
                client.get(f"/events/calendar?view={view}&day={year}-03-10")
        finally:
            sqlalchemy.event.remove(db.engine, "before_cursor_execute", note)
        return len(asked)
    assert fill(2, 2027) == fill(12, 2028)


def test_days_without_events_lead_to_the_next_one(session, sign_in):
    event = make_event()
    client = sign_in(make_user(role="officer", language="en"))
    page = client.get_page("/events/calendar?view=month&day=2027-03-01")
    assert "Go to the next one: LASER World of PHOTONICS 2027" in page.text
    assert any("day=2027-06-22" in link for link in page.links())
    assert "Go to the next one" not in client.get_page(f"/events/calendar?view=month&day={event.starts_on}").text
