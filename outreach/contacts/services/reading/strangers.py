"""Reads a line or value whose bytes do not fit the encoding of its file: it was pasted from somewhere else.

Better a line set aside than a wrong name: a reading is only taken where it is without a fault, looks like text
that people write, and no other reading comes near.
"""

import re
from functools import lru_cache

from outreach.contacts.services.reading.encodings import CODECS
from outreach.contacts.services.reading.plausibility import plausibility

DAMAGED = re.compile("[\ud800-\udfff]")
READINGS = ("windows-1252", "gb18030", "cp949", "big5", "shift_jis")
PLAUSIBLE = 0.5
LEAD = 0.3
#: What the halves of damaged letters look like in Windows-1252; hardly anything in a list is written with these.
HALVES = frozenset("ÂÃ§«»®©°²³·£\u00a0")
LONGEST = 20_000


@lru_cache(maxsize=1024)
def read_stranger(data: bytes) -> tuple[str, str] | None:
    """The text of bytes that are not valid UTF-8 and the label of their encoding, or None where that is not clear."""
    readings = []
    for label in READINGS if len(data) <= LONGEST else ():
        try:
            text = data.decode(CODECS[label])
        except UnicodeDecodeError:
            continue
        if label != "windows-1252" or not HALVES & set(text):
            readings.append((plausibility(text), text, label))
    readings.sort(reverse=True)
    if not readings or readings[0][0] < PLAUSIBLE or (len(readings) > 1 and readings[0][0] - readings[1][0] < LEAD):
        return None
    return readings[0][1], readings[0][2]


def read_damaged(line: str) -> tuple[str, str] | None:
    """The same of a line whose bytes that could not be decoded are lone surrogates. Only then are these bytes known in
    full where everything else in the line is ASCII or the file is UTF-8; any other line has no plausible reading."""
    return read_stranger(line.encode("utf-8", "surrogateescape")) if not re.search("[\ud800-\udc7f\udd00-\udfff]", line) else None
