"""Numbers of records in addresses and forms, and addresses that become links."""

from flask_babel import gettext as _
from werkzeug.routing import IntegerConverter

from outreach.errors import Refused

#: The first number that one of the engines cannot hold as a key.
_BEYOND = 2**31


class RecordNumber(IntegerConverter):
    """`<int:…>` holds the key of a record. What neither engine can hold becomes 0, which no record has."""

    def to_python(self, value: str) -> int:
        """The key, from 0 to 2**31 - 1."""
        return record_key(value) or 0


def record_key(text: str | int | None) -> int | None:
    """The key that a query or a field names; 0, which no record has, for a number beyond all keys; None for anything else."""
    text = "" if text is None else str(text)
    if not text.isascii() or not text.isdigit():
        return None
    return int(text) if len(text) < 12 and int(text) < _BEYOND else 0


def is_address(text: str) -> bool:
    """True for an address of the web: one that may become a link on a page."""
    return text.lower().startswith(("http://", "https://"))


def check_address(text: str | None, field: str = "website") -> None:
    """Raise Refused, with the field, for a text that is no address of the web."""
    if text and not is_address(text):
        raise Refused("bad_website", _("Enter an address that begins with https://"), field=field)
