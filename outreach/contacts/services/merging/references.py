"""What points to a person or organisation, as the door says it, and which rows of two records would stand twice."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Table, UniqueConstraint

from outreach.contacts.models import Organisation, Person
from outreach.db import db, rows
from outreach.web import doors

MODELS: dict[str, type[Person] | type[Organisation]] = {"person": Person, "organisation": Organisation}
#: Pairs of likely doubles have an order and a decision to keep; pairs.py moves them.
PAIRS = {"person": "duplicate_candidate", "organisation": "organisation_duplicate"}


@dataclass(frozen=True)
class Reference:
    """A column whose rows go along with the record."""

    declared: doors.PersonReference
    table: str
    column: str
    #: Further columns of the same table that point to the same kind of record.
    siblings: tuple[str, ...]
    #: For each unique constraint with this column the others that make a row unique.
    uniques: tuple[tuple[str, ...], ...]

    @property
    def key(self) -> str:
        """'table.column', as the door names it."""
        return f"{self.table}.{self.column}"


@dataclass
class Split:
    """Rows of the record that is given up: those that move, those that stand at the kept one already as
    (stays, goes), and those that join the two records with each other."""

    moving: list[int] = field(default_factory=list)
    doubles: list[tuple[dict, dict]] = field(default_factory=list)
    links: list[dict] = field(default_factory=list)


def references(kind: str) -> list[Reference]:
    """Every column whose rows move when two records of this kind become one."""
    found = []
    for declared in doors.person_references:
        table_name, _dot, column = declared.column.partition(".")
        table = db.metadata.tables[table_name]
        if declared.on_merge != "keep" and table_name != PAIRS[kind] and _points_to(table, column, kind):
            siblings = () if declared.apart else tuple(
                item.name for item in table.columns if item.name != column and _points_to(table, item.name, kind))
            found.append(Reference(declared, table_name, column, siblings, tuple(_uniques(table, column))))
    return found


def _points_to(table: Table, column: str, kind: str) -> bool:
    return any(key.target_fullname == f"{kind}.id" for key in table.c[column].foreign_keys)


def _uniques(table: Table, column: str) -> Iterator[tuple[str, ...]]:
    sets = [item.columns for item in table.constraints if isinstance(item, UniqueConstraint)]
    sets += [item.columns for item in table.indexes if item.unique and not any(
        item.dialect_options[engine].get("where") is not None for engine in ("sqlite", "postgresql"))]
    for columns in sets:
        names = [item.name for item in columns]
        if column in names:
            yield tuple(name for name in names if name != column)


def split(reference: Reference, kept_id: int, removed_id: int, gone: set[tuple[str, int]]) -> Split:
    """Sort the rows of the record that is given up; `gone` are rows that another column has dropped already."""
    found = Split()
    if not (reference.uniques or reference.declared.double or reference.siblings
            or reference.declared.breaks):
        found.moving = rows.ids(reference.table, reference.column, removed_id)
        return found
    standing = _Standing(reference, rows.read(reference.table, reference.column, [kept_id]))
    for row in rows.read(reference.table, reference.column, [removed_id]):
        if (reference.table, row["id"]) in gone:
            continue
        stays = standing.double_of(row)
        breaks = reference.declared.breaks
        if any(row[name] in (kept_id, removed_id) for name in reference.siblings) or (
                breaks is not None and breaks(row, kept_id, removed_id)):
            found.links.append(row)
        elif stays is not None:
            found.doubles.append((stays, row))
        else:
            found.moving.append(row["id"])
            standing.take(row)
    return found


class _Standing:
    """Rows of the kept record, to be asked for the double of another's."""

    def __init__(self, reference: Reference, own: Iterable[dict]):
        self.reference = reference
        self.by_key: dict[tuple, list[dict]] = {}
        for row in own:
            self.take(row)

    def take(self, row: dict) -> None:
        """Note a row that stands at the kept record."""
        for key in self._keys(row):
            self.by_key.setdefault(key, []).append(row)

    def double_of(self, row: dict) -> dict | None:
        """The row that stands there already, None where there is none."""
        for key in self._keys(row):
            for stays in self.by_key.get(key, ()):
                if key[0] != "double" or self.reference.declared.same(stays, row):
                    return stays
        return None

    def _keys(self, row: dict) -> Iterator[tuple]:
        for columns in self.reference.uniques:
            values = tuple(str(row[name]) for name in columns)
            if all(row[name] is not None for name in columns):
                yield (columns, *values)
        if self.reference.declared.double is not None:
            yield ("double", self.reference.declared.double(row))


def dependents(table: str) -> list[tuple[str, str, bool]]:
    """(table, column, may be empty) of everything that points to rows of `table`."""
    return [(other.name, key.parent.name, bool(key.parent.nullable)) for other in db.metadata.sorted_tables
            for key in sorted(other.foreign_keys, key=lambda item: item.parent.name)
            if key.target_fullname == f"{table}.id"]
