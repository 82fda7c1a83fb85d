"""Numbers of records in addresses and forms."""

from werkzeug.routing import IntegerConverter

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
