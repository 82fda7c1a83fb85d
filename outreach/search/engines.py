"""The two engines: FTS5 on SQLite, a GIN index on PostgreSQL. Both hold the same tokens and give the same ids.

The newest records come first. FTS5 keeps ids in order and stops as soon as there are enough; PostgreSQL has to look at
everything that a token is in, so it is asked for the newest blocks of ids first.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import bindparam, column, text
from sqlalchemy.sql.selectable import TextualSelect

from outreach.db import db
from outreach.search.asking import All, Question, Token, Without, all_of, any_of
from outreach.search.content import BATCH, BLOCK, BLOCK_BITS, KIND, LONG_BLOCK, LONG_BLOCK_BITS, MARKS, OWNER, WHOLE
from outreach.search.models import LOWER_BITS, id_range, kind_of

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
#: More than this are wanted to be counted, not to be shown.
_MANY = 200


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


def merge_some(pages: int) -> bool:
    """Order about so many pages of what small batches left, in the open unit of work; False where nothing is left.

    FTS5 would do it by itself, but some hundred pages at once behind an insert, for which everybody else waits.
    """
    if not on_sqlite():
        return False
    before = db.session.scalar(text("SELECT total_changes()"))
    db.session.execute(text("INSERT INTO search_fts (search_fts, rank) VALUES ('merge', :pages)"), {"pages": pages})
    # FTS5 says that nothing is left to merge by changing fewer than two rows.
    return db.session.scalar(text("SELECT total_changes()")) - before >= 2


def best_ids(asked: Iterable[Question], scope: Scope, limit: int) -> list[int]:
    """Ids of at most `limit` entries: those that answer the first question, then of the next, each the newest first."""
    found: dict[int, None] = {}
    newest = None if on_sqlite() else _newest(scope)
    for question in asked:
        if on_sqlite():
            statement = _sqlite(question, scope, f"ORDER BY search_fts.rowid DESC LIMIT {int(limit)}")
        else:
            statement = _in_levels(question, scope, limit, newest)
        found.update(dict.fromkeys(_run(statement)))
        if len(found) >= limit:
            break
    return list(found)[:limit]


def kinds_answering(question: Question, kinds: list[str]) -> set[str]:
    """Those of the kinds, given in our order and without people, in which anything answers, whoever may see it."""
    # With the mark of its kind an entry is looked for among few; FTS5 would else go through all people in search of one.
    asked = all_of(any_of(*(Token(KIND + kind) for kind in kinds)), question.asked)
    if not on_sqlite():
        return set(_run(Bound(f"SELECT DISTINCT kind FROM search_entry WHERE {_FOUND}", {"asked": tsquery(asked)})))  # noqa: S608
    found: set[str] = set()
    # From the last entry of one kind to the last of an earlier one: of most kinds there is none.
    values = {"asked": fts5(asked), "high": id_range(kinds[-1])[1]}
    while entries := _run(Bound("SELECT rowid FROM search_fts WHERE search_fts MATCH :asked AND rowid <= :high "
                                "ORDER BY rowid DESC LIMIT 1", values)):
        found.add(kind_of(entries[0]))
        values["high"] = id_range(kind_of(entries[0]))[0]
        if kinds[0] in found:
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


def all_ids(question: Question, scope: Scope) -> TextualSelect:
    """A select of the records' own ids, all that answer the question, to stand inside another select."""
    if on_sqlite():
        statement = _sqlite(question, scope, "", f"search_fts.rowid & {LOWER_BITS}")
    else:
        statement = _postgresql(question, scope, "ref_id")
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


def _of_kind(scope: Scope, question: Question):
    """What is asked in this scope. Nearly everything is a person; the other kinds are kept apart by their mark."""
    asked = scope.narrow(question.asked)
    return asked if scope.kind == "person" else all_of(Token(KIND + scope.kind), asked)


def _sqlite(question: Question, scope: Scope, tail: str, wanted: str = "search_fts.rowid") -> Bound:
    inside, values = _values(question, scope, fts5(_of_kind(scope, question)))
    joined = " JOIN search_entry ON search_entry.id = search_fts.rowid" if inside else ""
    # Only our own words stand here, values are bound.
    return Bound(f"SELECT {wanted} FROM search_fts{joined} WHERE search_fts MATCH :asked "  # noqa: S608
                 f"AND search_fts.rowid BETWEEN :low AND :high{inside} {tail}", values)


def _postgresql(question: Question, scope: Scope, wanted: str = "id") -> Bound:
    inside, values = _values(question, scope, tsquery(_of_kind(scope, question)))
    return Bound(f"SELECT {wanted} FROM search_entry WHERE {_FOUND} AND id BETWEEN :low AND :high{inside}", values)  # noqa: S608


def _newest(scope: Scope) -> int | None:
    """The highest id of a kind that has too many entries to look at all; None for others."""
    low, high = id_range(scope.kind)
    newest = _run(Bound("SELECT max(id) FROM search_entry WHERE id BETWEEN :low AND :high", {"low": low, "high": high}))[0]
    return newest if newest is not None and newest - low > _FEW else None


def _in_levels(question: Question, scope: Scope, limit: int, newest: int | None) -> Bound:
    """The newest answers: among the newest entries; where these are too few, among more, then among all."""
    found, values = [], {}
    for place, narrowed in enumerate([*_among_newest(question, limit, newest), question]):
        written, bound = _postgresql(narrowed, scope)
        values |= bound | {f"asked{place}": bound["asked"]}
        written = written.replace(":asked", f":asked{place}")
        # A step that was not needed found none, so every earlier one is asked.
        written += "".join(f" AND (SELECT count(*) FROM found{before}) < {int(limit)}" for before in range(place))  # noqa: S608
        # What matches comes before the order: walking through all ids in search of a rare word takes seconds.
        found.append(f"found{place} AS MATERIALIZED ({written})")
    together = " UNION ".join(f"SELECT id FROM found{place}" for place in range(len(found)))  # noqa: S608
    return Bound(f"WITH {', '.join(found)} {together} ORDER BY id DESC LIMIT {int(limit)}", values)  # noqa: S608


def _among_newest(question: Question, limit: int, newest: int | None) -> Iterator[Question]:
    # A whole name is never borne by too many to look at all.
    if newest is None or (isinstance(question.asked, Token) and question.asked.text.startswith(WHOLE)):
        return
    # Where many are wanted, smaller steps leave fewer to look at in vain.
    steps = [(BLOCK, BLOCK_BITS, 2), *[(BLOCK, BLOCK_BITS, 9)] * (limit > _MANY), (LONG_BLOCK, LONG_BLOCK_BITS, 2)]
    for mark, bits, blocks in steps:
        last = newest >> bits
        here = any_of(*(Token(f"{mark}{last - back}") for back in range(blocks)))
        yield replace(question, asked=all_of(question.asked, here))


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


__all__ = [
    "Scope", "all_ids", "bare_ids", "best_ids", "create_engine_parts", "drop_engine_parts", "kinds_answering",
    "on_sqlite",
]
