"""The whole database as lines of JSON, readable back into either engine.

Rows are read in one snapshot, so people go on working; values keep their exact type. A row whose foreign key
points to a row that comes later is written first without it and completed at the end.
"""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from datetime import time as day_time
from decimal import Decimal
from typing import Any, BinaryIO

from sqlalchemy import JSON, DateTime, Table, bindparam, column, func, insert, select, table, text, update
from sqlalchemy.engine import Connection
from sqlalchemy.types import TypeDecorator

from outreach.db.base import db

BATCH = 1000


def tables() -> list[Table]:
    """Our tables, those that others point to first."""
    return list(db.metadata.sorted_tables)


def snapshot() -> Connection:
    """A connection whose reads all see the same moment. The caller closes it."""
    if db.engine.dialect.name == "postgresql":
        return db.engine.connect().execution_options(isolation_level="REPEATABLE READ")
    return db.engine.connect()


def write_rows(connection: Connection, source: Table, out: BinaryIO) -> int:
    """Write every row of a table as one line of JSON; gives the number of rows."""
    bare = bare_table(source)
    count = 0
    statement = select(*bare.c).order_by(*[bare.c[item.name] for item in source.primary_key])
    for row in connection.execute(statement.execution_options(yield_per=BATCH)):
        out.write(json.dumps([encode(value) for value in row], ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
        count += 1
    return count


def clear(connection: Connection) -> None:
    """Empty all tables, children first."""
    later = _later_columns()
    for source in tables():
        for name in later[source.name]:
            connection.execute(update(source).values({name: None}))
    for source in reversed(tables()):
        connection.execute(source.delete())


def read_rows(connection: Connection, source: Table, columns: list[str], lines: Iterator[bytes]) -> tuple[int, list[dict]]:
    """Insert rows; gives their number and the foreign keys that wait for later rows."""
    bare, waiting, count, batch = bare_table(source), [], 0, []
    later = [name for name in _later_columns()[source.name] if name in columns]
    for line in lines:
        row = dict(zip(columns, (decode(value) for value in json.loads(line)), strict=True))
        held = {name: row[name] for name in later if row[name] is not None}
        if held:
            waiting.append({"row_id": row["id"], **held})
            row.update(dict.fromkeys(held))
        batch.append({name: for_engine(value, source, name, connection) for name, value in row.items()})
        count += 1
        if len(batch) >= BATCH:
            connection.execute(insert(bare), batch)
            batch = []
    if batch:
        connection.execute(insert(bare), batch)
    return count, waiting


def complete(connection: Connection, source: Table, waiting: list[dict]) -> None:
    """Fill in the foreign keys that read_rows left open; a bare table, for the rows did not change on this day."""
    bare = bare_table(source)
    for held in waiting:
        values = {name: value for name, value in held.items() if name != "row_id"}
        connection.execute(update(bare).where(bare.c.id == bindparam("row_id")).values(values), {"row_id": held["row_id"]})


def after_read(connection: Connection) -> None:
    """Set PostgreSQL's counters behind the highest ids; fill SQLite's full-text table."""
    if connection.dialect.name == "postgresql":
        for source in tables():
            if "id" in source.c:
                highest = connection.execute(select(func.max(source.c.id))).scalar() or 0
                connection.execute(text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :value, :used)"),
                                   {"name": source.name, "value": max(highest, 1), "used": highest > 0})
        return
    connection.execute(text("INSERT INTO search_fts (search_fts) VALUES ('rebuild')"))


def bare_table(source: Table):
    """The table with plain types only: what is stored, not what Python makes of it."""
    def plain(kind):
        while isinstance(kind, TypeDecorator):
            kind = kind.impl_instance if hasattr(kind, "impl_instance") else kind.impl
        return kind
    return table(source.name, *[column(item.name, plain(item.type)) for item in source.columns])


def _later_columns() -> dict[str, list[str]]:
    """Nullable columns per table that point to the table itself or to one that is filled after it."""
    order = {source.name: place for place, source in enumerate(tables())}
    return {
        source.name: [item.name for item in source.columns if item.nullable and any(
            order[key.column.table.name] >= order[source.name] for key in item.foreign_keys)]
        for source in tables()
    }


def for_engine(value: Any, source: Table, name: str, connection: Connection) -> Any:
    """The value as the engine stores it: instants with or without a zone."""
    kind = source.c[name].type
    while isinstance(kind, TypeDecorator):
        kind = kind.impl_instance if hasattr(kind, "impl_instance") else kind.impl
    if isinstance(kind, DateTime) and isinstance(value, datetime):
        if connection.dialect.name == "sqlite":
            return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        if kind.timezone and value.tzinfo is None:
            return value.replace(tzinfo=UTC)
    if isinstance(kind, JSON) and value is None:
        return None
    return value


def encode(value: Any) -> Any:
    """A stored value as JSON that says its type."""
    if isinstance(value, datetime):
        return {"$": "datetime", "v": value.isoformat()}
    if isinstance(value, date):
        return {"$": "date", "v": value.isoformat()}
    if isinstance(value, day_time):
        return {"$": "time", "v": value.isoformat()}
    if isinstance(value, Decimal):
        return {"$": "decimal", "v": str(value)}
    if isinstance(value, (bytes, memoryview)):
        return {"$": "bytes", "v": base64.b64encode(bytes(value)).decode()}
    if isinstance(value, (dict, list)):
        return {"$": "json", "v": value}
    return value


def decode(value: Any) -> Any:
    """The value that encode() wrote."""
    if not isinstance(value, dict):
        return value
    kind, inner = value["$"], value["v"]
    return {
        "datetime": lambda: datetime.fromisoformat(inner), "date": lambda: date.fromisoformat(inner),
        "time": lambda: day_time.fromisoformat(inner), "decimal": lambda: Decimal(inner),
        "bytes": lambda: base64.b64decode(inner), "json": lambda: inner,
    }[kind]()
