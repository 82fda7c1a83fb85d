"""Which files are taken: the extension must be on the list, and the first octets must agree with it."""

import zipfile
from collections.abc import Collection
from pathlib import Path

import filetype
from flask_babel import lazy_gettext as _l

from outreach.errors import Refused

_OFFICE = "application/vnd.openxmlformats-officedocument"
#: extension → MIME type that is stored.
TYPES: dict[str, str] = {
    "csv": "text/csv", "tsv": "text/tab-separated-values", "txt": "text/plain", "vcf": "text/vcard",
    "xls": "application/vnd.ms-excel", "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet", "docx": f"{_OFFICE}.wordprocessingml.document",
    "pptx": f"{_OFFICE}.presentationml.presentation", "pdf": "application/pdf", "png": "image/png",
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp", "mp4": "video/mp4",
}
TABLES = frozenset({"csv", "tsv", "txt", "xls", "xlsx", "ods"})
CARDS = frozenset({"vcf"})
DOCUMENTS = frozenset({"pdf", "docx", "pptx", "xlsx", "png", "jpg", "jpeg", "webp"})
#: A member that makes a zip file what its extension says; packers put them in any order.
_MEMBERS = {"xlsx": "xl/workbook.xml", "docx": "word/document.xml", "pptx": "ppt/presentation.xml",
            "ods": "content.xml"}
_TEXT = frozenset({"csv", "tsv", "txt", "vcf"})
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


def kind_of(path: Path, filename: str, allowed: Collection[str]) -> str:
    """The MIME type of a file. Raises Refused where its extension is not allowed or its content is another."""
    extension = filename.rpartition(".")[2].lower() if "." in filename else ""
    if extension not in allowed or extension not in TYPES:
        raise Refused("file_kind", _l("This kind of file is not accepted. Send one of: %(kinds)s.",
                                      kinds=", ".join(sorted(set(allowed) & set(TYPES)))), field="file")
    if not _agrees(path, extension):
        raise Refused("file_disagrees", _l(
            "The content of this file is not what its name “.%(extension)s” says. Save it again in that format.",
            extension=extension), field="file")
    return TYPES[extension]


def _agrees(path: Path, extension: str) -> bool:
    with path.open("rb") as handle:
        head = handle.read(8192)
    if extension in _TEXT:
        return filetype.guess(head) is None and (head.startswith(_MARKS) or b"\x00" not in head)
    if extension in _MEMBERS:
        return _holds(path, _MEMBERS[extension])
    if extension == "xls":
        return head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    found = filetype.guess(head)
    return found is not None and found.mime == TYPES[extension]


def _holds(path: Path, member: str) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return member in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
