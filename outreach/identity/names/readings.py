"""How a single Chinese sign is read, tongue by tongue, and which form it has elsewhere.

Only single signs are asked, so the large dictionaries of phrases stay unread:
the answer comes in milliseconds after the start and not in seconds.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

_VARIANTS = str.maketrans(
    "黃淸眞靑敎尙姬鎭裵兪曺衆爲産戶內錄卽兩吿郞强敘姸", "黄清真青教尚姬镇裴俞曹众为产户内录即两告郎强叙妍"
)


@lru_cache(maxsize=2)
def _forms(direction: str) -> dict[int, str]:
    """Return OpenCC's table of single signs, TS to simplified or ST to traditional."""
    lines = _data("opencc", f"dictionary/{direction}Characters.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line)
    return {ord(sign): forms.split(" ", 1)[0] for sign, forms in pairs}


@lru_cache(maxsize=65_536)
def simplified(text: str) -> str:
    """Return a text in simplified signs, the variants of names folded too."""
    return text.translate(_forms("TS")).translate(_VARIANTS)


def traditional(text: str) -> str:
    """Return a text in traditional signs, sign for sign."""
    return text.translate(_forms("ST"))


def _data(library: str, name: str) -> Path:
    """Return a data file of a library without importing the library."""
    found = find_spec(library)
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(library)
    return Path(next(iter(found.submodule_search_locations)), name)


@lru_cache(maxsize=20_000)
def pinyin(sign: str) -> tuple[str, ...]:
    """Return the toneless Mandarin readings of one sign, the usual one first (ü as v)."""
    from pypinyin.constants import PINYIN_DICT

    marked = PINYIN_DICT.get(ord(sign), "") if len(sign) == 1 else ""
    return tuple(dict.fromkeys(marked.translate(_UNTONED).split(","))) if marked else ()


# Straight from the table: asking the library costs twenty times as much and answers the same for a single sign.
_UNTONED = str.maketrans("āáǎàēéěèếềīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ", "aaaaeeeeêêiiiioooouuuuvvvvvnnnm", "\u0300\u0301\u0304\u030c")


@lru_cache(maxsize=1)
def syllables() -> frozenset[str]:
    """Return every toneless syllable of Mandarin (ü as v or ü, as ``pinyin`` gives it)."""
    common = (chr(code) for code in _forms("ST"))
    return frozenset(reading for sign in common for reading in pinyin.__wrapped__(sign)[:1])


_ONSETS = ["", *"bpmfdtnlgk", "ng", "gw", "kw", *"whzcsj"]
_RHYMES = [
    *(nucleus + coda for nucleus in ("aa", *"aeiou") for coda in ("", *"iumn", "ng", *"ptk")),
    *(["oe", "oen", "oeng", "oet", "oek", "eoi", "eon", "eot", "yu", "yun", "yut", "m", "ng"]),
]
_WIDE = "[\u0100-\U0010ffff]"


@lru_cache(maxsize=1)
def _cantonese() -> dict[str, str]:
    """Return the readings of single signs, still coded, out of the tree of phrases that ToJyutping ships.

    Read as a text: building the whole tree takes more than a second.
    """
    tree = _data("ToJyutping", "trie.txt").read_text(encoding="utf-8")[1:-1]
    while "{" in tree:
        tree = re.sub(r"\{[^{}]*\}", "~", tree)
    return dict(re.findall(rf"(?<!{_WIDE})({_WIDE})((?:[!-z]{{2}})+)", tree))


@lru_cache(maxsize=20_000)
def jyutping(sign: str) -> tuple[str, ...]:
    """Return the Cantonese readings of one sign without tones."""
    codes = _cantonese().get(sign, "")[:6]
    found = [(ord(a) - 33) * 90 + ord(b) - 33 for a, b in zip(codes[::2], codes[1::2], strict=True)]
    return tuple(dict.fromkeys(_ONSETS[n // 402] + _RHYMES[n % 402 // 6] for n in found))


@lru_cache(maxsize=1)
def _taiwanese() -> dict[str, list[str]]:
    """Return the readings of single signs that taibun ships (Tâi-lô)."""
    import msgpack

    return msgpack.loads(_data("taibun", "data/prons.msgpack").read_bytes())


@lru_cache(maxsize=20_000)
def hokkien(sign: str) -> tuple[str, ...]:
    """Return the Hokkien readings of one sign without tones (Tâi-lô: tsh, oo, nn)."""
    table = _taiwanese()
    found = table.get(sign) or table.get(traditional(sign)) or ()
    plain = ("".join(c for c in unicodedata.normalize("NFD", r) if c.isascii()) for r in found)
    return tuple(dict.fromkeys(part for reading in plain for part in reading.split("/") if part))


@lru_cache(maxsize=1)
def hanja() -> dict[str, str]:
    """Return the dictionary of the hanja library, one Korean reading a sign."""
    text = _data("hanja", "table.yml").read_bytes().decode("unicode_escape")
    return dict(re.findall(r'^"(.)": "(.)"', text, re.MULTILINE))
