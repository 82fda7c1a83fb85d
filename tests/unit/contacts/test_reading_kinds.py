"""Files that are not what they seem: bombs, entities, protected and foreign ones. Each is refused before it is opened."""

import io
import struct
import tracemalloc
import zipfile

import pytest

from outreach.contacts.services.reading import FileRefused, Limits, read_file
from outreach.contacts.services.reading.kinds import file_kind

MEGABYTE = 1 << 20


def archive(**members: bytes) -> bytes:
    """A zip whose members make it look like a workbook; the name's __ stands for a slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in {"xl__workbook.xml": b"<workbook/>", **members}.items():
            head, _slash, tail = name.replace("__", "/").rpartition("/")
            book.writestr(f"{head}/{tail}".lstrip("/"), data)
    return out.getvalue()


def refusal(data: bytes, name: str = "leads.xlsx", **limits) -> str:
    """The code with which the file is refused."""
    with pytest.raises(FileRefused) as refused:
        read_file(data, name, limits=Limits(**limits))
    return refused.value.code


def test_a_bomb_is_refused_before_it_is_unpacked_into_memory():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", b"<workbook/>")
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _time in range(500):
                sheet.write(bytes(MEGABYTE))
    tracemalloc.start()
    assert refusal(out.getvalue()) == "zip_bomb"
    assert tracemalloc.get_traced_memory()[1] < 60 * MEGABYTE
    tracemalloc.stop()


def test_the_sizes_that_an_archive_claims_are_not_believed():
    data = bytearray(archive(**{"xl__worksheets__sheet1.xml": bytes(40 * MEGABYTE)}))
    entry = data.rindex(b"PK\x01\x02")
    struct.pack_into("<L", data, entry + 24, 10)  # What its directory says of the unpacked size.
    assert refusal(bytes(data), max_ratio=10) == "zip_bomb"


def test_an_archive_of_very_many_members_is_refused():
    assert refusal(archive(**{f"xl__a{number}": b"" for number in range(10_001)})) == "zip_bomb"


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", ['<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>', "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>"])
def test_xml_with_entities_is_refused(codec, mark):
    assert refusal(archive(**{"xl__sharedStrings.xml": f"<?xml version='1.0'?>{mark}<x/>".encode(codec)})) == "unsafe_xml"


def test_an_entity_across_two_pieces_is_found():
    assert refusal(archive(**{"xl__sharedStrings.xml": b" " * (MEGABYTE - 4) + b"<!ENTITY a 'b'>"})) == "unsafe_xml"


def test_what_is_no_workbook_is_called_by_its_name():
    def packed(name: str) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as book:
            book.writestr(name, b"x")
        return out.getvalue()
    for name, found in (("word/document.xml", "DOCX"), ("ppt/presentation.xml", "PPTX"), ("holiday.jpg", "ZIP")):
        with pytest.raises(FileRefused) as refused:
            read_file(packed(name), "leads.xlsx")
        assert (refused.value.code, refused.value.params) == ("not_a_table", {"found": found})


def test_damaged_and_protected_workbooks_are_told_apart():
    whole = archive()
    assert refusal(whole[:-30]) == "broken_workbook"
    locked = bytearray(whole)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + place] |= 1
    assert refusal(bytes(locked)) == "password_protected"
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert refusal(old + "EncryptedPackage".encode("utf-16-le")) == "password_protected"


def test_a_file_that_is_too_large_is_refused_by_its_size():
    assert refusal(b"Name\n" + b"x" * 2_000_000, "leads.csv", max_bytes=1_000_000) == "too_large"


def test_the_name_of_a_file_decides_nothing():
    assert file_kind(b"Name;Firma\nPetra;Velox", "leads.xlsx", Limits()) == "csv"
    assert file_kind(b"BEGIN:VCARD\r\nEND:VCARD", "leads.csv", Limits()) == "vcard"
    assert refusal(b"%PDF-1.7", "leads.csv") == "not_a_table"
