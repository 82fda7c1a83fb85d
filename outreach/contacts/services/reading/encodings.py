"""Which encoding a text file is written in: byte order mark, UTF-8, the language, the bytes, a last guess.

Single characters that cannot be decoded do not cost the file: they become lone surrogates (U+DC80 to
U+DCFF), and whoever splits the text into rows sets those rows aside.
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
CANDIDATES = ("gb18030", "cp949", "windows-1252", "shift_jis", "big5", "utf-8", "utf-16-le", "utf-16-be")
SAMPLE = 32_768
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
    if even + odd < max(2, len(sample) // 20):
        return None
    if odd >= 19 * even:
        return "utf-16-le"
    return "utf-16-be" if even >= 19 * odd else None


def _score(text: str) -> float:
    """Plausibility, plus the share of headings that this reading makes recognisable."""
    score = plausibility(text)
    heads = {cell.strip("\" '\t") for line in text[:4000].splitlines()[:6] for cell in re.split(r"[;,\t|]", line)}
    known = sum(1 for head in heads if not head.isascii() and recognise(head))
    return score + HEADER_BONUS * min(known, 3)


def _sample(data: bytes) -> bytes:
    """The beginning, cut at the end of a line so that no character is cut in two."""
    if len(data) <= SAMPLE:
        return data
    end = data.rfind(b"\n", 0, SAMPLE)
    return data[: end + 1] if end > 0 else data[:SAMPLE]


def _ranking(data: bytes, language: str | None) -> list[tuple[float, str]]:
    """The candidate encodings, likeliest first."""
    sample = _sample(data)
    ranking = []
    for label in CANDIDATES:
        if label.startswith("utf-16") and not (len(data) % 2 == 0 and b"\x00" in sample):
            continue
        score = _score(_decode(sample[: len(sample) // 2 * 2] if label.startswith("utf-16") else sample, label))
        if language and LANGUAGE_ENCODING.get(language) == label:
            score += LANGUAGE_BONUS
        ranking.append((score, label))
    return sorted(ranking, key=lambda pair: -pair[0])


def _damaged_utf8(data: bytes) -> str | None:
    """The text of a UTF-8 file with a few wrong bytes; None if it is none.

    Other encodings give a valid sequence of bytes by chance now and then, but never fifty for one invalid byte.
    """
    text = data.decode("utf-8", "surrogateescape")
    wrong = sum(1 for c in text if "\udc80" <= c <= "\udcff")
    right = sum(1 for c in text if c >= "\x80") - wrong
    return text if right >= 50 * wrong else None


def _last_guess(data: bytes) -> Decoded:
    """What charset-normalizer thinks; its habit of taking German for Central European is set right."""
    found = from_bytes(_sample(data)).best()
    label = canonical(found.encoding) if found else None
    if label == "windows-1250":
        label = "windows-1252"
    if not label or plausibility(text := _decode(data, label)) < -1.0:
        raise FileRefused("unknown_encoding")
    return Decoded(text, label, False)


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
    if (text := _damaged_utf8(data)) is not None:
        return Decoded(text, "utf-8", False)
    ranking = _ranking(data, language)
    score, label = ranking[0]
    if score < ACCEPTABLE:
        return _last_guess(data)
    return Decoded(_decode(data, label), label, score - ranking[1][0] >= CLEAR_LEAD)
