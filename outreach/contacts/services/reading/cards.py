"""Reads files of contact cards into the same shape as tables: one column per field, one row per card."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from outreach.contacts.services.reading.card_lines import (
    BrokenCardError,
    Card,
    Property,
    file_encoding,
    read_mecard,
    read_properties,
    split_cards,
    split_escaped,
    unescape,
)
from outreach.contacts.services.reading.fields import FIELDS, FIRM, KIND
from outreach.contacts.services.reading.records import Column, FileRefused, Limits, Problem, SourceFile, SourceRow
from outreach.contacts.services.reading.tables import TEXT_CAP
from outreach.contacts.services.reading.values import join_name

SILENT = frozenset(
    ("REV", "UID", "PRODID", "X-ABLABEL", "SORT-STRING", "MAILER", "CLASS", "SOURCE", "PROFILE", "X-ABADR",
     "X-ABUID", "CLIENTPIDMAP", "NAME", "X-IMAGETYPE", "X-IMAGEHASH")
)  # fmt: skip
SIMPLE = {"EMAIL": "email", "NOTE": "notes", "TITLE": "job_title", "LANG": "language", "MEMO": "notes"}
SERVICES = {
    "wechat": "wechat", "weixin": "wechat", "kakaotalk": "kakaotalk", "kakao": "kakaotalk",
    "whatsapp": "whatsapp", "linkedin": "linkedin",
}  # fmt: skip
SEPARATORS = {"notes": "\n", "street": ", ", "department": ", "}
Values = dict[str, list[str]]


def read_cards(data: bytes, *, encoding: str | None, language: str | None, limits: Limits) -> SourceFile:
    """Read vCards and MECARD lines. Raises FileRefused; a card that cannot be read is a row with an error.

    Columns that are no field (birthday, categories) come last, under the name of the property.
    """
    raw, fallback, certain = file_encoding(data, encoding, language)
    cards = split_cards(raw)
    if not cards:
        raise FileRefused("no_cards")
    if len(cards) > limits.max_rows:
        raise FileRefused("too_many_rows", {"limit": limits.max_rows})
    read = [_read(card, fallback, limits) for card in cards]
    columns = _columns([one.values for one in read])
    rows = [
        SourceRow(number, [_cell(column, one.values) for column in columns], _text(card, one.guessed or fallback), one.error,
                  [("other_encoding", {"encoding": one.guessed})] if one.guessed else [])
        for number, (card, one) in enumerate(zip(cards, read, strict=True), start=1)
    ]  # fmt: skip
    if len(columns) > limits.max_columns:
        raise FileRefused("too_many_columns", {"limit": limits.max_columns})
    return SourceFile("vcard", fallback, certain, None, 0, columns, rows, language)


def _text(card: Card, fallback: str) -> str:
    try:
        text = card.raw[:TEXT_CAP].decode(fallback)
    except (UnicodeDecodeError, LookupError):
        text = card.raw[:TEXT_CAP].decode("utf-8", "replace")
    return text.replace("\x00", "\ufffd").strip()


class Read(NamedTuple):
    """What a card says, what is wrong with it, and the encoding that its values only seem to be written in."""

    values: Values
    error: Problem | None = None
    guessed: str | None = None


def _read(card: Card, fallback: str, limits: Limits) -> Read:
    values: Values = {}
    try:
        is_mecard = card.raw[:7].upper() == b"MECARD:"
        properties = read_mecard(card, fallback) if is_mecard else read_properties(card, fallback)
    except BrokenCardError as error:
        return Read(values, ("broken_card", {"line": str(error)}))
    for item in properties:
        if len(item.value) > limits.max_cell:
            return Read({}, ("cell_too_long", {"limit": limits.max_cell}))
        _take(item, values)
    _settle_firm(values)
    _settle_name(values)
    guessed = next((item.guessed for item in properties if item.guessed), None)
    return Read(values, None if card.finished else ("unfinished_card", {}), guessed)


def _add(values: Values, key: str, value: str) -> None:
    if value and value not in values.setdefault(key, []):
        values[key].append(value)


def _take(item: Property, values: Values) -> None:
    """Put one property where it belongs; what belongs nowhere is kept under its name."""
    name, value = item.name, item.value
    if name in SILENT:
        return
    if name in SIMPLE:
        _add(values, SIMPLE[name], unescape(value))
    elif name in ("KIND", "X-ABSHOWAS"):
        _add(values, KIND, {"org": FIRM, "company": "company"}.get(value.strip().lower(), ""))
    elif name == "FN":
        _add(values, _name_field(values, unescape(value)), unescape(value))
    elif name in ("GENDER", "X-GENDER"):
        _add(values, "gender", split_escaped(value, ";")[0])
    elif name == "X-OTHER-NAME":
        _add(values, _script_field(unescape(value)), unescape(value))
    elif name == "N":
        parts = [*split_escaped(value, ";"), "", "", "", ""]
        given = " ".join(part for part in parts[1:3] if part)
        for field, part in (("family_name", parts[0]), ("given_name", given), ("name_prefix", parts[3])):
            _add(values, field, part)
    elif name == "ORG":
        first, *rest = split_escaped(value, ";")
        _add(values, "organisation", first)
        _add(values, "department", ", ".join(part for part in rest if part))
    elif name == "ADR":
        _take_address(value, values)
    elif name == "TEL":
        _take_phone(item, values)
    elif name == "ROLE":
        _add(values, "ROLE" if values.get("job_title") else "job_title", unescape(value))
    else:
        _take_handle(item, values)


def _name_field(values: Values, text: str) -> str:
    """The first name is the name as given; a card of version 4 has it in other scripts besides."""
    return "full_name" if text in values.get("full_name", [text]) else _script_field(text)


def _script_field(text: str) -> str:
    return "latin_name" if not re.search(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", text) else "native_name"


def _take_address(value: str, values: Values) -> None:
    """Only the first address is taken apart: two half addresses must not become one."""
    parts = [*split_escaped(value, ";"), *[""] * 7]
    if any(values.get(field) for field in ("street", "city", "postcode", "country")):
        _add(values, "ADR", unescape(value.replace(";", " ")))
        return
    fields = ("street", "street", "street", "city", "ADR", "postcode", "country")
    for field, part in zip(fields, parts[:7], strict=True):
        _add(values, field, part.replace("\n", ", "))


def _take_phone(item: Property, values: Values) -> None:
    number = unescape(item.value)
    if number.lower().startswith("tel:"):
        number = number[4:].replace(";ext=", " ext. ").partition(";")[0]
    if "fax" in item.types:
        field = "fax"
    elif item.types & {"cell", "mobile", "iphone"}:
        field = "mobile"
    elif "x-direct" in item.types:
        field = "phone_direct"
    elif "pager" in item.types:
        field = "TEL PAGER"
    else:
        field = "home" if "home" in item.types else "phone"
    _add(values, field, number.replace(";", " "))


def _take_handle(item: Property, values: Values) -> None:
    """Web addresses and accounts of messengers, else a property of its own."""
    value = unescape(item.value)
    clue = " ".join((item.name, *item.types, value[:80])).lower()
    if service := next((field for word, field in SERVICES.items() if word in clue), None):
        _add(values, service, value)
    elif item.name == "URL":
        _add(values, "website", value)
    elif not item.name.startswith(("X-AB", "X-PHONETIC")):
        _add(values, item.name[:60] or "?", value)


def _settle_firm(values: Values) -> None:
    """The card of a firm is marked by its KIND, by an address book that shows it as a company, or by naming the firm where
    the name of a person stands. Where it has a person's name too, in parts, only the KIND makes it that of a firm."""
    marks = values.pop(KIND, [])
    family, given, name, firm = (values.get(field, [""])[0] for field in ("family_name", "given_name", "full_name", "organisation"))
    parts = join_name(family, given)
    twice = bool(firm) and _words(name or parts) == _words(firm)
    somebody = bool(family and given) and not set(_words(parts)) <= {*_words(name), *_words(firm)}
    if FIRM not in marks and somebody:
        if marks or twice:
            values["full_name"] = [parts]
    elif marks or (twice and not (family and given)):
        names = [text for field in ("full_name", "native_name", "latin_name") for text in values.pop(field, ())]
        if not firm:
            values["organisation"] = [firm := name or parts]
        for text in names:
            _add(values, "FN", text if _words(text) != _words(firm) else "")
        _add(values, "N", parts if somebody else "")
        values.pop("family_name", None)
        values.pop("given_name", None)
        values[KIND] = [FIRM]


def _words(text: str) -> list[str]:
    return text.casefold().split()


def _settle_name(values: Values) -> None:
    """Phones put a whole Chinese or Korean name into the family part; then there are no parts."""
    family, given = values.get("family_name", [""])[0], values.get("given_name", [""])[0]
    if not values.get("full_name"):
        _add(values, "full_name", join_name(family, given))
    if not (family and given):
        values.pop("family_name", None)
        values.pop("given_name", None)


def _columns(cards: Iterable[Values]) -> list[Column]:
    """The fields in their usual order, then the rest in the order of appearance."""
    seen = dict.fromkeys(key for values in cards for key in values)
    columns: list[Column] = []
    for code, _ in FIELDS:
        keys = [code] + (["home"] if code == "phone" else [])
        for key in keys:
            if key in seen or code == "full_name":
                header = "phone (home)" if key == "home" else code
                columns.append(Column(len(columns), header, code))
                seen.pop(key, None)
    return columns + [Column(len(columns) + at, key, None) for at, key in enumerate(seen)]


def _cell(column: Column, values: Values) -> str:
    key = "home" if column.header == "phone (home)" else column.header
    return SEPARATORS.get(key, "; ").join(values.get(key, ()))
