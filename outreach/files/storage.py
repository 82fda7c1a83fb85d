"""Saving, opening and handing out: a file is whole under its hash, or it is not there."""

import hashlib
import os
import tempfile
import time
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from flask import Response, current_app, send_file
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from outreach.db import after_commit, db
from outreach.errors import NotFound, Refused
from outreach.files import kinds
from outreach.files.models import Attachment
from outreach.i18n import formats

_CHUNK = 1 << 20
#: Seconds within which another unit of work may still be about to commit the same content.
_FRESH = 300


@dataclass(frozen=True)
class Limits:
    """What a place takes: the most octets, and the extensions without dot."""

    octets: int = 20_000_000
    extensions: Collection[str] = kinds.DOCUMENTS


def save(stream: BinaryIO, filename: str, limits: Limits | None = None) -> Attachment:
    """Store a stream and add its row to the open unit of work. Raises Refused as receive() does."""
    row = receive(stream, filename, limits)
    db.session.add(row)
    db.session.flush()
    return row


def receive(stream: BinaryIO, filename: str, limits: Limits | None = None) -> Attachment:
    """Store a stream and give its row, which belongs to no unit of work yet.

    A large file takes longer than SQLite's writers may wait: receive it first, then add the row. What is never added is
    swept away. Raises Refused for an empty or too large file, for an extension that is not allowed, and where the
    content disagrees with it; nothing is left behind then.
    """
    limits = limits or Limits()
    folder = _folder()
    handle, name = tempfile.mkstemp(dir=folder, prefix=".upload-")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            digest, size = _copy(stream, out, limits.octets)
        mimetype = kinds.kind_of(path, filename or "", limits.extensions)
        target = _target(digest)
        target.parent.mkdir(exist_ok=True)
        path.replace(target)
    finally:
        path.unlink(missing_ok=True)
    return Attachment(sha256=digest, filename=clean_name(filename), size=size, mimetype=mimetype)


def _copy(stream: BinaryIO, out: BinaryIO, most: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > most:
            raise Refused("file_too_large", _l("This file is too large. The limit is %(size)s.",
                                               size=formats.file_size(most)), field="file", status=413)
        digest.update(chunk)
        out.write(chunk)
    if not size:
        raise Refused("file_empty", _l("This file is empty. Choose another one."), field="file")
    out.flush()
    os.fsync(out.fileno())
    return digest.hexdigest(), size


def clean_name(filename: str | None) -> str:
    """The last part of a name without control characters, at most 200 letters with its extension kept."""
    name = (filename or "").replace("\\", "/").rpartition("/")[2]
    name = "".join(letter for letter in name if unicodedata.category(letter) not in ("Cc", "Cf", "Cs")).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if len(name) > 200 and dot:
        name = stem[:199 - len(extension)] + dot + extension
    return name[:200] or "file"


def open_file(attachment: Attachment) -> BinaryIO:
    """The content for reading. Raises NotFound where the file is gone from the disk."""
    return path_of(attachment).open("rb")


def path_of(attachment: Attachment) -> Path:
    """Where the content lies. Raises NotFound where it is gone."""
    path = _target(attachment.sha256)
    if not path.is_file():
        raise NotFound("no_file", _l("This file is no longer there."))
    return path


def delete(attachment: Attachment) -> None:
    """Remove the row; after the commit the content goes too, if no other row has it."""
    digest = attachment.sha256
    db.session.delete(attachment)
    db.session.flush()
    after_commit(lambda: _remove_unused(digest))


def _remove_unused(digest: str) -> None:
    used = db.session.scalar(select(func.count()).select_from(Attachment).where(Attachment.sha256 == digest))
    db.session.commit()
    path = _target(digest)
    # A fresh file may belong to somebody whose row is not committed yet; the daily sweep looks at it again.
    if not used and path.is_file() and path.stat().st_mtime < time.time() - _FRESH:
        path.unlink(missing_ok=True)


def send(attachment: Attachment) -> Response:
    """The file as a download: no browser shows or runs it, whatever is in it."""
    # A type of text would bring a character set along, and we do not know the file's.
    mimetype = "application/octet-stream" if attachment.mimetype.startswith("text/") else attachment.mimetype
    answer = send_file(path_of(attachment), mimetype=mimetype, as_attachment=True, download_name=attachment.filename,
                       conditional=False, etag=False)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _folder() -> Path:
    folder = Path(current_app.config["SETTINGS"].data) / "files"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _target(digest: str) -> Path:
    return _folder() / digest[:2] / digest
