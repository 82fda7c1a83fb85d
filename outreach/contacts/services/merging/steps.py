"""The steps of a merge: what is done to single rows, and how that is kept to be undone."""

from dataclasses import asdict, dataclass, field
from typing import Any

from outreach.db import rows


@dataclass
class Cell:
    """One column of one row that gets another value. `follows` is the field of the record that it goes along with,
    `side` whose value was taken; both are empty for rows that only point to the record."""

    table: str
    key: int
    column: str
    old: Any
    new: Any
    follows: str = ""
    side: str = ""


@dataclass
class Drop:
    """A row that would stand twice, kept in the snapshot: 'double' of the row that stays, 'link' between the two
    records, or 'part' of such a row."""

    table: str
    row: dict
    why: str
    stays: int | None = None


@dataclass
class Move:
    """Rows that point elsewhere afterwards. `part` is true for what hangs on a dropped row, not on the record.

    `held` are the rows as they stood, {str(id): row}, of tables whose rows are edited in place.
    """

    column: str
    source: int
    target: int
    ids: list[int]
    part: bool = False
    held: dict[str, dict] = field(default_factory=dict)

    @property
    def place(self) -> tuple[str, str]:
        """Table and column."""
        table, _dot, column = self.column.partition(".")
        return table, column


@dataclass
class Add:
    """A row that the merge adds; `key` is known once it stands."""

    table: str
    values: dict
    key: int | None = None


@dataclass
class Steps:
    """All steps of one merge. `own` are the rows that the kept record had before, by reference."""

    cells: list[Cell] = field(default_factory=list)
    drops: list[Drop] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    adds: list[Add] = field(default_factory=list)
    own: dict[str, list[int]] = field(default_factory=dict)

    def carry_out(self) -> None:
        """Do it: first everything lets go of the rows that go, then they go, then the rest moves and changes."""
        _put([cell for cell in self.cells if cell.new is None])
        for move in self.moves:
            if move.part:
                rows.point(*move.place, move.ids, move.target)
        for drop in reversed(self.drops):
            rows.remove(drop.table, drop.row["id"])
        for move in self.moves:
            if not move.part:
                rows.point(*move.place, move.ids, move.target)
        _put([cell for cell in self.cells if cell.new is not None])
        for add in self.adds:
            add.key = rows.add(add.table, add.values)

    def as_json(self) -> dict:
        """What the snapshot stores."""
        return asdict(self)

    @classmethod
    def of(cls, stored: dict) -> "Steps":
        """From what the snapshot stores."""
        return cls([Cell(**item) for item in stored["cells"]], [Drop(**item) for item in stored["drops"]],
                   [Move(**item) for item in stored["moves"]], [Add(**item) for item in stored["adds"]], stored["own"])


def _put(cells: list[Cell]) -> None:
    """Row by row, because a check of the table may look at several columns."""
    by_row: dict[tuple[str, int], dict] = {}
    for cell in cells:
        by_row.setdefault((cell.table, cell.key), {})[cell.column] = cell.new
    for (table, key), values in by_row.items():
        rows.put(table, key, values)
