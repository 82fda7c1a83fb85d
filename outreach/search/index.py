"""Put, remove and find. Both engines hold the same tokens, so both give the same records."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import delete, select, text

from outreach.db import db
from outreach.identity import asked_digits, index_tokens, query_tokens, without_form
from outreach.search.models import SearchEntry
from outreach.web.access import STAFF

#: The tokens stand ready-made; the engines only split them at spaces.
_SQLITE_TABLE = 'CREATE VIRTUAL TABLE search_fts USING fts5(tokens, tokenize="unicode61 remove_diacritics 0")'
_POSTGRESQL_INDEX = (
    "CREATE INDEX ix_search_entry_tokens_gin ON search_entry "
    "USING gin (array_to_tsvector(string_to_array(tokens, ' ')))"
)


@dataclass(frozen=True)
class Hit:
    """A found record: its kind and id, best first."""

    kind: str
    ref_id: int


def create_engine_parts(connection) -> None:
    """Make what the models cannot say: the FTS5 table, or the GIN index. Called by the migration."""
    sqlite = connection.dialect.name == "sqlite"
    connection.execute(text(_SQLITE_TABLE if sqlite else _POSTGRESQL_INDEX))


def drop_engine_parts(connection) -> None:
    """The way back."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("DROP TABLE search_fts"))
    else:
        connection.execute(text("DROP INDEX ix_search_entry_tokens_gin"))


def put(kind: str, ref_id: int, content: str, visible_to: str | None = None) -> None:
    """Index a record, replacing what was known of it. Part of the open unit of work."""
    tokens = " ".join(dict.fromkeys(index_tokens(content)))
    entry = db.session.scalar(select(SearchEntry).where(SearchEntry.kind == kind, SearchEntry.ref_id == ref_id))
    if entry is None:
        entry = SearchEntry(kind=kind, ref_id=ref_id)
        db.session.add(entry)
    elif entry.tokens == tokens and entry.visible_to == visible_to:
        return
    entry.tokens, entry.visible_to = tokens, visible_to
    db.session.flush()
    if _sqlite():
        db.session.execute(text("DELETE FROM search_fts WHERE rowid = :id"), {"id": entry.id})
        db.session.execute(text("INSERT INTO search_fts (rowid, tokens) VALUES (:id, :tokens)"),
                           {"id": entry.id, "tokens": tokens})


def remove(kind: str, ref_id: int) -> None:
    """Forget a record."""
    entry_id = db.session.scalar(
        select(SearchEntry.id).where(SearchEntry.kind == kind, SearchEntry.ref_id == ref_id))
    if entry_id is None:
        return
    if _sqlite():
        db.session.execute(text("DELETE FROM search_fts WHERE rowid = :id"), {"id": entry_id})
    db.session.execute(delete(SearchEntry).where(SearchEntry.id == entry_id))


def find(query: str, viewer, kinds: list[str] | None = None, limit: int = 20) -> list[Hit]:
    """Records in which every word of the query stands; the last word may be the beginning of one.

    A telephone number is found in any writing. A firm whose stored name has no legal form
    is also found with one. Records whose tokens are fewest come first: the query then says most of what they are.
    """
    if viewer is None or viewer.role not in STAFF:
        return []
    return next(filter(None, (_asked(tokens, kinds, limit) for tokens in _readings(query))), [])


def _readings(query: str) -> Iterator[list[str]]:
    """What the query may mean, the likeliest first: as it stands, as a number, as a firm without its legal form."""
    yield _tokens(query)
    digits = asked_digits(query)
    if digits:
        yield [digits]
    bare = without_form(query[:300])
    if bare:
        yield _tokens(bare)


def _tokens(query: str) -> list[str]:
    return list(dict.fromkeys(query_tokens(query)))[:12]


def _asked(tokens: list[str], kinds: list[str] | None, limit: int) -> list[Hit]:
    if not tokens:
        return []
    statement = select(SearchEntry.kind, SearchEntry.ref_id).where(_matches(tokens))
    if kinds:
        statement = statement.where(SearchEntry.kind.in_(kinds))
    statement = statement.order_by(db.func.length(SearchEntry.tokens), SearchEntry.id).limit(limit)
    return [Hit(kind, ref_id) for kind, ref_id in db.session.execute(statement)]


def _matches(tokens: list[str]):
    if _sqlite():
        asked = " AND ".join([f'"{token}"' for token in tokens[:-1]] + [f'"{tokens[-1]}"*'])
        return SearchEntry.id.in_(
            select(db.text("rowid")).select_from(db.text("search_fts")).where(db.text("search_fts MATCH :asked"))
            .params(asked=asked))
    quoted = ["'" + token.replace("\\", "\\\\").replace("'", "''") + "'" for token in tokens]
    asked = " & ".join(quoted[:-1] + [quoted[-1] + ":*"])
    found = "array_to_tsvector(string_to_array(search_entry.tokens, ' ')) @@ CAST(:asked AS tsquery)"
    return db.text(found).bindparams(asked=asked)


def _sqlite() -> bool:
    return db.session.get_bind().dialect.name == "sqlite"
