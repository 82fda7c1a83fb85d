"""Taking a list out of the house: exactly its rows and the chosen columns, small ones at once, large ones as a job."""

import io
import tempfile
from array import array
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import BinaryIO

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from outreach import files
from outreach.activity import Actor, record
from outreach.db import Money, db, now, transaction
from outreach.errors import NotFound, Refused
from outreach.i18n import formats, in_language
from outreach.jobs import enqueue
from outreach.web.lists.kinds import Column
from outreach.web.lists.listing import Listing, open_list
from outreach.web.models import ListExport
from outreach.web.sheets import FORMATS, MOST_ROWS, open_sheet

#: Up to so many rows the answer is the file itself.
SMALL = 2_000
_CHUNK = 500
#: No export is larger; a million rows of text are well below.
_LIMITS = files.Limits(2_000_000_000, frozenset({*FORMATS, "vcf"}))
#: What each kind of file is to a browser.
TYPES = {**FORMATS, "vcf": "text/vcard"}
#: How long a file can be fetched.
KEPT = timedelta(days=1)


def row_count(listing: Listing) -> int:
    """How many rows the list has, exactly."""
    inner = listing.statement().order_by(None).with_only_columns(listing.kind.model.id).subquery()
    return db.session.scalar(select(func.count()).select_from(inner)) or 0


def chosen_columns(listing: Listing, codes: list[str]) -> list[Column]:
    """The columns with these codes in their natural order. Raises Refused where none is left."""
    found = [item for item in listing.columns if item.code in codes]
    if not found:
        raise Refused("no_columns", _("Choose at least one column."), field="columns")
    return found


def check_size(listing: Listing, format: str, count: int) -> None:
    """Raises Refused for a kind of file that nobody writes of this list, and for more rows than a sheet holds."""
    if format not in FORMATS and not (format == "vcf" and listing.kind.cards):
        raise Refused("export_format", _("Choose one of the kinds of file."), field="format")
    if format == "xlsx" and count >= MOST_ROWS:
        raise Refused("too_many_rows", _("An XLSX sheet holds %(most)s rows. Choose CSV, or narrow the list.",
                                         most=formats.number(MOST_ROWS - 1)), field="format")


def export_now(actor: Actor, listing: Listing, codes: list[str], format: str) -> tuple[bytes, str]:
    """The file and its name; the log says who took how many rows. Opens its own unit of work after the reading."""
    columns = chosen_columns(listing, codes)
    out = io.BytesIO()
    count = _write(listing, columns, format, out)
    with transaction():
        row = _row(listing, columns, format, count)
        row.state, row.done = "ready", count
        _log(actor, row)
    return out.getvalue(), file_name(listing, format)


def start_export(actor: Actor, listing: Listing, codes: list[str], format: str, count: int) -> ListExport:
    """Let a job write the file; its page shows how far it is."""
    row = _row(listing, chosen_columns(listing, codes), format, count)
    enqueue("web.export", row.id)
    return row


def run_export(export_id: int) -> None:
    """Write a file in the name of whoever asked for it, with what that person may see now."""
    row = db.session.get(ListExport, export_id)
    if row is None or row.state not in ("waiting", "running"):
        return
    with in_language(row.user.language):
        try:
            if not row.user.active:
                raise NotFound("no_user", "")
            listing = open_list(row.kind, row.user, dict(row.asked))
            columns = chosen_columns(listing, row.columns)
            with tempfile.TemporaryFile() as out:
                count = _write(listing, columns, row.format, out, lambda done: _progress(export_id, done))
                out.seek(0)
                _finish(export_id, out, file_name(listing, row.format), count)
        except Refused:
            db.session.rollback()
            with transaction():
                db.session.get(ListExport, export_id).state = "failed"


def get_export(viewer, export_id: int) -> ListExport:
    """One's own export. Raises NotFound."""
    row = db.session.scalar(select(ListExport).where(ListExport.id == export_id, ListExport.user_id == viewer.id))
    if row is None:
        raise NotFound("no_export", _("There is no such export. Files are kept for one day."))
    return row


def file_name(listing: Listing, format: str) -> str:
    """Name of the list and day, such as People 2027-06-22.xlsx."""
    return f"{_plain(listing)} {date.today().isoformat()}.{format}"  # noqa: DTZ011 - the day where the server stands


def _plain(listing: Listing) -> str:
    """Name of the list without the marks that say where a long word may break on a page."""
    return str(listing.kind.label).replace("\u00ad", "")


def sweep_exports() -> int:
    """Remove files after their time, and queue again what a dead worker left; gives the number of removed files."""
    removed = 0
    with transaction():
        for row in db.session.scalars(select(ListExport).where(ListExport.updated_at < now() - KEPT)):
            if row.attachment is not None:
                gone, row.attachment = row.attachment, None
                db.session.flush()
                files.delete(gone)
                removed += 1
        stuck = select(ListExport).where(ListExport.state.in_(("waiting", "running")),
                                         ListExport.updated_at < now() - timedelta(minutes=5))
        for row in db.session.scalars(stuck):
            enqueue("web.export", row.id)
    return removed


def _row(listing: Listing, columns: list[Column], format: str, count: int) -> ListExport:
    row = ListExport(user_id=listing.viewer.id, kind=listing.kind.key, asked=listing.state, format=format, total=count,
                     columns=[item.code for item in columns])
    db.session.add(row)
    db.session.flush()
    return row


def _log(actor: Actor, row: ListExport) -> None:
    record(actor, "list.exported", row, label=row.kind, list=row.kind, rows=row.done, format=row.format,
           columns=list(row.columns), asked=dict(row.asked))


def _progress(export_id: int, done: int) -> None:
    with transaction():
        row = db.session.get(ListExport, export_id)
        row.done, row.state = done, "running"


def _finish(export_id: int, out: BinaryIO, name: str, count: int) -> None:
    with transaction():
        row = db.session.get(ListExport, export_id)
        row.attachment = files.save(out, name, _LIMITS)
        row.state, row.done, row.total = "ready", count, count
        _log(Actor.of(row.user), row)


def _write(listing: Listing, columns: list[Column], format: str, out: BinaryIO,
           progress: Callable[[int], None] = lambda done: None) -> int:
    """Write headings and rows, or cards; gives the number of rows."""
    if format == "vcf":
        return _write_cards(listing, out, progress)
    zone = listing.viewer.time_zone
    sheet = open_sheet(format, out, _plain(listing), zone)
    sheet.write([heading for item in columns for heading in _headings(item, zone)])
    done = 0
    for rows in _chunks(listing, {item.code for item in columns}):
        facts = listing.facts_of(rows, columns)
        for row in rows:
            sheet.write([cell for item in columns for cell in _cells(item, item.value(row, facts))])
        done += len(rows)
        progress(done)
    sheet.close()
    return done


def _write_cards(listing: Listing, out: BinaryIO, progress: Callable[[int], None]) -> int:
    done = 0
    for rows in _chunks(listing, {item.code for item in listing.columns}):
        out.write(listing.kind.cards(rows).encode("utf-8", "replace"))
        done += len(rows)
        progress(done)
    return done


def _chunks(listing: Listing, codes: set[str]) -> Iterator[list]:
    """The rows, some hundred at a time. The keys are read first: they fix which rows and in which order."""
    model = listing.kind.model
    keys = array("q", db.session.scalars(
        listing.statement().with_only_columns(model.id).execution_options(yield_per=10_000)))
    for start in range(0, len(keys), _CHUNK):
        ids = list(keys[start:start + _CHUNK])
        statement = listing.kind.base(listing.viewer).where(model.id.in_(ids)).options(*listing.kind.options(codes))
        found = {row.id: row for row in db.session.scalars(statement).unique()}
        yield [found[key] for key in ids if key in found]


def _headings(column: Column, zone: str) -> list[str]:
    label = str(column.label)
    if column.kind == "money":
        return [label, _("%(field)s: currency", field=label)]
    return [f"{label} ({formats.place(zone)})"] if column.kind == "moment" else [label]


def _cells(column: Column, value) -> list:
    if column.kind == "money":
        return [value.amount, value.currency] if isinstance(value, Money) else [None, None]
    if isinstance(value, bool):
        return [str(_l("Yes") if value else _l("No"))]
    if isinstance(value, (list, tuple)):
        return ["; ".join(str(item) for item in value)]
    return [value if value is None or isinstance(value, (str, int, float, date)) or hasattr(value, "as_tuple") else str(value)]
