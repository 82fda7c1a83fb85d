"""Reads the sample lead files with their own real names, mails, phones and firms."""

from __future__ import annotations

import csv
import io
import quopri
import re
from dataclasses import dataclass
from pathlib import Path

from outreach.identity import PersonEvidence, normalise_email, parse_phone

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
FILES = (
    "messe-leads-de.csv",
    "kotra-leads-ko.csv",
    "exhibition-leads-zh.csv",
    "fair-leads-scanner.csv",
    "outlook-utf16.csv",
    "exhibition-leads-zh.xlsx",
    "cards-mixed.vcf",
)
_ENCODINGS = {
    "messe-leads-de.csv": "cp1252",
    "kotra-leads-ko.csv": "cp949",
    "exhibition-leads-zh.csv": "gb18030",
    "fair-leads-scanner.csv": "utf-8-sig",
    "outlook-utf16.csv": "utf-16",
}
_COLUMNS = {
    "name": ("姓名", "성명", "联系人"),
    "given": ("Vorname", "First Name"),
    "family": ("Nachname", "Last Name"),
    "firm": ("公司名称", "회사명", "Firma", "Company", "公司", "单位"),
    "mail": ("邮箱", "이메일", "E-Mail-Adresse", "Email Address", "E-mail Address", "电子邮箱"),
    "phone": ("手机号", "휴대폰", "Telefon geschäftlich", "Business Phone", "手机", "电话"),
    "handle": ("微信号",),
}


@dataclass(frozen=True)
class Row:
    """One row of a file: who it truly is, and what the file says."""

    file: str
    number: int
    person: str
    evidence: PersonEvidence


def truth() -> list[dict[str, str]]:
    """Return the rows of the truth table."""
    with (SAMPLES / "truth.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def rows() -> list[Row]:
    """Return every readable row of all files in the order they arrive."""
    known = {(r["file"], int(r["row"])): r for r in truth()}
    found = []
    for name in FILES:
        reader = _cards if name.endswith(".vcf") else _sheet if name.endswith(".xlsx") else _table
        for number, record in reader(SAMPLES / name):
            said = known.get((name, number))
            if said:
                found.append(Row(name, number, said["person"], _evidence(record, said["country"])))
    return found


def _evidence(record: dict[str, str], country: str) -> PersonEvidence:
    """Turn one record into evidence as an import would."""
    mail = normalise_email(record.get("mail"))
    phone = parse_phone(record.get("phone"), country)
    numbers = (phone.e164,) if phone and phone.e164 else ()
    direct = numbers if phone and phone.kind in ("direct", "mobile") or record.get("cell") and numbers else ()
    name = record.get("name") or f"{record['given']} {record['family']}"
    handles = (f"wechat:{record['handle']}",) if record.get("handle") else ()
    return PersonEvidence(
        (name,), (mail,) if mail else (), numbers, record.get("firm") or None, None, country, handles, (), direct
    )


def _mapped(header: list[str], cells: list[str]) -> dict[str, str]:
    """Name the cells of one row by our own column names."""
    place = {ours: header.index(t) for ours, theirs in _COLUMNS.items() for t in theirs if t in header}
    return {ours: cells[i].strip() for ours, i in place.items() if i < len(cells)}


def _table(path: Path):
    """Yield (number, record) of a delimited file."""
    text = path.read_bytes().decode(_ENCODINGS[path.name])
    head = text.splitlines()[0]
    delimiter = max(",;\t", key=head.count)
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    for number, cells in enumerate(lines[1:], start=1):
        yield number, _mapped(lines[0], cells)


def _sheet(path: Path):
    """Yield (number, record) of the workbook, whose header is not the first row."""
    from python_calamine import CalamineWorkbook

    lines = [[_text(c) for c in line] for line in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()]
    names = {n for theirs in _COLUMNS.values() for n in theirs}
    start = max(range(min(6, len(lines))), key=lambda i: sum(_head(c) in names for c in lines[i]))
    header = [_head(c) for c in lines[start]]
    # A second header row in English stands below the Chinese one.
    body = [line for line in lines[start + 1 :] if any(line) and "Name" not in line]
    for number, cells in enumerate(body, start=1):
        yield number, _mapped(header, cells)


def _head(cell: str) -> str:
    """Return a column title without a second line or a remark in brackets."""
    return re.split(r"[\n(（/]", cell)[0].strip()


def _text(cell: object) -> str:
    """Return a cell as the text an import sees."""
    return "" if cell is None else str(cell)


def _cards(path: Path):
    """Yield (number, record) of the readable cards."""
    text = path.read_text(encoding="utf-8")
    for number, card in enumerate(re.findall(r"BEGIN:VCARD(.*?)END:VCARD", text, re.S), start=1):
        record: dict[str, str] = {}
        for line in card.strip().splitlines():
            head, _, value = line.partition(":")
            if "QUOTED-PRINTABLE" in head.upper():
                value = quopri.decodestring(value.encode()).decode("iso-8859-1")
            field = head.split(";")[0].split(".")[-1].upper()
            ours = {"FN": "name", "ORG": "firm", "EMAIL": "mail", "TEL": "phone"}.get(field)
            if ours:
                record[ours] = value.replace("\\,", ",").strip()
                if ours == "phone" and "cell" in head.lower():
                    record["cell"] = "yes"
        if record.get("name"):
            yield number, record
