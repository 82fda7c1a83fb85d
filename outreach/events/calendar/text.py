"""Values and components as the lines of a calendar file.

Texts come from people and cards: control characters and line breaks of every kind are taken out or turned into
the one line break that the format escapes, so that nobody can write a line of their own into the file.
"""

import re
from typing import Any

from icalendar import Component

#: Octets of a line that may not be longer without its end.
_LINE = 75
_BREAKS = re.compile(r"\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\ud800-\udfff]")


def clean(text: Any, *, one_line: bool = False) -> str:
    """Text that a calendar file can carry: LF is the only line break, and none at all with `one_line`."""
    plain = _CONTROLS.sub("", _BREAKS.sub("\n", str(text or "")))
    return " ".join(plain.split()) if one_line else plain.strip()


def written(part: Component) -> str:
    """The component's lines with CR LF, exactly as icalendar writes them.

    icalendar looks at every letter of every line to fold it; a line that fits needs no look.
    """
    lines = [line if _fits(line) else line.to_ical().decode() for line in part.content_lines() if line]
    return "\r\n".join([*lines, ""])


def _fits(line: str) -> bool:
    return len(line) < _LINE and (line.isascii() or len(line.encode()) < _LINE)
