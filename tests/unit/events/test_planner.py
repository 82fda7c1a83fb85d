"""The planner: nobody is at two places, nobody is there who cannot be, and what is not placed says why."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.events.services.planner import (
    REASONS,
    Attendee,
    Placed,
    Problem,
    Slot,
    Wanted,
    available,
    busy,
    fitting,
    interpreters_for,
    propose,
    too_far,
)

pytestmark = pytest.mark.skipif(not available(), reason="ortools is not installed")


def make_slots(count: int, pause: int = 0) -> tuple[Slot, ...]:
    """Half hours one after the other, with a pause between them."""
    begin, step = datetime(2027, 6, 22, 7, tzinfo=UTC), timedelta(minutes=30 + pause)
    return tuple(Slot(begin + at * step, begin + at * step + timedelta(minutes=30)) for at in range(count))


def who(*free: int, speaks: str = "", most: int | None = None) -> Attendee:
    """Somebody free in these slots, with languages parted by blanks."""
    return Attendee(frozenset(free), frozenset(speaks.split()), most)


def plan(slots: int, people: dict, wishes: list, tables: dict | None = None, **more):
    """A schedule for these wishes at one table, unless told otherwise."""
    wanted, tables = tuple(Wanted(*wish) for wish in wishes), {"T": "A"} if tables is None else tables
    return propose(Problem(make_slots(slots), people, wanted, tables, **more), seconds=20, effort=20)


def test_the_wish_that_is_worth_more_is_placed_and_the_other_one_says_that_the_person_is_full():
    found = plan(1, {"a": who(0), "b": who(0), "x": who(0)}, [("a", "x", 1), ("b", "x", 5)], {"T": "A", "U": "A"})
    assert [one.wish for one in found.placed] == [1] and found.unplaced == {0: "person_full"}
    assert (found.value, found.bound, found.optimal) == (5, 5, True)


@pytest.mark.parametrize(("people", "more", "reason"), [
    ({"a": who(0), "x": who(1)}, {}, "no_common_time"),
    ({"a": who(0, speaks="zh"), "x": who(0, speaks="de")}, {}, "no_interpreter"),
    ({"a": who(0, speaks="zh"), "x": who(0, speaks="de")}, {"interpreters": {"i": who(1, speaks="zh de")}}, "no_interpreter"),
    ({"a": who(0), "x": who(0)}, {"tables": {}}, "no_table"),
    ({"a": who(0, most=0), "x": who(0)}, {}, "person_full"),
    ({"a": who(0), "x": who(0)}, {"fixed": (Placed(0, ("b",), "T"),)}, "table_full"),
    ({"a": who(0), "x": who(0)}, {"fixed": (Placed(0, ("x",), "U"),)}, "no_common_time"),
    ({"a": who(0, speaks="zh"), "x": who(0, speaks="de")},
     {"interpreters": {"i": who(0, speaks="zh de")}, "fixed": (Placed(0, ("b",), "U", "i"),)}, "interpreter_full"),
])
def test_what_cannot_be_placed_says_why(people, more, reason):
    found = plan(2, people, [("a", "x", 1)], **more)
    assert found.placed == () and found.unplaced == {0: reason}


def test_an_interpreter_who_speaks_with_both_sides_makes_the_meeting_possible():
    found = plan(1, {"a": who(0, speaks="zh"), "x": who(0, speaks="de en")}, [("a", "x", 1)],
                 interpreters={"i": who(0, speaks="zh ko"), "j": who(0, speaks="zh en")})
    assert [one.interpreter for one in found.placed] == ["j"]


def test_nobody_is_sent_to_another_venue_faster_than_the_way_takes():
    people, tables = {"a": who(0, 1), "x": who(0), "y": who(1)}, {"T": "A", "U": "B"}
    fixed = (Placed(0, ("a", "z"), "T"),)
    assert plan(2, people, [("a", "y", 1)], {"U": "B"}, fixed=(Placed(0, ("a", "z"), "V"),), travel={("A", "B"): 20}).value == 1
    found = plan(2, people, [("a", "y", 1)], tables, fixed=fixed, travel={("A", "B"): 20})
    assert [one.table for one in found.placed] == ["T"]


def test_meetings_that_are_fixed_stay_and_others_are_placed_around_them():
    fixed = (Placed(0, ("a", "x"), "T"),)
    found = plan(2, {"a": who(0, 1), "y": who(0, 1)}, [("a", "y", 1)], fixed=fixed)
    assert [(one.slot, one.table) for one in found.placed] == [(1, "T")]


def test_the_search_tells_how_far_it_is_and_can_be_stopped():
    told = []
    people = {at: who(0, 1) for at in range(6)}
    found = propose(Problem(make_slots(2), people, (Wanted(0, 1), Wanted(2, 3)), {"T": "A"}), seconds=5, effort=5,
                    progress=lambda *said: told.append(said), stop=lambda: True)
    assert told and found.value <= found.bound


def test_whoever_goes_along_must_be_free_too_and_may_interpret():
    people = {"a": who(0, 1, speaks="de"), "x": who(0, 1, speaks="zh"), "h": who(1, speaks="zh de"), "b": who(0, 1)}
    found = plan(2, people, [("a", "x", 1, ("h",))])
    assert [(one.slot, one.people, one.interpreter) for one in found.placed] == [(1, ("a", "x", "h"), None)]
    assert plan(1, people, [("a", "x", 1, ("h",))]).unplaced == {0: "no_common_time"}


def test_a_time_that_did_not_suit_is_not_proposed_to_the_same_two_again():
    people = {"a": who(0, 1), "x": who(0, 1), "y": who(0)}
    found = plan(2, people, [("a", "x", 1, (), frozenset({0})), ("a", "y", 1)])
    assert {one.wish: one.slot for one in found.placed} == {0: 1, 1: 0}
    assert plan(1, people, [("a", "x", 1, (), frozenset({0}))]).unplaced == {0: "no_common_time"}


def test_what_was_proposed_stays_where_it_was_unless_a_better_schedule_moves_it():
    people = {"a": who(0, 1, 2), "x": who(0, 1, 2), "y": who(0, 1, 2), "z": who(2)}
    tables, wishes = {"T": "A", "U": "A"}, [("a", "x", 1), ("a", "y", 1)]
    found = plan(3, people, wishes, tables, before={0: (2, "U"), 1: (1, "U")})
    assert {one.wish: (one.slot, one.table) for one in found.placed} == {0: (2, "U"), 1: (1, "U")}
    found = plan(3, people, [*wishes, ("a", "z", 1)], tables, before={0: (2, "U"), 1: (1, "U")})
    places = {one.wish: (one.slot, one.table) for one in found.placed}
    assert places[1] == (1, "U") and places[2][0] == 2 and places[0][0] == 0
    assert (found.value, found.bound, found.optimal) == (3, 3, True)


@st.composite
def problems(draw) -> Problem:
    """Small problems with everything that limits a schedule."""
    slots = draw(st.integers(1, 5))
    some = st.frozensets(st.integers(0, slots - 1))
    speaks = st.frozensets(st.sampled_from(("zh", "en", "de")), max_size=2)
    most = st.sampled_from((None, 1, 2))
    people = {f"p{at}": Attendee(draw(some), draw(speaks), draw(most)) for at in range(draw(st.integers(2, 6)))}
    key = st.sampled_from(keys := sorted(people))
    pairs = draw(st.lists(st.tuples(key, key).filter(lambda pair: pair[0] != pair[1]), max_size=8))
    tables = {f"t{at}": draw(st.sampled_from(("A", "B"))) for at in range(draw(st.integers(0, 3)))}
    interpreters = {f"i{at}": Attendee(draw(some), draw(speaks)) for at in range(draw(st.integers(0, 2)))}
    fixed = (Placed(0, (keys[0],), next(iter(tables))),) if tables and draw(st.booleans()) else ()
    wishes = tuple(Wanted(*pair, draw(st.integers(1, 5)), tuple(draw(st.sets(key.filter(lambda one, two=pair: one not in two),
                                                                          max_size=1))) if len(keys) > 2 else ())
                   for pair in pairs)
    before = draw(st.dictionaries(st.integers(0, len(wishes) - 1), st.tuples(
        st.integers(0, slots - 1), st.sampled_from(sorted(tables))), max_size=3)) if wishes and tables else {}
    return Problem(make_slots(slots, draw(st.sampled_from((0, 30)))), people, wishes, tables, interpreters, {("A", "B"): 20},
                   fixed, before)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_every_schedule_keeps_to_times_tables_interpreters_and_ways_and_is_the_same_again(problem):
    found = propose(problem, seconds=20, effort=5)
    everything = (*problem.fixed, *found.placed)
    seats = [(one.slot, one.table) for one in everything]
    assert len(seats) == len(set(seats)) and set(found.unplaced.values()) <= set(REASONS)
    assert {one.wish for one in found.placed} | set(found.unplaced) == set(range(len(problem.wishes)))
    assert len({one.wish for one in found.placed}) == len(found.placed) and found.value <= found.bound
    taken = [(key, one.slot) for one in everything for key in (*one.people, *((one.interpreter,) if one.interpreter else ()))]
    assert len(taken) == len(set(taken))
    for one in found.placed:
        wish = problem.wishes[one.wish]
        assert one.people == wish.people and all(one.slot in problem.people[key].free for key in one.people)
        helpers = interpreters_for(problem, wish)
        assert (one.interpreter is None) if helpers is None else (one.interpreter in helpers)
        assert one.interpreter is None or one.slot in problem.interpreters[one.interpreter].free
    for key, places in busy(problem, everything).items():
        most = problem.people[key].most if key in problem.people else None
        assert most is None or len(places) <= max(most, len(busy(problem, problem.fixed).get(key, {})))
        assert not any(too_far(problem, slot, later, venue, other)
                       for slot, venue in places.items() for later, other in places.items() if slot < later)
    assert propose(problem, seconds=20, effort=5).placed == found.placed


@pytest.mark.parametrize(("more", "asked"), [
    ({}, {}),
    ({"people": {"a": who(0, 1, speaks="zh"), "x": who(0, 1, speaks="ko")}}, {}),
    ({"interpreters": {}}, {}),
    ({"interpreters": {"i": who(0, speaks="zh de")}}, {}),
    ({"fixed": (Placed(0, ("x", "b"), "U"),)}, {"slot": 1}),
    ({"fixed": (Placed(0, ("b",), "U", "i"),)}, {"slot": 1}),
    ({"fixed": (Placed(1, ("b",), "T"),)}, {"slot": 1}),
    ({"fixed": (Placed(1, ("a", "b"), "T"),)}, {"slot": 1}),
    ({"tables": {"U": "B"}}, {}),
    ({"wishes": (Wanted("a", "x", tried=frozenset({1})),)}, {"slot": 1}),
    ({"people": {"a": who(0, 1, speaks="zh", most=0), "x": who(0, 1, speaks="de")}}, {}),
    ({}, {"slot": None}),
])
def test_what_was_found_for_one_problem_is_asked_of_what_is_stored_now(more, asked):
    stored = {"slots": make_slots(2), "people": {"a": who(0, 1, speaks="zh"), "x": who(0, 1, speaks="de")},
              "wishes": (Wanted("a", "x"),), "tables": {"T": "A", "U": "B"}, "travel": {("A", "B"): 10},
              "interpreters": {"i": who(0, 1, speaks="zh de")}, **more}
    problem = Problem(**stored)
    found = fitting(problem, problem.fixed, 0, asked.get("slot", 1), "T", "i")
    if more or asked:
        assert found is None
    else:
        assert found == Placed(1, ("a", "x"), "T", "i", 0)
    free = {**stored, "people": {"a": who(0, 1, speaks="zh"), "x": who(0, 1, speaks="zh")}, "fixed": (), "tables": {"T": "A"},
            "wishes": (Wanted("a", "x"),)}
    assert fitting(Problem(**free), (), 0, 1, "T", "i") == Placed(1, ("a", "x"), "T", None, 0)
