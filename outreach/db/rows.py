"""Single stored rows as plain values that JSON can hold: read, change a column, remove and put back.

For work that keeps what it did to rows of any table and takes it back later. It goes by the stored values, so a
column that is set here does not touch `updated_at`; the session must be expired afterwards.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, exists, insert, null, select, update

from outreach.db.base import db
from outreach.db.dump import bare_table, decode, encode, for_engine

#: Keys asked for at once; SQLite binds 32,766 values at most.
_AT_ONCE = 500


def read(table: str, column: str, values: Iterable[Any]) -> list[dict]:
    """Rows whose `column` is one of `values`, in the order of ids, each as {column: value ready for JSON}."""
    bare, values, found = _bare(table), list(values), []
    for start in range(0, len(values), _AT_ONCE):
        statement = select(*bare.c).where(bare.c[column].in_(values[start:start + _AT_ONCE])).order_by(bare.c.id)
        found += [{name: encode(value) for name, value in row._mapping.items()} for row in db.session.execute(statement)]
    return found


def ids(table: str, column: str, value: Any) -> list[int]:
    """Keys of the rows whose `column` has this value."""
    bare = _bare(table)
    return list(db.session.scalars(select(bare.c.id).where(bare.c[column] == value).order_by(bare.c.id)))


def point(table: str, column: str, keys: Iterable[int], value: int) -> None:
    """Set the foreign key `column` of these rows."""
    bare, keys = _bare(table), list(keys)
    for start in range(0, len(keys), _AT_ONCE):
        db.session.execute(update(bare).where(bare.c.id.in_(keys[start:start + _AT_ONCE])).values({column: value}))


def put(table: str, key: int, values: dict) -> None:
    """Set columns of one row; values as read() gives them."""
    bare = _bare(table)
    db.session.execute(update(bare).where(bare.c.id == key).values(_stored(table, values)))


def add(table: str, values: dict) -> int:
    """Insert a row; gives its key. A key that another row has taken meanwhile is replaced by a new one."""
    bare = _bare(table)
    if "id" in values and db.session.scalar(select(exists().where(bare.c.id == values["id"]))):
        values = {name: value for name, value in values.items() if name != "id"}
    return db.session.scalar(insert(bare).values(_stored(table, values)).returning(bare.c.id))


def remove(table: str, key: int) -> None:
    """Delete one row."""
    bare = _bare(table)
    db.session.execute(delete(bare).where(bare.c.id == key))


def _bare(table: str):
    return bare_table(db.metadata.tables[table])


def _stored(table: str, values: dict) -> dict:
    connection, source = db.session.connection(), db.metadata.tables[table]
    found = {name: for_engine(decode(value), source, name, connection) for name, value in values.items()}
    return {name: null() if value is None else value for name, value in found.items()}
