"""Tells what a file is by its bytes, never by its name: a workbook, contact cards, a text table, or none of them."""

import re
import struct
import zipfile
import zlib
from io import BytesIO

import filetype

from outreach.contacts.services.reading.encodings import BOMS, looks_like_utf16
from outreach.contacts.services.reading.records import FileRefused, Limits

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CHUNK = 1 << 20
RATIO_FROM = 20 * 1024 * 1024
ENTITIES = tuple(
    mark.encode(codec) for mark in ("<!ENTITY", "<!DOCTYPE") for codec in ("ascii", "utf-16-le", "utf-16-be")
)
TEXT_SIGNATURES = [
    (re.compile(rb"%PDF-"), "PDF"),
    (re.compile(rb"\{\\rtf"), "RTF"),
    (re.compile(rb"\s*<!doctype html|\s*<html", re.IGNORECASE), "HTML"),
    (re.compile(rb"\s*<svg|\s*<\?xml", re.IGNORECASE), "XML"),
    (re.compile(rb"\s*(\{\s*\"|\[\s*[\[{])"), "JSON"),
    (re.compile(rb"BEGIN:VCALENDAR"), "iCalendar"),
]
CARD = re.compile(rb"(?:\A|[\r\n])[ \t]*(?:BEGIN[ \t]*:[ \t]*VCARD|MECARD:)", re.IGNORECASE)
CONTROLS = bytes(code for code in range(1, 32) if code not in (9, 10, 11, 12, 13, 26, 27))


def file_kind(data: bytes, filename: str, limits: Limits) -> str:
    """`workbook`, `vcard` or `csv`.

    Raises FileRefused with empty_file, too_large, not_a_table, no_table, no_cards, zip_bomb, unsafe_xml, broken_workbook or
    password_protected.
    """
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise FileRefused("empty_file")
    if len(data) > limits.max_bytes:
        raise FileRefused("too_large", {"size": -(-len(data) // 1_000_000), "limit": limits.max_bytes // 1_000_000})
    if data.startswith(ZIP):
        check_zip(data, limits)
        return "workbook"
    if data.startswith(OLE):
        return _ole(data)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or looks_like_utf16(data):
        head = data[:65536].replace(b"\x00", b"").lstrip(b"\xff\xfe")
    else:
        _refuse_binary(data)
        head = data[:65536]
    for bom, _ in BOMS:
        head = head.removeprefix(bom)
    for pattern, name in TEXT_SIGNATURES:
        if pattern.match(head):
            raise FileRefused("not_a_table", {"found": name})
    if CARD.search(head):
        return "vcard"
    if filename.lower().endswith((".vcf", ".vcard")):
        raise FileRefused("no_cards")
    return "csv"


def _refuse_binary(data: bytes) -> None:
    """Refuse what is no text. Signatures alone would not do: a list that begins with BMW is no bitmap."""
    head = data[:8192]
    controls = len(head) - len(head.translate(None, CONTROLS))
    if controls * 50 > len(head) or head.count(0) * 4 > len(head):
        found = filetype.guess(data[:8192])
        raise FileRefused("not_a_table", {"found": found.extension.upper()}) if found else FileRefused("no_table")


def _ole(data: bytes) -> str:
    """Old Office files: an .xls, a protected .xlsx, or something else such as .doc."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise FileRefused("password_protected")
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        raise FileRefused("not_a_table", {"found": "DOC"})
    return "workbook"


def check_zip(data: bytes, limits: Limits) -> None:
    """Refuse archives that are no workbook, that unpack to too much, or whose XML defines entities.

    The sizes in the directory are checked first and not believed: every member is unpacked once, piece by
    piece and without keeping it.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
        raise FileRefused("broken_workbook") from error
    names = {member.filename for member in members}
    _check_names(data, names)
    if any(member.flag_bits & 1 for member in members):
        raise FileRefused("password_protected")
    if len(members) > 10_000 or _too_much(sum(member.file_size for member in members), len(data), limits):
        raise FileRefused("zip_bomb")
    unpacked = 0
    for member in members:
        unpacked = _unpack(data, member, unpacked, limits)


def _check_names(data: bytes, names: set[str]) -> None:
    if names & {"xl/workbook.xml", "xl/workbook.bin"}:
        return
    if "content.xml" in names and b"opendocument.spreadsheet" in data[:200]:
        return
    known = {"word/document.xml": "DOCX", "ppt/presentation.xml": "PPTX", "content.xml": "ODT"}
    found = next((name for member, name in known.items() if member in names), "ZIP")
    raise FileRefused("not_a_table", {"found": found})


def _too_much(unpacked: int, packed: int, limits: Limits) -> bool:
    return unpacked > limits.max_unpacked or (unpacked > RATIO_FROM and unpacked > packed * limits.max_ratio)


def _unpack(data: bytes, member: zipfile.ZipInfo, unpacked: int, limits: Limits) -> int:
    """Unpack one member for its true size and a look at its XML; returns the bytes unpacked so far."""
    try:
        name_length, extra_length = struct.unpack_from("<HH", data, member.header_offset + 26)
    except struct.error as error:
        raise FileRefused("broken_workbook") from error
    start = member.header_offset + 30 + name_length + extra_length
    packed = memoryview(data)[start : start + member.compress_size]
    is_xml = member.filename.lower().endswith((".xml", ".rels", ".vml"))
    tail = b""
    for chunk in _chunks(packed, member.compress_type):
        unpacked += len(chunk)
        if _too_much(unpacked, len(data), limits):
            raise FileRefused("zip_bomb")
        if is_xml:
            window = tail + chunk
            if any(mark in window for mark in ENTITIES):
                raise FileRefused("unsafe_xml")
            if "manifest" in member.filename and b"encryption-data" in window:
                raise FileRefused("password_protected")
            tail = window[-32:]
    return unpacked


def _chunks(packed: memoryview, method: int):
    """The unpacked pieces of one zip member, at most 1 MB each."""
    if method == zipfile.ZIP_STORED:
        for at in range(0, len(packed), CHUNK):
            yield bytes(packed[at : at + CHUNK])
        return
    if method != zipfile.ZIP_DEFLATED:
        raise FileRefused("broken_workbook")
    inflater = zlib.decompressobj(-15)
    rest: bytes | memoryview = packed
    try:
        while not inflater.eof:
            chunk = inflater.decompress(rest, CHUNK)
            rest = inflater.unconsumed_tail
            if not chunk and not rest:
                return
            yield chunk
    except zlib.error as error:
        raise FileRefused("broken_workbook") from error
