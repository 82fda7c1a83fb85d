"""`flask search`: the index can always be made again from the records."""

import click
from flask.cli import AppGroup
from sqlalchemy import delete, select

from outreach.db import db, transaction
from outreach.search import index
from outreach.search.models import SearchEntry
from outreach.web import doors

command = AppGroup("search", help="The index behind the search box.")


@command.command("rebuild")
def rebuild() -> None:
    """Index every record of every kind anew, kind by kind in batches, and drop entries without a record."""
    for kind, document in doors.search_document.items():
        kept, batch = set(), []
        for ref_id, content, visible_to in document.rebuild():
            kept.add(ref_id)
            batch.append((ref_id, content, visible_to))
            if len(batch) == 200:
                _put(kind, batch)
                batch = []
        _put(kind, batch)
        with transaction():
            for ref_id in db.session.scalars(select(SearchEntry.ref_id).where(SearchEntry.kind == kind)).all():
                if ref_id not in kept:
                    index.remove(kind, ref_id)
        click.echo(f"{kind}: {len(kept)}")
    with transaction() as session:
        kinds = [kind for kind, _ in doors.search_document.items()]
        session.execute(delete(SearchEntry).where(SearchEntry.kind.not_in(kinds)))


def _put(kind: str, batch: list[tuple]) -> None:
    with transaction():
        for ref_id, content, visible_to in batch:
            index.put(kind, ref_id, content, visible_to)
