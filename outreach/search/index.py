"""Put, remove and find. Both engines hold the same tokens, so both give the same records in the same order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import delete, insert, select, text, union
from sqlalchemy.dialects.postgresql import insert as postgresql_insert

from outreach.db import db
from outreach.search import asking
from outreach.search.content import Content, fragments_of, placed, tokens_of
from outreach.search.engines import Scope, all_ids, best_ids, kinds_answering, on_sqlite
from outreach.search.models import KINDS, SearchEntry, entry_id, ref_of
from outreach.web import doors
from outreach.web.access import STAFF

_REMOVE = text("INSERT INTO search_fts (search_fts, rowid, tokens) VALUES ('delete', :id, :tokens)")
_ADD = text("INSERT INTO search_fts (rowid, tokens) VALUES (:id, :tokens)")


@dataclass(frozen=True)
class Hit:
    """A found record: its kind and id, best first."""

    kind: str
    ref_id: int


class Document(NamedTuple):
    """A record to index; a plain text is all name. `visible_to` is 'partner:7' where that partner's users may find it."""

    kind: str
    ref_id: int
    content: Content | str
    visible_to: str | None = None

    def row(self) -> dict:
        """The columns of its entry."""
        content = self.content if isinstance(self.content, Content) else Content.of(names=[self.content])
        entry = entry_id(self.kind, self.ref_id)
        return {"id": entry, "kind": self.kind, "ref_id": self.ref_id, "visible_to": self.visible_to,
                "tokens": tokens_of(content, entry, self.kind, self.visible_to), "fragments": fragments_of(content)}


def put(kind: str, ref_id: int, content: Content | str, visible_to: str | None = None) -> None:
    """Index a record, replacing what was known of it. Part of the open unit of work."""
    put_many([Document(kind, ref_id, content, visible_to)])


def ready(kind: str, contents: Iterable[Content]) -> list[tuple[str, str]]:
    """Tokens and fragments of records whose keys are not known yet, for at(). Pure, so that workers can make them."""
    return [(tokens_of(content, 0, kind, None), fragments_of(content)) for content in contents]


def at(kind: str, ref_id: int, made: tuple[str, str]) -> dict:
    """The row for store() of what ready() made, now that the record has its key."""
    entry, (tokens, fragments) = entry_id(kind, ref_id), made
    return {"id": entry, "kind": kind, "ref_id": ref_id, "visible_to": None, "tokens": placed(tokens, entry, kind),
            "fragments": fragments}


def put_many(documents: Iterable[Document]) -> int:
    """Index records, replacing what was known of them, and give the number that changed. Part of the open unit of
    work: on SQLite a thousand at a time keep others waiting for about a tenth of a second. Where that is long, make the
    rows beforehand and `store` them."""
    return store([document.row() for document in documents])


def store(rows: Iterable[dict]) -> int:
    """What `put_many` does, with entries that Document.row() has made."""
    rows = {row["id"]: row for row in rows}
    known = select(SearchEntry.id, SearchEntry.tokens, SearchEntry.fragments).where(SearchEntry.id.in_(rows))
    old = {}
    for entry in db.session.execute(known):
        if (entry.tokens, entry.fragments) == (rows[entry.id]["tokens"], rows[entry.id]["fragments"]):
            del rows[entry.id]
        else:
            old[entry.id] = entry.tokens
    if old:
        _forget(old)
    if rows:
        ordered = [rows[entry] for entry in sorted(rows)]
        _insert(ordered)
        if on_sqlite():
            db.session.execute(_ADD, [{"id": row["id"], "tokens": row["tokens"]} for row in ordered])
    return len(rows)


def _insert(rows: list[dict]) -> None:
    """Add entries; on PostgreSQL somebody else may have indexed the same record a moment ago."""
    if on_sqlite():
        db.session.execute(insert(SearchEntry), rows)
        return
    statement = postgresql_insert(SearchEntry)
    columns = {name: statement.excluded[name] for name in ("visible_to", "tokens", "fragments")}
    db.session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=columns), rows)


def _forget(old: dict[int, str]) -> None:
    """Take entries out; FTS5 must be told the tokens that it holds."""
    if on_sqlite():
        db.session.execute(_REMOVE, [{"id": entry, "tokens": tokens} for entry, tokens in old.items()])
    db.session.execute(delete(SearchEntry).where(SearchEntry.id.in_(old)))


def remove(kind: str, ref_id: int) -> None:
    """Forget a record."""
    remove_entries([entry_id(kind, ref_id)])


def remove_many(kind: str, refs: Iterable[int]) -> None:
    """Forget many records of a kind."""
    remove_entries([entry_id(kind, ref) for ref in refs])


def remove_entries(entries: Iterable[int]) -> None:
    """Forget records by the ids of their entries."""
    known = select(SearchEntry.id, SearchEntry.tokens).where(SearchEntry.id.in_(list(entries)))
    old = {entry.id: entry.tokens for entry in db.session.execute(known)}
    if old:
        _forget(old)


def find(query: str, viewer, kinds: list[str] | None = None, limit: int = 20) -> list[Hit]:
    """Records that a query may mean, kind by kind, of each the best first and at most `limit`.

    Every word of the query stands in the record; the last may be the beginning of one. Whole names come before words
    of a name, those before beginnings, then parts of an address or number, then further text and Han names that are
    asked for in Hangul, then other names that are stored in other letters; among equals the newest comes first. A person
    is also found with a form of address or title, a firm with a legal form that its stored name does not have, and where
    no record of a kind is found a lone Han sign is read in Hangul. Our people find all records, a partner's users what
    carries their partner.
    """
    scopes = list(_scopes(viewer, kinds))
    found: dict[str, list[int]] = {}
    for meant in asking.meanings(query):
        missing = [scope for scope in scopes if scope.kind not in found]
        others = [scope.kind for scope in missing if scope.kind != "person"]
        # Of most kinds nothing answers; that takes one question to know.
        answering = {"person", *(kinds_answering(asking.at_once(meant), others) if others and asking.questions(meant) else ())}
        best = {scope.kind: best_ids(asking.questions(meant, scope.kind == "person"), scope, limit)
                for scope in missing if scope.kind in answering}
        found.update({kind: entries for kind, entries in best.items() if entries})
    return [Hit(scope.kind, ref_of(entry)) for scope in scopes for entry in found.get(scope.kind, ())]


def count(query: str, viewer, kind: str, most: int = 1000) -> int:
    """How many records of a kind `find` could give; `most` + 1 where there are more than `most`."""
    return sum(len(_first_meaning(query, scope, most + 1)) for scope in _scopes(viewer, [kind]))


def among(column, query: str, viewer, kind: str):
    """A condition: the column holds the id of a record of this kind that the query finds, however many there are."""
    found = [all_ids(question, scope) for scope in _scopes(viewer, [kind]) for question in _meant(query, scope)]
    return column.in_(union(*found) if len(found) > 1 else found[0] if found else [])


def bearers(name: str, limit: int) -> list[int]:
    """Ids of people who bear a name, in this or another writing, the newest first. For comparing, not for showing:
    nobody's rights are asked."""
    return [ref_of(entry) for entry in best_ids(asking.same_name(name), Scope("person"), limit)]


def numbered(digits: str, limit: int) -> list[int]:
    """Ids of people with a number that holds these digits, the newest first. For comparing, as bearers()."""
    return [ref_of(entry) for entry in best_ids(asking.parts_of(digits), Scope("person"), limit)]


def all_kinds() -> list[str]:
    """The kinds that rooms have hung up, in our own order: that of the door hangs on which room was imported first."""
    return [kind for kind in KINDS[1:] if doors.search_document.get(kind)]


def _scopes(viewer, kinds: list[str] | None) -> Iterator[Scope]:
    """Where the viewer may look, kind by kind."""
    told: dict = {}
    for kind in kinds or all_kinds():
        if viewer is None or kind not in KINDS[1:]:
            continue
        document = doors.search_document.get(kind)
        ask = document.hidden if document else None
        if ask and ask not in told:
            told[ask] = tuple(ask())
        hidden = told.get(ask, ())
        if viewer.role in STAFF:
            yield Scope(kind, None, hidden)
        elif document and document.owner and (owner := document.owner(viewer)):
            yield Scope(kind, owner, hidden)


def _widest(meant: str, scope: Scope) -> list[asking.Question]:
    return asking.widest(meant, scope.kind == "person")


def _first_meaning(query: str, scope: Scope, limit: int) -> list[int]:
    """Entries that answer the first meaning of the query that finds any, in no order that matters."""
    return next(filter(None, (best_ids(_widest(meant, scope), scope, limit) for meant in asking.meanings(query))), [])


def _meant(query: str, scope: Scope) -> list[asking.Question]:
    """The widest questions of the first meaning that finds anything."""
    asked = [_widest(meant, scope) for meant in asking.meanings(query)]
    return next((questions for questions in asked[:-1] if best_ids(questions, scope, 1)), asked[-1] if asked else [])


__all__ = [
    "Content", "Document", "Hit", "all_kinds", "among", "at", "count", "find", "put", "put_many", "ready", "remove",
    "remove_entries", "remove_many", "store",
]
