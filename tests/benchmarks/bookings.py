"""How fast bookings are checked for clashes, and a planning board is made.

    python -m tests.benchmarks.bookings

10,000 bookings of 40 people against a bare sorted sweep over tuples in the same run; and a board of 40 people and 60
events from the database, with the number of its statements.
"""

import random
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlalchemy

from outreach.events.queries.bookings import Booking, overlaps
from tests import engines


def main() -> None:
    """Print the figures."""
    sweep()
    board()


def sweep(count: int = 10_000, people: int = 40) -> None:
    """Our check beside the least that such a check can do: sort, and look back while the earlier one lasts."""
    dice, base = random.Random(20270622), datetime(2027, 1, 1, tzinfo=UTC)
    taken = []
    for number in range(count):
        start = base + timedelta(minutes=dice.randrange(60 * 24 * 365))
        taken.append(Booking(dice.randrange(people), start, start + timedelta(minutes=dice.randrange(30, 600)), number))
    ours, pairs = _best(lambda: overlaps(taken))
    bare, bare_pairs = _best(lambda: _bare([(one.who, one.start, one.end, one.what) for one in taken]))
    assert len(pairs) == len(bare_pairs)
    print(f"{count:,} bookings of {people} people, {len(pairs):,} clashes: {ours * 1000:.0f} ms, "
          f"{ours / bare:.2f} of a bare sorted sweep ({bare * 1000:.0f} ms)")


def _bare(rows: list[tuple]) -> list[tuple]:
    found, last_of = [], {}
    for row in sorted(rows):
        held = [earlier for earlier in last_of.get(row[0], ()) if earlier[2] > row[1]]
        found += [(earlier, row) for earlier in held]
        held.append(row)
        last_of[row[0]] = held
    return found


def board(people: int = 40, events: int = 60) -> None:
    """A board over ten weeks from an SQLite file: time, and how many statements it took."""
    with tempfile.TemporaryDirectory() as folder:
        from outreach import create_app

        url = engines.fresh_database("sqlite", Path(folder))
        app = create_app(engines.settings(url, Path(folder)))
        with app.app_context():
            from outreach.db import db
            from outreach.events.queries.board import make_board, planned_events
            from tests.factories.accounts import make_user
            from tests.factories.events import make_event, make_member

            dice, first = random.Random(1), date(2027, 9, 6)
            users = [make_user(role="officer") for _number in range(people)]
            for number in range(events):
                start = first + timedelta(days=dice.randrange(66))
                event = make_event(f"E-{number}", f"Event {number}", starts_on=start, ends_on=start + timedelta(days=3))
                for user in dice.sample(users, 5):
                    make_member(event, user)
            viewer, asked = users[0], []
            sqlalchemy.event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

            def make():
                db.session.expire_all()
                asked.clear()
                last = first + timedelta(days=69)
                return make_board(planned_events(viewer, first, last), first, last)
            took, made = _best(make)
            print(f"a board of {len(made.people)} people and {len(made.events)} events: {took * 1000:.0f} ms, "
                  f"{len(asked)} statements, {len(made.clashes)} clashes")


def _best(act, times: int = 5) -> tuple[float, object]:
    best, result = float("inf"), None
    for _time in range(times):
        began = time.perf_counter()
        result = act()
        best = min(best, time.perf_counter() - began)
    return best, result


if __name__ == "__main__":
    main()
