"""Many rows of one table at once, below the unit of work's objects: executemany on SQLite, COPY on PostgreSQL.

What is written here is part of the open unit of work, but no object of the session knows of it. Whoever holds such
objects reads them again. Foreign keys, defaults of the models and column types hold as for single rows.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, cast, func, select, text
from sqlalchemy.sql.selectable import TableValuedAlias

from outreach.db.base import db

#: Values in one IN list; both engines take more, but plans and parsing do not get better.
IN_ONE_LIST = 900


def insert_many(model: type, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; a column that one of them leaves out gets the model's default, computed once, or nothing."""
    if not rows:
        return
    table, connection = model.__table__, db.session().connection()
    given = set().union(*rows)
    made = {column.key: column.default.arg(None) if column.default.is_callable else column.default.arg
            for column in table.c if column.default is not None}
    names = [column.key for column in table.c if column.key in given or column.key in made]
    convert = _converters(table, names, connection.dialect)
    lines = (tuple(turn(value) if turn else value for value, turn in zip(
        (row[name] if name in row else made.get(name) for name in names), convert, strict=True)) for row in rows)
    columns = ", ".join(f'"{name}"' for name in names)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(names))
        connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})', list(lines))  # noqa: S608
        return
    with connection.connection.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
        for line in lines:
            copy.write_row(line)


def update_many(model: type, rows: Sequence[Mapping[str, Any]]) -> None:
    """Set the named columns of rows, each found by its `id`; all rows name the same columns."""
    if not rows:
        return
    table, connection = model.__table__, db.session().connection()
    names = [name for name in rows[0] if name != "id"]
    convert = _converters(table, names, connection.dialect)
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    sets = ", ".join(f'"{name}" = {mark}' for name in names)
    lines = [(*(turn(row[name]) if turn else row[name] for name, turn in zip(names, convert, strict=True)), row["id"])
             for row in rows]
    connection.exec_driver_sql(f'UPDATE "{table.name}" SET {sets} WHERE id = {mark}', lines)  # noqa: S608


def reserve_ids(model: type, count: int) -> list[int]:
    """Keys for rows that are about to be inserted in this unit of work, which holds the write lock on SQLite."""
    table, session = model.__table__, db.session()
    if not count:
        return []
    if session.get_bind().dialect.name == "sqlite":
        last = session.scalar(select(func.max(table.c.id))) or 0
        return list(range(last + 1, last + 1 + count))
    sequence = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
    return list(session.scalars(sequence, {"name": table.name, "count": count}))


def as_table(values: Iterable[str]) -> TableValuedAlias:
    """Any number of texts as a table with the column `value`, to join with: one place in the statement holds them all."""
    values = list(values)
    if db.session().get_bind().dialect.name == "sqlite":
        return func.json_each(json.dumps(values)).table_valued("value")
    return func.json_array_elements_text(cast(values, JSON)).table_valued("value")


def pieces(values: Iterable[Any], size: int = IN_ONE_LIST) -> Iterator[list[Any]]:
    """The values in lists short enough for one IN."""
    values = list(values)
    for start in range(0, len(values), size):
        yield values[start:start + size]


def _converters(table, names: Iterable[str], dialect) -> list[Callable | None]:
    return [table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names]
