"""Takes the text of one vCard (2.1, 3.0, 4.0 or none said) or MECARD apart into properties.

Own code and not vobject: that fails on Samsung's X-CUSTOM parameter, on 2.1 soft line breaks and on wrong
encoding labels, and then gives nothing of the card.
"""

import base64
import binascii
import codecs
import quopri
import re
from typing import NamedTuple

from outreach.contacts.services.reading.encodings import CODECS, canonical, decode_file
from outreach.contacts.services.reading.plausibility import plausibility
from outreach.contacts.services.reading.strangers import read_stranger

BEGIN = re.compile(rb"[ \t]*BEGIN[ \t]*:[ \t]*VCARD[ \t]*", re.IGNORECASE)
END = re.compile(rb"[ \t]*END[ \t]*:[ \t]*VCARD[ \t]*", re.IGNORECASE)
MECARD = re.compile(rb"[ \t]*MECARD:", re.IGNORECASE)
CUSTOM = re.compile(rb";?X-CUSTOM\([^)]*\)?", re.IGNORECASE)
BINARY = frozenset(("PHOTO", "LOGO", "SOUND", "KEY"))
SINGLE_BYTE = frozenset(("windows-1252", "iso-8859-15", "macroman", "windows-1250", "windows-1251"))


class Card(NamedTuple):
    """One card as it stands in the file: its bytes, and whether its end was found."""

    raw: bytes
    finished: bool


class Property(NamedTuple):
    """One line of a card: name in upper case, values of TYPE and bare parameters in lower case, decoded value.

    `guessed` is the encoding of a value that is written neither in that of the file nor in the one it names.
    """

    name: str
    types: frozenset[str]
    value: str
    guessed: str | None = None


class BrokenCardError(ValueError):
    """A card with a line that holds a name or the like and cannot be read; the argument is that line."""


def split_cards(data: bytes) -> list[Card]:
    """The cards of a file. A new BEGIN ends an unfinished card; text between cards belongs to none."""
    cards: list[Card] = []
    current: list[bytes] | None = None
    for line in re.split(rb"\r\n|\n|\r", data):
        if BEGIN.fullmatch(line):
            if current is not None:
                cards.append(Card(b"\n".join(current), False))
            current = [line]
        elif current is not None:
            current.append(line)
            if END.fullmatch(line):
                cards.append(Card(b"\n".join(current), True))
                current = None
        elif MECARD.match(line):
            cards.append(Card(line.strip(), True))
    if current is not None:
        cards.append(Card(b"\n".join(current), False))
    return cards


def _logical_lines(raw: bytes) -> list[bytes]:
    """The lines of one card with folded lines and quoted-printable soft breaks joined."""
    joined: list[bytes] = []
    soft = False
    for line in raw.split(b"\n"):
        if soft:
            joined[-1] = joined[-1][:-1] + line
        elif line[:1] in (b" ", b"\t") and joined:
            joined[-1] += line[1:]
        else:
            joined.append(line)
        soft = joined[-1].endswith(b"=") and b"QUOTED-PRINTABLE" in joined[-1][:200].partition(b":")[0].upper()
    return joined


def _split_head(line: bytes) -> tuple[bytes, bytes] | None:
    """Name with parameters, and value: parted by the first colon outside quotation marks and brackets."""
    quoted, depth = False, 0
    for at, char in enumerate(line):
        if char == 0x22:
            quoted = not quoted
        elif char == 0x28 and not quoted:
            depth += 1
        elif char == 0x29 and depth:
            depth -= 1
        elif char == 0x3A and not quoted and not depth:
            return line[:at], line[at + 1 :]
    head, colon, value = line.partition(b":")
    return (head, value) if colon else None


def _parameters(head: bytes) -> tuple[str, frozenset[str], str, str]:
    """Property name, types, transfer encoding and charset label of the part before the colon."""
    parts = re.split(r";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", CUSTOM.sub(b"", head).decode("ascii", "replace"))
    name = parts[0].rpartition(".")[2].strip().upper()
    types: set[str] = set()
    transfer = charset = ""
    for part in parts[1:]:
        key, equals, value = part.partition("=")
        key = key.strip().upper()
        value = value.strip().strip('"')
        if not equals:
            types.add(key.lower())
            if key in ("QUOTED-PRINTABLE", "BASE64", "B"):
                transfer = key
        elif key == "ENCODING":
            transfer = value.upper()
        elif key == "CHARSET":
            charset = value
        elif key in ("TYPE", "VALUE", "PREF"):
            types.update(piece.strip().lower() for piece in value.split(","))
    return name, frozenset(types), transfer, charset


def decode_value(value: bytes, label: str, fallback: str) -> tuple[str, str | None]:
    """The text of one value, and its encoding where that is a guess. Raises BrokenCardError for damaged letters.

    The charset label is believed only as long as UTF-8 is not the better reading. `fallback` is the encoding of the
    file. Phones write ISO-8859-1 above UTF-8 and UTF-8 above Korean.
    """
    if value.isascii():
        return value.decode("ascii").replace("\x00", "\ufffd"), None
    labelled = canonical(label) if label else None
    readings: dict[str, str] = {}
    for encoding in dict.fromkeys(("utf-8", labelled or fallback, fallback)):
        try:
            readings[encoding] = value.decode(CODECS.get(encoding, encoding))
        except (UnicodeDecodeError, LookupError):
            continue
    if "utf-8" in readings and (labelled in (None, "utf-8") or labelled in SINGLE_BYTE or labelled not in readings):
        return readings["utf-8"].replace("\x00", "\ufffd"), None
    guessed = None
    if "utf-8" not in readings and labelled not in readings and (stranger := read_stranger(value)):
        text, guessed = stranger
        readings.setdefault(guessed, text)
    if not readings:
        raise BrokenCardError(value.decode("utf-8", "replace"))
    # The label wins unless another reading is clearly more like text.
    best = max(readings, key=lambda encoding: plausibility(readings[encoding]) + (0.3 if encoding == labelled else 0))
    text = re.sub("[\ud800-\udfff\x00]", "\ufffd", readings[best])
    return text, guessed if best == guessed != fallback else None


def _base64(value: bytes, line: bytes) -> bytes:
    try:
        return base64.b64decode(re.sub(rb"\s", b"", value), validate=True)
    except (binascii.Error, ValueError) as error:
        raise _broken(line) from error


def _broken(line: bytes) -> BrokenCardError:
    return BrokenCardError(line[:80].decode("utf-8", "replace"))


def read_properties(card: Card, fallback: str) -> list[Property]:
    """The readable properties of a vCard. Pictures and lines without a colon are left out. Raises BrokenCardError."""
    properties = []
    for line in _logical_lines(card.raw)[1:]:
        head_and_value = _split_head(line)
        if not head_and_value:
            continue
        name, types, transfer, charset = _parameters(head_and_value[0])
        value = head_and_value[1]
        if name in BINARY or name in ("END", "VERSION", "AGENT"):
            continue
        if transfer == "QUOTED-PRINTABLE":
            value = quopri.decodestring(value)
        elif transfer in ("B", "BASE64"):
            value = _base64(value, line)
        try:
            text, guessed = decode_value(value, charset, fallback)
        except BrokenCardError as error:
            raise _broken(line) from error
        if text := text.strip():
            properties.append(Property(name, types, text, guessed))
    return properties


def _split(value: str, mark: str) -> list[str]:
    """Part a value at unescaped marks and leave the escapes in its parts."""
    # A backslash escapes the letter after it, another backslash too: an even number of them escapes no mark.
    parts = re.findall(rf"((?:\\.|[^\\{mark}]|\\$)*)(?:{mark}|$)", value, re.DOTALL)
    return parts[:-1] if len(parts) > 1 and not value.endswith(mark) else parts


def split_escaped(value: str, mark: str) -> list[str]:
    """Part a value at unescaped marks (`;` or `,`) and undo the escapes of each part."""
    return [unescape(part) for part in _split(value, mark)]


def unescape(value: str) -> str:
    """Undo backslash escapes: new lines, commas, semicolons, colons and backslashes."""
    plain = re.sub(r"\\([nN,;:\\])", lambda match: "\n" if match[1] in "nN" else match[1], value)
    return plain.strip()


def read_mecard(card: Card, fallback: str) -> list[Property]:
    """The fields of a MECARD line, as properties named like those of a vCard. Raises BrokenCardError.

    The escapes are those of a vCard and stay, so that a semicolon in a value is not taken for one between values.
    """
    try:
        text, guessed = decode_value(card.raw.partition(b":")[2], "", fallback)
    except BrokenCardError as error:
        raise _broken(card.raw) from error
    properties = []
    for part in _split(text, ";"):
        name, colon, value = part.partition(":")
        if not colon or not value.strip():
            continue
        name = name.strip().upper()
        if name == "N":
            pieces = _split(value, ",")
            name, value = ("N", ";".join(pieces)) if len(pieces) > 1 else ("FN", value)
        elif name == "ADR":
            value = f";;{value}"
        properties.append(Property(name, frozenset(), value.strip(), guessed))
    return properties


def file_encoding(data: bytes, encoding: str | None, language: str | None) -> tuple[bytes, str, bool]:
    """The bytes of a card file, its encoding for values without a label, and whether that is certain.

    UTF-16 and UTF-32 files are turned into UTF-8 bytes first, because cards are split as bytes.
    """
    decoded = decode_file(data, encoding=encoding, language=language)
    if decoded.encoding.startswith(("utf-16", "utf-32")):
        return decoded.text.encode("utf-8", "replace"), "utf-8", True
    return data.removeprefix(codecs.BOM_UTF8), decoded.encoding.removesuffix("-sig"), decoded.certain
