"""A file is whole under its hash or not there; it is handed out as a download and swept when nobody names it."""

import hashlib
import io
import os
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from outreach.db import transaction
from outreach.errors import NotFound, Refused
from outreach.files import Attachment, Limits, delete, open_file, path_of, receive, save, send
from outreach.files.jobs import sweep
from outreach.files.storage import clean_name
from tests.unit.files.test_kinds import PDF, PNG

TEXT = Limits(1000, ("txt", "csv"))


def _save(content: bytes, name: str = "note.txt", limits: Limits = TEXT) -> Attachment:
    with transaction():
        return save(io.BytesIO(content), name, limits)


def _folder(app) -> Path:
    return Path(app.config["SETTINGS"].data) / "files"


def _files(app) -> list[str]:
    return sorted(path.name for path in _folder(app).rglob("*") if path.is_file())


@pytest.fixture(autouse=True)
def _empty_folder(app):
    """Files outlive the test's transaction; each test starts without any."""
    for path in sorted(_folder(app).rglob("*"), reverse=True) if _folder(app).exists() else ():
        path.unlink() if path.is_file() else path.rmdir()


def test_a_file_lies_under_the_hash_of_its_content(app):
    row = _save(b"hello", "Notiz über Messe.txt")
    digest = hashlib.sha256(b"hello").hexdigest()
    assert (row.sha256, row.size, row.mimetype, row.filename) == (digest, 5, "text/plain", "Notiz über Messe.txt")
    assert path_of(row) == _folder(app) / digest[:2] / digest
    with open_file(row) as handle:
        assert handle.read() == b"hello"


def test_the_same_content_twice_is_two_rows_and_one_file(app, session):
    first, second = _save(b"same", "a.txt"), _save(b"same", "b.txt")
    assert first.id != second.id
    assert _files(app) == [first.sha256]


def test_a_received_file_has_no_row_before_it_is_added(app, session):
    row = receive(io.BytesIO(b"later"), "note.txt", TEXT)
    assert _files(app) == [row.sha256] and session.scalar(select(func.count()).select_from(Attachment)) == 0
    with transaction():
        session.add(row)
    with open_file(session.scalars(select(Attachment)).one()) as handle:
        assert handle.read() == b"later"


def test_a_large_file_is_refused_and_leaves_nothing(app, session):
    with pytest.raises(Refused) as caught:
        _save(b"x" * 1001)
    assert (caught.value.code, caught.value.status) == ("file_too_large", 413)
    assert "1 kB" in str(caught.value.message)
    assert _files(app) == []
    assert session.scalar(select(func.count()).select_from(Attachment)) == 0
    assert _save(b"x" * 1000).size == 1000


def test_a_stream_without_end_is_cut_at_the_limit(app):
    class Endless:
        read_octets = 0

        def read(self, size: int) -> bytes:
            self.read_octets += size
            return b"x" * size

    stream = Endless()
    with pytest.raises(Refused), transaction():
        save(stream, "a.txt", TEXT)
    assert stream.read_octets <= 2 << 20


@pytest.mark.parametrize(("content", "name", "code"), [
    (b"", "a.txt", "file_empty"), (PNG, "a.txt", "file_disagrees"), (b"x", "a.exe", "file_kind"),
    (b"x", "", "file_kind"),
    (b"x", None, "file_kind")])
def test_what_is_refused_leaves_nothing(app, content, name, code):
    with pytest.raises(Refused) as caught:
        _save(content, name)
    assert caught.value.code == code
    assert _files(app) == []


@pytest.mark.parametrize(("name", "kept"), [
    ("../../etc/passwd.txt", "passwd.txt"), ("C:\\Users\\Anna\\liste.csv", "liste.csv"), ("a\r\nX: y.txt", "aX: y.txt"),
    ("名片\u202e.txt", "名片.txt"), ("  .. .txt", "txt"), ("", "file"), (None, "file"),
    ("한글 파일.txt", "한글 파일.txt")])
def test_a_name_is_only_a_name(name, kept):
    assert clean_name(name) == kept


def test_a_long_name_keeps_its_extension():
    assert clean_name("é" * 300 + ".xlsx").endswith("é.xlsx")
    assert len(clean_name("é" * 300 + ".xlsx")) <= 200
    assert len(clean_name("x" * 300)) == 200


@pytest.mark.parametrize(("content", "name", "mimetype"), [
    (b"<script>alert(1)</script>", "seite.txt", "application/octet-stream"), (PDF, "plan ü.pdf", "application/pdf")])
def test_a_file_is_handed_out_as_a_download(app, content, name, mimetype):
    row = _save(content, name, Limits(1000, ("txt", "pdf")))
    with app.test_request_context("/"):
        answer = send(row)
        answer.direct_passthrough = False
        assert answer.get_data() == content
        answer.close()
    assert answer.mimetype == mimetype
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_file_gone_from_the_disk_is_not_found(app):
    row = _save(b"gone")
    path_of(row).unlink()
    for look in (path_of, open_file):
        with pytest.raises(NotFound):
            look(row)


def _age(row: Attachment, seconds: int) -> None:
    moment = time.time() - seconds
    os.utime(path_of(row), (moment, moment))


def test_content_goes_with_its_last_row(app):
    first, second = _save(b"shared", "a.txt"), _save(b"shared", "b.txt")
    _age(first, 3600)
    with transaction():
        delete(first)
    assert _files(app) == [second.sha256]
    with transaction():
        delete(second)
    assert _files(app) == []


def test_fresh_content_waits_for_the_sweep(app):
    row = _save(b"fresh")
    with transaction():
        delete(row)
    assert _files(app) == [row.sha256]


def test_a_deletion_that_is_rolled_back_keeps_the_content(app):
    row = _save(b"kept")
    _age(row, 3600)
    with pytest.raises(ZeroDivisionError), transaction():
        delete(row)
        raise ZeroDivisionError
    assert _files(app) == [hashlib.sha256(b"kept").hexdigest()]


def test_the_sweep_removes_old_content_that_no_row_names(app):
    kept = _save(b"kept")
    _age(kept, 3 * 86400)
    with pytest.raises(ZeroDivisionError), transaction():
        orphan = save(io.BytesIO(b"orphan"), "a.txt", TEXT)
        _age(orphan, 2 * 86400)
        save(io.BytesIO(b"young"), "a.txt", TEXT)
        raise ZeroDivisionError
    assert len(_files(app)) == 3
    assert sweep() == 1
    assert _files(app) == sorted([kept.sha256, hashlib.sha256(b"young").hexdigest()])
    assert sweep() == 0
