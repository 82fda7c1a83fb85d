"""A file is taken by its extension and its content together."""

import io
import zipfile

import pytest

from outreach.errors import Refused
from outreach.files import kinds

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32
PDF = b"%PDF-1.7\n" + b"x" * 32
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 32
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + b"\x00" * 32
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def packed(member: str) -> bytes:
    """A zip file with one member."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(member, "<x/>")
    return out.getvalue()


def _kind(tmp_path, name: str, content: bytes, allowed=kinds.TYPES) -> str:
    path = tmp_path / "upload"
    path.write_bytes(content)
    return kinds.kind_of(path, name, allowed)


@pytest.mark.parametrize(("name", "content", "mimetype"), [
    ("a.png", PNG, "image/png"), ("A.PNG", PNG, "image/png"), ("a.pdf", PDF, "application/pdf"),
    ("a.jpg", JPEG, "image/jpeg"),
    ("a.jpeg", JPEG, "image/jpeg"), ("a.webp", WEBP, "image/webp"), ("a.xls", OLE, "application/vnd.ms-excel"),
    ("a.csv", "Name;Straße\n".encode("cp1252"), "text/csv"), ("a.csv", "姓名,电话\n".encode("gb18030"), "text/csv"),
    ("a.csv", "이름\t전화\n".encode("utf-16"), "text/csv"), ("a.tsv", b"a\tb\n", "text/tab-separated-values"),
    ("a.vcf", b"BEGIN:VCARD\r\n", "text/vcard"), ("a.b.txt", b"x", "text/plain"),
    ("a.xlsx", packed("xl/workbook.xml"), kinds.TYPES["xlsx"]),
    ("a.docx", packed("word/document.xml"), kinds.TYPES["docx"]),
    ("a.pptx", packed("ppt/presentation.xml"), kinds.TYPES["pptx"]),
    ("a.ods", packed("content.xml"), kinds.TYPES["ods"])])
def test_name_and_content_agree(app, tmp_path, name, content, mimetype):
    assert _kind(tmp_path, name, content) == mimetype


@pytest.mark.parametrize(("name", "content"), [
    ("a.png", PDF), ("a.pdf", PNG), ("a.jpg", PNG), ("a.png", b"<svg onload=alert(1)>"), ("a.pdf", b"<html>"),
    ("a.csv", PNG),
    ("a.csv", b"a\x00b"), ("a.csv", packed("xl/workbook.xml")), ("a.txt", b"MZ" + b"\x00" * 64), ("a.vcf", PDF),
    ("a.xlsx", packed("word/document.xml")), ("a.xlsx", b"PK\x03\x04 broken"), ("a.xlsx", OLE),
    ("a.docx", packed("xl/workbook.xml")),
    ("a.xls", packed("xl/workbook.xml")), ("a.xls", b"a;b")])
def test_a_name_that_lies_is_refused(app, tmp_path, name, content):
    with pytest.raises(Refused) as caught:
        _kind(tmp_path, name, content)
    assert (caught.value.code, caught.value.field) == ("file_disagrees", "file")


@pytest.mark.parametrize("name", ["a.exe", "a.svg", "a.html", "a", "", ".png", "a.png.exe", "a.php", "a.xlsm"])
def test_other_kinds_are_refused_with_a_list_of_what_is_taken(app, tmp_path, name):
    allowed = kinds.DOCUMENTS if name != ".png" else kinds.TABLES
    with pytest.raises(Refused) as caught:
        _kind(tmp_path, name, PNG, allowed)
    assert caught.value.code == "file_kind"
    assert "csv" in str(caught.value.message) or "pdf" in str(caught.value.message)


def test_a_kind_is_taken_only_where_it_is_allowed(app, tmp_path):
    with pytest.raises(Refused):
        _kind(tmp_path, "a.csv", b"a", kinds.DOCUMENTS)
    assert _kind(tmp_path, "a.csv", b"a", kinds.TABLES) == "text/csv"
