"""The two engines: FTS5 on SQLite, a GIN index on PostgreSQL. Both hold the same tokens and give the same ids.

The newest records come first. FTS5 keeps ids in order and stops as soon as there are enough; PostgreSQL has to look at
everything that a token is in, so it is asked for the newest blocks of ids first.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import bindparam, column, text
from sqlalchemy.sql.selectable import TextualSelect

from outreach.db import db
from outreach.search.asking import All, Question, Token, Without, all_of, any_of
from outreach.search.content import BATCH, BLOCK, BLOCK_BITS, KIND, LONG_BLOCK, LONG_BLOCK_BITS, MARKS, OWNER
from outreach.search.models import LOWER_BITS, id_range

#: The tokens stand ready-made: everything beyond ASCII belongs to one, and so do the marks.
SQLITE_TABLE = (
    "CREATE VIRTUAL TABLE search_fts USING fts5(tokens, content='search_entry', content_rowid='id', "
    f"detail=none, columnsize=0, tokenize=\"ascii tokenchars '{MARKS}'\")"
)
#: What waits to be sorted into the index is read with every query, so little may wait.
POSTGRESQL_INDEX = (
    "CREATE INDEX ix_search_entry_tokens_gin ON search_entry "
    "USING gin (array_to_tsvector(string_to_array(tokens, ' '))) WITH (gin_pending_list_limit = 256)"
)
_FOUND = "array_to_tsvector(string_to_array(tokens, ' ')) @@ CAST(:asked AS tsquery)"
#: A kind of fewer records needs no blocks.
_FEW = 20_000


class Bound(NamedTuple):
    """A statement of our own words, and the values of its places."""

    written: str
    values: dict


class Scope(NamedTuple):
    """Where is looked: a kind, whose records (None for all), and without what these batches brought."""

    kind: str
    owner: str | None = None
    hidden: tuple[str, ...] = ()

    def narrow(self, asked):
        """What is asked, for this scope alone."""
        asked = asked if self.owner is None else all_of(asked, Token(OWNER + self.owner))
        return Without(asked, tuple(Token(BATCH + batch) for batch in self.hidden)) if self.hidden else asked


def create_engine_parts(connection) -> None:
    """Make what the models cannot say: the FTS5 table, or the GIN index. Called by the migration."""
    connection.execute(text(SQLITE_TABLE if connection.dialect.name == "sqlite" else POSTGRESQL_INDEX))


def drop_engine_parts(connection) -> None:
    """The way back."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("DROP TABLE IF EXISTS search_fts"))
    else:
        connection.execute(text("DROP INDEX IF EXISTS ix_search_entry_tokens_gin"))


def on_sqlite() -> bool:
    """True where the open session stands on SQLite."""
    return db.session.get_bind().dialect.name == "sqlite"


def first_ids(question: Question, scope: Scope, limit: int) -> list[int]:
    """Ids of the newest entries of a kind that answer the question, newest first."""
    if on_sqlite():
        return _run(_sqlite(question, scope, f"ORDER BY search_fts.rowid DESC LIMIT {int(limit)}"))
    found: list[int] = []
    for narrowed in _levels(question, scope):
        found = _run(_postgresql(narrowed, scope, f"ORDER BY id DESC LIMIT {int(limit)}"))
        if len(found) >= limit:
            break
    return found


def bare_ids(question: Question, limit: int) -> list[int]:
    """Any ids that the index gives for a question, without kind, order or what the viewer may see: what a benchmark
    compares with."""
    if on_sqlite():
        statement = "SELECT rowid FROM search_fts WHERE search_fts MATCH :asked LIMIT :most"
        return _run(Bound(statement, {"asked": fts5(question.asked), "most": limit}))
    statement = f"SELECT id FROM search_entry WHERE {_FOUND} LIMIT :most"  # noqa: S608
    return _run(Bound(statement, {"asked": tsquery(question.asked), "most": limit}))


def count_up_to(asked: Iterable[Question], scope: Scope, most: int) -> int:
    """How many entries answer one of the questions; `most` where there are as many or more."""
    found: set[int] = set()
    for question in asked:
        build = _sqlite if on_sqlite() else _postgresql
        found.update(_run(build(question, scope, f"LIMIT {int(most)}")))
        if len(found) >= most:
            return most
    return len(found)


def all_ids(question: Question, scope: Scope) -> TextualSelect:
    """A select of the records' own ids, all that answer the question, to stand inside another select."""
    if on_sqlite():
        statement = _sqlite(question, scope, "", f"search_fts.rowid & {LOWER_BITS}")
    else:
        statement = _postgresql(question, scope, None)
    bound = [bindparam(name, value, unique=True) for name, value in statement.values.items()]
    return text(statement.written).bindparams(*bound).columns(column("ref_id"))


_PLACE = re.compile(r"(?<!:):([a-z]+\d*)\b")


def _run(statement: Bound) -> list[int]:
    """Straight to the driver: compiling each of a dozen statements would take longer than what they ask."""
    written = re.sub(r"%(?!\()", "%%", statement.written) if not on_sqlite() else statement.written
    written = _PLACE.sub(r":\1" if on_sqlite() else r"%(\1)s", written)
    return list(db.session.connection().exec_driver_sql(written, statement.values).scalars())


def _values(question: Question, scope: Scope, asked: str) -> tuple[str, dict]:
    low, high = id_range(scope.kind)
    inside = " OR ".join(f"fragments LIKE :inside{place}" for place in range(len(question.inside)))
    values = {"asked": asked, "low": low, "high": high}
    values |= {f"inside{place}": f"%{part}%" for place, part in enumerate(question.inside)}
    return (f" AND ({inside})" if inside else ""), values


def _sqlite(question: Question, scope: Scope, tail: str, wanted: str = "search_fts.rowid") -> Bound:
    inside, values = _values(question, scope, fts5(scope.narrow(question.asked)))
    joined = " JOIN search_entry ON search_entry.id = search_fts.rowid" if inside else ""
    # Only our own words stand here, values are bound.
    return Bound(f"SELECT {wanted} FROM search_fts{joined} WHERE search_fts MATCH :asked "  # noqa: S608
                 f"AND search_fts.rowid BETWEEN :low AND :high{inside} {tail}", values)


def _postgresql(question: Question, scope: Scope, tail: str | None) -> Bound:
    asked = scope.narrow(question.asked)
    if scope.kind != "person":
        # Nearly everything is a person; of the other kinds the index itself keeps them apart.
        asked = all_of(Token(KIND + scope.kind), asked)
    inside, values = _values(question, scope, tsquery(asked))
    condition = f"FROM search_entry WHERE {_FOUND} AND id BETWEEN :low AND :high{inside}"
    if tail is None:
        return Bound(f"SELECT ref_id {condition}", values)  # noqa: S608 - only our own words, values are bound
    # First everything that matches, then the order: walking through all ids in search of a rare word takes seconds.
    return Bound(f"WITH found AS MATERIALIZED (SELECT id {condition}) SELECT id FROM found {tail}", values)  # noqa: S608


def _levels(question: Question, scope: Scope) -> Iterator[Question]:
    """The question among the newest entries, among more, among all."""
    low, high = id_range(scope.kind)
    newest = _run(Bound("SELECT max(id) FROM search_entry WHERE id BETWEEN :low AND :high", {"low": low, "high": high}))[0]
    if newest is not None and newest - low > _FEW and not _begins(question.asked):
        for mark, bits in ((BLOCK, BLOCK_BITS), (LONG_BLOCK, LONG_BLOCK_BITS)):
            block = newest >> bits
            yield Question(all_of(question.asked, any_of(Token(f"{mark}{block}"), Token(f"{mark}{block - 1}"))),
                           question.inside)
    yield question


def _begins(asked) -> bool:
    """True where the engine has to look for beginnings of words, which costs the same among few as among all."""
    return asked.begins if isinstance(asked, Token) else any(map(_begins, asked.parts))


def fts5(asked) -> str:
    """The expression as FTS5 reads it."""
    if isinstance(asked, Without):
        return f"({fts5(asked.asked)} NOT ({' OR '.join(map(fts5, asked.tokens))}))"
    if isinstance(asked, Token):
        return '"' + asked.text.replace('"', '""') + '"' + ("*" if asked.begins else "")
    return "(" + (" AND " if isinstance(asked, All) else " OR ").join(map(fts5, asked.parts)) + ")"


def tsquery(asked) -> str:
    """The expression as PostgreSQL reads it."""
    if isinstance(asked, Without):
        return " & !".join([tsquery(asked.asked), *map(tsquery, asked.tokens)])
    if isinstance(asked, Token):
        return "'" + asked.text.replace("\\", "\\\\").replace("'", "''") + "'" + (":*" if asked.begins else "")
    return "(" + (" & " if isinstance(asked, All) else " | ").join(map(tsquery, asked.parts)) + ")"


__all__ = ["Scope", "all_ids", "bare_ids", "count_up_to", "create_engine_parts", "drop_engine_parts", "first_ids", "on_sqlite"]
