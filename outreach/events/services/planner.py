"""Proposing a schedule of meetings: who wants to meet whom, when they are free, at which tables, through which interpreters.

Pure: no database, no request. The solver is OR-Tools CP-SAT, imported when a schedule is asked for; where the extra
`planner` is not installed, available() says so and everything else of meetings works. The result is the same for the same
problem with one worker, as long as the limit of seconds is not what ends the search.
"""

import importlib.util
import time
from collections import defaultdict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime

Key = Hashable
#: Why a meeting is not in the schedule.
REASONS = ("no_common_time", "no_interpreter", "no_table", "person_full", "interpreter_full", "table_full", "not_found")


@dataclass(frozen=True)
class Slot:
    """A stretch of time in which one meeting fits; slots do not overlap and come in their order."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Attendee:
    """Somebody who meets or interprets: the indexes of the slots in which they can, what they speak, how many meetings at
    most (None for any)."""

    free: frozenset[int]
    languages: frozenset[str] = frozenset()
    most: int | None = None


@dataclass(frozen=True)
class Wanted:
    """Two who should meet, how much that is worth as a whole number from 1, who else has to be there, and the slots that were
    tried and did not suit."""

    one: Key
    other: Key
    weight: int = 1
    also: tuple[Key, ...] = ()
    tried: frozenset[int] = frozenset()

    @property
    def people(self) -> tuple[Key, ...]:
        """Everybody who takes part."""
        return (self.one, self.other, *self.also)


@dataclass(frozen=True)
class Placed:
    """A meeting in a slot at a table, through an interpreter where one is needed. Fixed ones may have no wish."""

    slot: int
    people: tuple[Key, ...]
    table: Key
    interpreter: Key | None = None
    wish: int | None = None


@dataclass(frozen=True)
class Problem:
    """All that a schedule depends on. `tables` gives the venue of each table, `travel` the minutes between two venues,
    either way round. `fixed` are meetings that stay where they are; `before` gives slot and table of wishes that were
    proposed there already: of schedules that are worth the same, the one that keeps most of them is the best."""

    slots: tuple[Slot, ...]
    people: dict[Key, Attendee]
    wishes: tuple[Wanted, ...]
    tables: dict[Key, str]
    interpreters: dict[Key, Attendee] = field(default_factory=dict)
    travel: dict[tuple[str, str], int] = field(default_factory=dict)
    fixed: tuple[Placed, ...] = ()
    before: dict[int, tuple[int, Key]] = field(default_factory=dict)

    @property
    def scale(self) -> int:
        """What one unit of weight counts beside a wish that stays where it was."""
        return len(self.before) + 1

    def most_for(self, bound: float) -> int:
        """The weight that no schedule passes, by the solver's bound of its objective; never more than all wishes."""
        return int(min(sum(wish.weight for wish in self.wishes), (bound + 1e-6) // self.scale))

    def stays(self, index: int, slot: int, venue: str) -> bool:
        """True where a wish was proposed in this slot at this venue before."""
        was = self.before.get(index)
        return was is not None and was[0] == slot and self.tables.get(was[1]) == venue

    def minutes(self, one: str, other: str) -> int:
        """The way between two venues, 0 within one."""
        return 0 if one == other else self.travel.get((one, other), self.travel.get((other, one), 0))


@dataclass(frozen=True)
class Schedule:
    """What was found: meetings by wish, reasons of the others by index of the wish, the weight placed and the best weight
    that is proven possible at most, and whether the search was through."""

    placed: tuple[Placed, ...]
    unplaced: dict[int, str]
    value: int
    bound: int
    optimal: bool
    seconds: float


def available() -> bool:
    """True where the solver is installed."""
    return importlib.util.find_spec("ortools") is not None


def propose(problem: Problem, *, seconds: float = 60, effort: float = 60, workers: int = 1,
            progress: Callable[[float, int, int], None] | None = None, stop: Callable[[], bool] = lambda: False) -> Schedule:
    """The best schedule found within `seconds`, or within `effort` of the solver's clock, which no machine changes.

    `progress(share, value, bound)` is told about four times a second; the search ends with what it has once `stop()` is
    true. Raises ModuleNotFoundError where the solver is not installed.
    """
    from ortools.sat.python import cp_model

    began = time.monotonic()
    built = _Model(problem, cp_model.CpModel())
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.max_deterministic_time = seconds, effort
    solver.parameters.num_workers, solver.parameters.random_seed = workers, 7
    best = [0, problem.most_for(float("inf"))]

    class Told(cp_model.CpSolverSolutionCallback):
        """Keeps the value and bound of the last solution."""

        def on_solution_callback(self) -> None:
            """Called by the solver from its own thread."""
            best[:] = int(self.objective_value) // problem.scale, problem.most_for(self.best_objective_bound)

    status = _search(lambda: solver.solve(built.model, Told()), solver.stop_search, stop, lambda: progress and progress(
        min(1.0, (time.monotonic() - began) / seconds), *best))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN):
        raise RuntimeError(f"the planner asked for what cannot be: {solver.status_name(status)}")
    found = status != cp_model.UNKNOWN
    # Whoever stops at once gets the schedule with which the search begins.
    placed = built.read({key for key, choice in built.choices.items() if solver.boolean_value(choice)} if found
                        else built.begin)
    value = sum(problem.wishes[one.wish].weight for one in placed)
    bound = problem.most_for(solver.best_objective_bound) if found else best[1]
    return Schedule(placed, why_not(problem, placed), value, bound, status == cp_model.OPTIMAL, time.monotonic() - began)


def _search(solve: Callable[[], int], end: Callable[[], None], stop: Callable[[], bool], tell: Callable[[], None]) -> int:
    """The status with which the solver comes back; it is asked to end once `stop()` is true. What it raises is raised here."""
    with ThreadPoolExecutor(1) as pool:
        search = pool.submit(solve)
        try:
            searching = True
            while searching:
                searching = bool(wait([search], timeout=0.25).not_done)
                tell()
                if stop():
                    end()
        finally:
            end()
        return search.result()


def interpreters_for(problem: Problem, wish: Wanted) -> list[Key] | None:
    """Those who speak with both sides; None where both share a language, one's languages are not known, or somebody who
    goes along speaks with both."""
    one, other = problem.people[wish.one].languages, problem.people[wish.other].languages
    if not one or not other or one & other or any(
            problem.people[key].languages & one and problem.people[key].languages & other for key in wish.also):
        return None
    return [key for key, who in problem.interpreters.items()
            if who.languages & one and who.languages & other and key not in wish.people]


def busy(problem: Problem, placed: tuple[Placed, ...]) -> dict[Key, dict[int, str]]:
    """{somebody: {slot: venue}} of everybody who meets or interprets."""
    found: dict[Key, dict[int, str]] = defaultdict(dict)
    for one in placed:
        for key in (*one.people, *((one.interpreter,) if one.interpreter is not None else ())):
            found[key][one.slot] = problem.tables.get(one.table, "")
    return found


def too_far(problem: Problem, one: int, other: int, venue: str, next_venue: str) -> bool:
    """True where somebody cannot be at one venue in a slot and at another one in another slot."""
    first, last = sorted((one, other))
    gap = (problem.slots[last].start - problem.slots[first].end).total_seconds() / 60
    return gap < problem.minutes(venue, next_venue)


def fitting(problem: Problem, others: tuple[Placed, ...], index: int, slot: int | None, table: Key,
            interpreter: Key | None) -> Placed | None:
    """A wish in a slot at a table beside the `others`, as a meeting; None where that does not suit the problem: what was found
    for one problem may be asked of another. Nobody interprets where nobody is needed."""
    wish, helpers = problem.wishes[index], interpreters_for(problem, problem.wishes[index])
    if helpers is None:
        interpreter = None
    elif interpreter not in helpers:
        return None
    who = {key: problem.people[key] for key in wish.people}
    if interpreter is not None:
        who[interpreter] = problem.interpreters[interpreter]
    if (slot is None or slot in wish.tried or table not in problem.tables
            or any(one.slot == slot and one.table == table for one in others)):
        return None
    held, venue = busy(problem, others), problem.tables[table]
    for key, one in who.items():
        places = held.get(key, {})
        if slot not in one.free or slot in places or len(places) >= (len(problem.slots) if one.most is None else one.most) or any(
                too_far(problem, slot, other, venue, place) for other, place in places.items()):
            return None
    return Placed(slot, tuple(wish.people), table, interpreter, index)


class _Model:
    """The problem as the solver reads it: one choice per wish, slot, venue and interpreter that are possible at all."""

    def __init__(self, problem: Problem, model) -> None:
        self.problem, self.model = problem, model
        self.choices: dict[tuple, object] = {}
        self.held = busy(problem, problem.fixed)
        self.room: dict[tuple[int, str], int] = defaultdict(int)
        for venue in problem.tables.values():
            for slot in range(len(problem.slots)):
                self.room[slot, venue] += 1
        for one in problem.fixed:
            if one.table in problem.tables:
                self.room[one.slot, problem.tables[one.table]] -= 1
        for index, wish in enumerate(problem.wishes):
            self._choices(index, wish)
        #: Whether a wish is placed at all; what is told of these holds of every schedule and gives the bound.
        self.met = {index: model.new_bool_var("") for index in sorted({key[0] for key in self.choices})}
        self._limits()
        self._totals()
        #: The choices of the schedule with which the search begins.
        self.begin = self._hint()
        model.maximize(problem.scale * sum(problem.wishes[index].weight * met for index, met in self.met.items()) + sum(
            choice for (index, slot, venue, _helper), choice in self.choices.items() if problem.stays(index, slot, venue)))

    def can(self, key: Key, who: Attendee, slot: int, venue: str) -> bool:
        """True where somebody is free then and comes in time from and to what is fixed."""
        held = self.held.get(key, {})
        return slot in who.free and slot not in held and not any(
            too_far(self.problem, slot, other, venue, place) for other, place in held.items())

    def _choices(self, index: int, wish: Wanted) -> None:
        problem, helpers = self.problem, interpreters_for(self.problem, wish)
        people = {key: problem.people[key] for key in wish.people}
        for slot in sorted(frozenset.intersection(*(who.free for who in people.values())) - wish.tried):
            for venue in sorted(set(problem.tables.values())):
                if self.room[slot, venue] < 1 or not all(self.can(key, who, slot, venue) for key, who in people.items()):
                    continue
                for helper in [None] if helpers is None else helpers:
                    if helper is None or self.can(helper, problem.interpreters[helper], slot, venue):
                        self.choices[index, slot, venue, helper] = self.model.new_bool_var("")

    def _limits(self) -> None:
        by_wish, by_room, by_person = defaultdict(list), defaultdict(list), defaultdict(lambda: defaultdict(list))
        for (index, slot, venue, helper), choice in self.choices.items():
            wish = self.problem.wishes[index]
            by_wish[index].append(choice)
            by_room[slot, venue].append(choice)
            for key in (*wish.people, *((helper,) if helper is not None else ())):
                by_person[key][slot, venue].append(choice)
        for index, choices in by_wish.items():
            self.model.add_exactly_one([*choices, ~self.met[index]])
        for place, choices in by_room.items():
            if len(choices) > self.room[place]:
                self.model.add(sum(choices) <= self.room[place])
        for key, places in by_person.items():
            self._person(key, places)

    def _person(self, key: Key, places: dict[tuple[int, str], list]) -> None:
        slots = defaultdict(list)
        for (slot, _venue), choices in places.items():
            slots[slot] += choices
        for choices in slots.values():
            self.model.add_at_most_one(choices)
        most = self.problem.people[key].most if key in self.problem.people else None
        if most is not None:
            self.model.add(sum(choice for choices in slots.values() for choice in choices)
                           <= max(0, most - len(self.held.get(key, {}))))
        ordered = sorted(places)
        for at, (slot, venue) in enumerate(ordered):
            for later, other in ordered[at + 1:]:
                if later != slot and other != venue and too_far(self.problem, slot, later, venue, other):
                    self.model.add_at_most_one([*places[slot, venue], *places[later, other]])

    def _totals(self) -> None:
        """Nobody meets more often than they have time, no table and no interpreter takes more than one each time. The
        solver would find that out by itself, but late."""
        problem, by_person, by_helpers = self.problem, defaultdict(list), defaultdict(list)
        for index, met in self.met.items():
            wish = problem.wishes[index]
            for key in wish.people:
                by_person[key].append(met)
            helpers = interpreters_for(problem, wish)
            if helpers is not None:
                by_helpers[frozenset(helpers)].append(met)
        for key, wishes in by_person.items():
            self.model.add(sum(wishes) <= len(problem.people[key].free - self.held.get(key, {}).keys()))
        self.model.add(sum(self.met.values()) <= sum(max(0, room) for room in self.room.values()))
        for helpers in by_helpers:
            needing = [met for some, wishes in by_helpers.items() if some <= helpers for met in wishes]
            self.model.add(sum(needing) <= sum(len(problem.interpreters[key].free) for key in helpers))

    def _hint(self) -> set[tuple]:
        """Begin with what a person would do: keep what was proposed, then the most important wish first, at the first place
        that is left."""
        held, room, done = defaultdict(dict), dict(self.room), {}
        order = sorted(self.choices, key=lambda key: (
            not self.problem.stays(*key[:3]), -self.problem.wishes[key[0]].weight, key[0], key[1]))
        meetings = defaultdict(int, {key: len(places) for key, places in self.held.items()})
        for index, slot, venue, helper in order:
            wish = self.problem.wishes[index]
            people = (*wish.people, *((helper,) if helper is not None else ()))
            if index in done or room[slot, venue] < 1 or any(
                    slot in held[key] or meetings[key] >= self._most(key) or any(
                        too_far(self.problem, slot, other, venue, place) for other, place in held[key].items())
                    for key in people):
                continue
            done[index] = (slot, venue, helper)
            room[slot, venue] -= 1
            for key in people:
                held[key][slot] = venue
                meetings[key] += 1
        for key, choice in self.choices.items():
            self.model.add_hint(choice, done.get(key[0]) == key[1:])
        for index, met in self.met.items():
            self.model.add_hint(met, index in done)
        return {(index, *place) for index, place in done.items()}

    def _most(self, key: Key) -> int:
        most = self.problem.people[key].most if key in self.problem.people else None
        return len(self.problem.slots) if most is None else most

    def read(self, chosen: set[tuple]) -> tuple[Placed, ...]:
        """The chosen meetings, each at its table of before or one of the venue that nobody else has then."""
        problem = self.problem
        taken = {(one.slot, one.table) for one in problem.fixed}
        found = []
        for index, slot, venue, helper in sorted(chosen, key=lambda key: (not problem.stays(*key[:3]), key[1], key[0])):
            was = problem.before[index][1] if problem.stays(index, slot, venue) else None
            table = next(key for key in ((was,) if was is not None else ()) + tuple(problem.tables)
                         if problem.tables[key] == venue and (slot, key) not in taken)
            taken.add((slot, table))
            found.append(Placed(slot, problem.wishes[index].people, table, helper, index))
        return tuple(sorted(found, key=lambda one: (one.slot, one.wish)))


def why_not(problem: Problem, placed: tuple[Placed, ...]) -> dict[int, str]:
    """For each wish without a meeting the first of REASONS that holds: what is missing at all, then what is used up."""
    done = {one.wish for one in placed}
    everything = (*problem.fixed, *placed)
    held, tables = busy(problem, everything), defaultdict(set)
    for one in everything:
        tables[one.slot].add(one.table)
    return {index: _reason(problem, wish, held, tables) for index, wish in enumerate(problem.wishes) if index not in done}


def _reason(problem: Problem, wish: Wanted, held: dict, tables: dict[int, set]) -> str:
    fixed, helpers = busy(problem, problem.fixed), interpreters_for(problem, wish)
    people = [(key, problem.people[key]) for key in wish.people]
    common = [slot for slot in range(len(problem.slots))
              if slot not in wish.tried and all(slot in who.free and slot not in fixed.get(key, {}) for key, who in people)]
    if not common:
        return "no_common_time"
    if helpers is not None and not any(slot in problem.interpreters[key].free for key in helpers for slot in common):
        return "no_interpreter"
    if not problem.tables:
        return "no_table"
    both = [slot for slot in common if all(slot not in held.get(key, {}) for key, _who in people)]
    if not both or any(who.most is not None and len(held.get(key, {})) >= who.most for key, who in people):
        return "person_full"
    seated = [slot for slot in both if problem.tables.keys() - tables[slot]]
    if not seated:
        return "table_full"
    if helpers is not None and not any(slot in problem.interpreters[key].free and slot not in held.get(key, {})
                                       for key in helpers for slot in seated):
        return "interpreter_full"
    return "not_found"
