"""Which encoding a text file is written in: byte order mark, UTF-8, the language, the bytes, a last guess.

Single characters that cannot be decoded do not cost the file: they become lone surrogates (U+DC80 to
U+DCFF), and whoever splits the text into rows reads those rows in another encoding or sets them aside.
A file is judged by its lines: a few in another encoding must not turn the names in all others into nonsense.
"""

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

from outreach.contacts.services.reading.headers import recognise
from outreach.contacts.services.reading.plausibility import plausibility
from outreach.contacts.services.reading.records import FileRefused

# Label shown to people, then Python's codec.
CODECS = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8-sig",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "utf-32": "utf-32",
    "gb18030": "gb18030",
    "big5": "cp950",
    "cp949": "cp949",
    "shift_jis": "cp932",
    "windows-1252": "cp1252",
    "iso-8859-15": "iso8859-15",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "macroman": "mac-roman",
}
ENCODINGS: tuple[str, ...] = tuple(CODECS)
ALIASES = {
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "cp936": "gb18030",
    "euc-kr": "cp949",
    "euckr": "cp949",
    "ks_c_5601-1987": "cp949",
    "uhc": "cp949",
    "cp1252": "windows-1252",
    "iso-8859-1": "windows-1252",
    "latin1": "windows-1252",
    "latin-1": "windows-1252",
    "ascii": "windows-1252",
    "us-ascii": "windows-1252",
    "cp1250": "windows-1250",
    "cp1251": "windows-1251",
    "utf8": "utf-8",
    "utf16": "utf-16",
    "cp932": "shift_jis",
    "shift-jis": "shift_jis",
    "sjis": "shift_jis",
    "big5-hkscs": "big5",
    "cp950": "big5",
}
LANGUAGE_ENCODING = {"zh": "gb18030", "ko": "cp949", "de": "windows-1252", "en": "windows-1252"}
BOMS = [  # UTF-32 first: its mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
CANDIDATES = ("gb18030", "cp949", "windows-1252", "shift_jis", "big5", "utf-8")
SAMPLE = 32_768
HEAD_LINES = 6
"""Headings stand in the first lines; they are looked at even where they are plain ASCII."""
FEW = 5
"""One line among so many may be damaged beyond any reading without costing the file."""
# A chosen language decides between readings that are nearly equally likely, and no more than that.
LANGUAGE_BONUS = 0.25
HEADER_BONUS = 0.5
ACCEPTABLE = 0.0
CLEAR_LEAD = 0.4


class Decoded(NamedTuple):
    """The text of a file, the label of its encoding, and whether that is beyond doubt."""

    text: str
    encoding: str
    certain: bool


def canonical(encoding: str) -> str | None:
    """Our label of an encoding, whatever it is called; None if it is not one of ENCODINGS."""
    name = encoding.strip().lower().replace("_", "-") if encoding.strip().lower() != "shift_jis" else "shift_jis"
    name = ALIASES.get(name, ALIASES.get(name.replace("-", "_"), name))
    if name in CODECS:
        return name
    try:
        python_name = codecs.lookup(encoding.strip()).name
    except (LookupError, ValueError):
        return None
    return next((label for label, codec in CODECS.items() if codecs.lookup(codec).name == python_name), None)


def _decode(data: bytes, label: str) -> str:
    """Decode; characters that cannot be read become lone surrogates, or U+FFFD in UTF-16 and UTF-32."""
    codec = CODECS[label]
    return data.decode(codec, "replace" if codec.startswith(("utf-16", "utf-32")) else "surrogateescape")


def looks_like_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: the zero bytes of its ASCII characters all stand on one side."""
    sample = data[:SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if even + odd < max(2, len(sample) // 20) or not _could_be_utf16(data):
        return None
    if odd >= 19 * even:
        return "utf-16-le"
    return "utf-16-be" if even >= 19 * odd else None


def _could_be_utf16(data: bytes) -> bool:
    """Whether there are zero bytes, and not merely strayed into a plain text.

    In such a text nearly all other pairs of bytes are two ASCII characters; of Chinese written in UTF-16 about half look
    like that, of Korean none, and in English hardly any pair is without a zero byte.
    """
    sample = data[:SAMPLE]
    others = [pair for pair in zip(sample[0::2], sample[1::2], strict=False) if 0 not in pair]
    return b"\x00" in sample and 5 * sum(max(pair) < 0x7F for pair in others) <= 4 * len(others)


def _score(text: str) -> float:
    """Plausibility, plus the share of headings that this reading makes recognisable."""
    score = plausibility(text)
    heads = {cell.strip("\" '\t") for line in text[:4000].splitlines()[:6] for cell in re.split(r"[;,\t|]", line)}
    known = sum(1 for head in heads if not head.isascii() and recognise(head))
    return score + HEADER_BONUS * min(known, 3)


def _told(data: bytes, lines: list[bytes]) -> bytes:
    """What tells the encoding: the headings, then the lines with anything beyond ASCII, wherever these stand."""
    told, size = [], 0
    for at, line in enumerate(lines):
        if at < HEAD_LINES or not line.isascii():
            told.append(line)
            size += len(line) + 1
            if size > SAMPLE:
                break
    return b"\n".join(told)[: 2 * SAMPLE]


def _beginning(data: bytes) -> bytes:
    """The first characters of a file in UTF-16, none cut in two."""
    return data[: min(len(data), SAMPLE) // 2 * 2]


def _ranking(data: bytes, lines: list[bytes], language: str | None) -> list[tuple[float, str]]:
    """The candidate encodings, likeliest first; UTF-16 only where the zero bytes of its separators can be seen."""
    told = _told(data, lines)
    readings = [(label, _decode(told, label)) for label in CANDIDATES]
    if len(data) % 2 == 0 and _could_be_utf16(data):
        readings += [(label, _decode(_beginning(data), label)) for label in ("utf-16-le", "utf-16-be")]
    ranking = []
    for label, text in readings:
        score = _score(text)
        if language and LANGUAGE_ENCODING.get(language) == label:
            score += LANGUAGE_BONUS
        ranking.append((score, label))
    return sorted(ranking, key=lambda pair: -pair[0])


def is_utf8(data: bytes) -> bool:
    """Whether the bytes are valid UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(right: list[bytes], wrong: list[bytes]) -> bool:
    """Whether a file is UTF-8 with a few wrong bytes, or with a few lines in another encoding.

    `right` and `wrong` are its lines beyond ASCII that are valid UTF-8, and those that are not. Other encodings give a valid
    sequence of bytes by chance now and then, but never fifty for one invalid byte; and lines that are UTF-8 by chance hold
    letters that hardly anybody writes.
    """
    step = len(wrong) // 1000 + 1
    good, bad = _letters(wrong[::step])
    if _letters(right)[0] + good * step >= 50 * bad * step:
        return True
    return len(right) >= len(wrong) and plausibility(b"\n".join(right)[:SAMPLE].decode("utf-8", "ignore")) > ACCEPTABLE


def _letters(lines: list[bytes]) -> tuple[int, int]:
    """How many letters beyond ASCII the lines hold in UTF-8, and how many bytes that are none."""
    text = b"".join(lines).decode("utf-8", "surrogateescape")
    bad = len(re.findall("[\udc80-\udcff]", text))
    return len(text) - len(text.encode("ascii", "ignore")) - bad, bad


def _last_guess(data: bytes, lines: list[bytes], least: float) -> Decoded | None:
    """What charset-normalizer thinks; its habit of taking German for Central European is set right.

    It takes any two bytes for a Chinese character in UTF-16, so that one is not left to it.
    """
    found = from_bytes(_told(data, lines), cp_exclusion=["utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_7"]).best()
    label = canonical(found.encoding) if found else None
    if label == "windows-1250":
        label = "windows-1252"
    if not label or plausibility(text := _decode(data, label)) < least:
        return None
    return Decoded(text, label, False)


def _judged(data: bytes, language: str | None) -> Decoded:
    """Decode what has no mark and is not valid UTF-8 as a whole, by its lines."""
    lines = data.splitlines()
    beyond = [line for line in lines if not line.isascii()]
    wrong = [line for line in beyond if not is_utf8(line)]
    if _mostly_utf8([line for line in beyond if is_utf8(line)], wrong):
        return Decoded(_decode(data, "utf-8"), "utf-8", False)
    ranking = _ranking(data, lines, language)
    score, label = ranking[0]
    if score >= ACCEPTABLE:
        return Decoded(_decode(data, label), label, score - ranking[1][0] >= CLEAR_LEAD)
    few = len(wrong) * FEW <= len(lines)
    if guess := _last_guess(data, lines, ACCEPTABLE if few else -1.0):
        return guess
    if few:
        return Decoded(_decode(data, "utf-8"), "utf-8", False)
    raise FileRefused("unknown_encoding")


def _chosen(data: bytes, encoding: str) -> Decoded:
    label = canonical(encoding)
    if not label:
        raise FileRefused("encoding_not_known", {"encoding": encoding[:40]})
    if label == "utf-8" and data.startswith(codecs.BOM_UTF8):
        label = "utf-8-sig"
    text = _decode(data, label)
    damaged = sum(1 for c in text if "\ud800" <= c <= "\udfff" or c == "\ufffd")
    if damaged * 50 > len(text):
        raise FileRefused("wrong_encoding", {"encoding": label})
    return Decoded(text, label, True)


def decode_file(data: bytes, *, encoding: str | None = None, language: str | None = None) -> Decoded:
    """Decode a text file; see the module for the order in which it decides.

    Raises FileRefused with encoding_not_known, wrong_encoding or unknown_encoding.
    """
    if encoding:
        return _chosen(data, encoding)
    for bom, label in BOMS:
        if data.startswith(bom):
            return Decoded(_decode(data, label).removeprefix("\ufeff"), label, True)
    if label := looks_like_utf16(data):
        return Decoded(_decode(data, label), label, True)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", True)
    except UnicodeDecodeError:
        pass
    return _judged(data, language)
