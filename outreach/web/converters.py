"""What a part of an address may be."""

from werkzeug.routing import IntegerConverter


class RecordNumber(IntegerConverter):
    """`<int:…>` holds the key of a record. What neither engine can hold becomes 0, which no record has."""

    def to_python(self, value: str) -> int:
        """The key, from 0 to 2**31 - 1."""
        number = super().to_python(value) if len(value) <= 20 else 0
        return number if number < 2**31 else 0
