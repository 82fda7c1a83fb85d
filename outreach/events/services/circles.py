"""What comes after what: the way by which something would come after itself."""

from collections.abc import Callable, Hashable, Iterable

Key = Hashable


def way_back(start: Key, first: Iterable[Key], before: Callable[[Key], Iterable[Key]]) -> list[Key]:
    """The steps from `start` over one of `first` back to `start`, where `before(step)` gives what comes before each.

    Empty where there is no such way. Every step is looked at once, however many ways lead to it.
    """
    came_from: dict[Key, Key] = {}
    waiting = [(step, start) for step in first]
    while waiting:
        step, behind = waiting.pop()
        if step == start:
            way = [behind]
            while way[-1] != start:
                way.append(came_from[way[-1]])
            return [*reversed(way), start]
        if step not in came_from:
            came_from[step] = behind
            waiting += [(one, step) for one in before(step)]
    return []
