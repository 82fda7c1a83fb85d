"""Who is where from when to when, and who is in two places at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Booking:
    """Somebody or something taken from `start` to `end` (UTC, end excluded), and by what."""

    who: Any
    start: datetime
    end: datetime
    what: Any


def overlaps(bookings: Iterable[Booking],
             together: Callable[[Booking, Booking], bool] = lambda one, other: False) -> list[tuple[Booking, Booking]]:
    """All pairs that take the same one at the same time, each pair once, in the order of their beginning.

    Pairs that belong `together` are none. One sorted sweep per one that is booked: n log n and the pairs found.
    """
    of_each: dict[Any, list[Booking]] = defaultdict(list)
    for booking in bookings:
        of_each[booking.who].append(booking)
    found = []
    for taken in of_each.values():
        taken.sort(key=lambda booking: (booking.start, booking.end))
        open_ones: list[Booking] = []
        for booking in taken:
            open_ones = [earlier for earlier in open_ones if earlier.end > booking.start]
            found += [(earlier, booking) for earlier in open_ones if not together(earlier, booking)]
            open_ones.append(booking)
    return sorted(found, key=lambda pair: (pair[1].start, pair[0].start))

