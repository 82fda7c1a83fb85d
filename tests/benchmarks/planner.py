"""Time and share of wanted meetings placed for a large delegation: 30 delegates, 120 counterparts, 3 days.

    python -m tests.benchmarks.planner [seconds | --served]

Prints the time on this machine, the weighted share of wanted meetings that is placed, and the best share that the solver
proves possible. The same problem is made each time.
"""

import os
import random
import sys
from datetime import UTC, datetime, timedelta

from outreach.events.services.planner import Attendee, Problem, Slot, Wanted, propose
from outreach.events.services.schedules import LIMIT

DELEGATES, COUNTERPARTS, DAYS, LANGUAGES = 30, 120, 3, ("zh", "en", "de", "ko")


def make_problem(seed: int = 7) -> Problem:
    """Half-hour slots from 9 to 17 without the lunch hour, two venues twenty minutes apart, eight interpreters."""
    rng = random.Random(seed)
    slots = []
    for day in range(DAYS):
        begin = datetime(2027, 6, 22 + day, 7, tzinfo=UTC)
        slots += [Slot(begin + timedelta(minutes=30 * at), begin + timedelta(minutes=30 * at + 30))
                  for at in range(16) if at not in (6, 7)]
    whole = range(len(slots))

    def free(share: float) -> frozenset[int]:
        return frozenset(slot for slot in whole if rng.random() < share)

    people = {("our", at): Attendee(free(0.8), frozenset({"zh", *rng.sample(LANGUAGES, rng.randint(0, 1))}))
              for at in range(DELEGATES)}
    people |= {("their", at): Attendee(free(0.25), frozenset(rng.sample(("en", "de", "ko"), rng.randint(1, 2))), 8)
               for at in range(COUNTERPARTS)}
    wishes = tuple(Wanted(("our", one), ("their", other), rng.choice((1, 2, 5))) for one in range(DELEGATES)
                   for other in sorted(rng.sample(range(COUNTERPARTS), 25)))
    tables = {f"{venue}{at}": venue for venue, count in (("A", 12), ("B", 6)) for at in range(count)}
    interpreters = {("helper", at): Attendee(free(0.9), frozenset({"zh", ("en", "de", "ko")[at % 3]})) for at in range(12)}
    return Problem(tuple(slots), people, wishes, tables, interpreters, {("A", "B"): 20})


def main() -> None:
    """Solve and print: with all cores for so many seconds, or with --served as the button on the page does."""
    served = "--served" in sys.argv
    seconds = LIMIT if served else float(sys.argv[1]) if len(sys.argv) > 1 else 60
    problem = make_problem()
    total = sum(wish.weight for wish in problem.wishes)
    found = propose(problem, seconds=seconds, effort=LIMIT if served else float("inf"),
                    workers=1 if served else os.cpu_count() or 1)
    print(f"{DELEGATES} delegates, {COUNTERPARTS} counterparts, {DAYS} days, {len(problem.wishes)} wishes, "
          f"{len(problem.slots)} slots, {len(problem.tables)} tables, {os.cpu_count()} cores")
    print(f"time {found.seconds:.1f} s{'' if found.optimal else ', stopped by the limit'}")
    print(f"placed {len(found.placed)} meetings, weighted {found.value / total:.1%} of what is wanted")
    print(f"proven possible at most {found.bound / total:.1%}; reached {found.value / max(1, found.bound):.1%} of that")
    print("not placed: " + ", ".join(f"{reason} {list(found.unplaced.values()).count(reason)}"
                                     for reason in sorted(set(found.unplaced.values()))))


if __name__ == "__main__":
    main()
