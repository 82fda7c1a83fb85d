"""What a part of an address may be."""

from werkzeug.routing import IntegerConverter


class RecordNumber(IntegerConverter):
    """`<int:…>` holds the key of a record; what no key of either engine can hold is not found."""

    def __init__(self, url_map, fixed_digits: int = 0, min: int | None = None, max: int | None = 2**31 - 1,
                 signed: bool = False) -> None:
        super().__init__(url_map, fixed_digits, min, max, signed)
