"""The whole index anew from the records, in batches that keep nobody waiting."""

from collections.abc import Callable, Iterator
from itertools import islice

from sqlalchemy import func, select, text

from outreach.db import db, give_way, transaction
from outreach.search import engines
from outreach.search.index import Document, remove_entries, store
from outreach.search.models import SearchEntry, id_range
from outreach.web import doors

BATCH = 1000
#: Records of a kind whose entries are compared to see whether the index is of this version.
LOOKED_AT = 200


def rebuild(progress: Callable[[str, int], None] = lambda kind, done: None) -> dict[str, int]:
    """Index every record of every kind, drop entries without a record, and give the number of each kind.

    `progress(kind, done)` is called after every batch. What is in order already is left alone, so a rebuild that was
    interrupted goes on where it stopped.
    """
    with transaction() as session:
        kinds = [kind for kind, _ in doors.search_document.items()]
        remove_entries(session.scalars(select(SearchEntry.id).where(SearchEntry.kind.not_in(kinds))))
        # An index that is made when all rows are there is made in a tenth of the time.
        later = not engines.on_sqlite() and session.scalar(select(func.count()).select_from(
            select(SearchEntry.id).limit(BATCH).subquery())) < BATCH
        if later:
            engines.drop_engine_parts(session.connection())
    done = {kind: _rebuild_kind(kind, document, progress) for kind, document in doors.search_document.items()}
    with transaction() as session:
        if later:
            engines.create_engine_parts(session.connection())
    _tidy()
    return done


def _rebuild_kind(kind: str, document: doors.SearchDocument, progress: Callable[[str, int], None]) -> int:
    done, behind = 0, id_range(kind)[0]
    for rows in _batches(kind, document):
        with transaction():
            store(rows)
            behind = _drop_between(behind, rows[-1]["id"], {row["id"] for row in rows})
        done += len(rows)
        progress(kind, done)
    with transaction():
        _drop_between(behind, id_range(kind)[1], set())
    return done


def _batches(kind: str, document: doors.SearchDocument) -> Iterator[list[dict]]:
    """Entries ready to be stored: the work on words is done before the database is held."""
    documents = (Document(kind, *one) for one in document.rebuild())
    while rows := [one.row() for one in islice(documents, BATCH)]:
        yield rows


def _drop_between(behind: int, last: int, kept: set[int]) -> int:
    """Forget entries after `behind` up to `last` that have no record any more; gives `last`."""
    known = db.session.scalars(select(SearchEntry.id).where(SearchEntry.id > behind, SearchEntry.id <= last))
    gone = [entry for entry in known if entry not in kept]
    for start in range(0, len(gone), BATCH):
        remove_entries(gone[start:start + BATCH])
    return last


def _tidy() -> None:
    """Let the engine order what many small batches left, on SQLite a piece at a time."""
    if not engines.on_sqlite():
        with transaction() as session:
            session.execute(text("ANALYZE search_entry"))
        return
    more = True
    while more:
        with transaction():
            more = engines.merge_some(500)
        give_way()


def outdated(most: int = LOOKED_AT) -> int:
    """How many of the records of each kind that were stored first, at most so many, stand otherwise in the index than
    they would be put there today: after an upgrade that finds more."""
    return sum(_differing(kind, list(islice(document.rebuild(), most))) for kind, document in doors.search_document.items())


def _differing(kind: str, told: list[tuple]) -> int:
    rows = {row["id"]: set(row["tokens"].split()) for row in (Document(kind, *one).row() for one in told)}
    known = select(SearchEntry.id, SearchEntry.tokens).where(SearchEntry.id.in_(rows))
    stored = {entry.id: set(entry.tokens.split()) for entry in db.session.execute(known)}
    return sum(stored.get(entry) != tokens for entry, tokens in rows.items())


def is_missing() -> bool:
    """True where there are records and not one entry: after a migration that emptied the index."""
    if db.session.scalar(select(SearchEntry.id).limit(1)) is not None:
        return False
    return any(next(iter(document.rebuild()), None) is not None for document in doors.search_document)
