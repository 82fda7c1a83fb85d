"""Which part of a found record answers the query, to be shown marked.

A word is marked where it stands in the text as asked, in another spelling, or in other letters: for ``minsoo`` the
민수 of 김민수.
"""

import re
import unicodedata

from markupsafe import Markup, escape

from outreach.identity import without_address
from outreach.identity.tokens import Run, apart, hangul_of, readings, roman_parts, runs, signs, squeezed, weak
from outreach.search.content import DIGIT_PIECE, MAIL_PIECE, digits_of

_NUMBER = re.compile(r"\+?[\d\s()/.\-–]+")
_PIECE = re.compile(r"[^·\s]+(?: [\d()/.\-–]+)*")


def marked(text: str, query: str) -> Markup:
    """The text, safe for a page, with what answers the query in <mark>."""
    out, behind = Markup(), 0
    for start, end in spans(text, query):
        out += escape(text[behind:start]) + Markup("<mark>%s</mark>") % text[start:end]
        behind = end
    return out + escape(text[behind:])


def spans(text: str, query: str) -> list[tuple[int, int]]:
    """The places (start, end) of the text that answer the query, in order, none overlapping."""
    unaddressed = without_address(query)
    return _spans(text, query) or (_spans(text, unaddressed) if unaddressed else [])


def _spans(text: str, query: str) -> list[tuple[int, int]]:
    asked, shown = runs(query)[:12], runs(text)
    found: list[tuple[int, int]] = []
    if _NUMBER.fullmatch(query.strip()):
        return _merged(_inside(text, query) or [at for run in shown for at in _in_run(run, asked[-1], text, True)] if asked else [])
    if not asked:
        asked_signs = signs(query)
        return _merged([(at, at + 1) for at, sign in enumerate(text) if sign in asked_signs])
    for place, word in enumerate(asked):
        for run in shown:
            found += _in_run(run, word, text, place == len(asked) - 1 or len(word.text) == 1)
    found += _joined(shown, asked) or _apart(text, shown, asked)
    if not found or any(sign in query for sign in "@.-_"):
        found += _inside(text, query)
    return _merged(found)


def _in_run(run: Run, word: Run, text: str, last: bool) -> list[tuple[int, int]]:
    """Where a run of the text answers a word of the query."""
    if run.kind == "cjk":
        return _in_native(run, word, last)
    if word.kind == "cjk":
        spelled = {form for reading in readings(word) for forms in reading for form in forms}
        return [(run.start, run.end)] if run.text in spelled else []
    if run.text == word.text:
        return [(run.start, run.end)]
    if last and run.text.startswith(word.text):
        return [(run.start, _end_of(text, run, word.text))]
    return []


def _end_of(text: str, run: Run, beginning: str) -> int:
    """Where the beginning of a word ends in the text as it is written: muel reaches to the second sign of Müller's l."""
    for end in range(run.start + 1, run.end):
        if weak(text[run.start:end]).startswith(beginning):
            return end
    return run.end


def _in_native(run: Run, word: Run, last: bool) -> list[tuple[int, int]]:
    if run.end - run.start != len(run.text):
        return [(run.start, run.end)] if word.text in run.text else []
    if word.kind == "cjk":
        # A name in Han signs has as many signs as syllables.
        at = max(shown.find(asked) for shown in (run.text, *hangul_of(run.text)) for asked in (word.text, *hangul_of(word.text)))
        return [(run.start + at, run.start + at + len(word.text))] if at >= 0 else []
    parts = [part for part in roman_parts(run.text) if word.text in part.forms] or [
        part for part in roman_parts(run.text) if last and any(form.startswith(word.text) for form in part.forms)]
    # Of the parts that are spelled like this, those that hold no smaller one.
    shortest = min((part.end - part.start for part in parts), default=0)
    return [(run.start + part.start, run.start + part.end) for part in parts if part.end - part.start == shortest]


def _apart(text: str, shown: list[Run], asked: list[Run]) -> list[tuple[int, int]]:
    """A lone word of the query that is two of the text, in other letters too."""
    for cut in apart(asked[0].text) if len(asked) == 1 else ():
        one, two = ([at for run in shown for at in _in_run(run, word, text, last)]
                    for word, last in zip(runs(cut), (False, True), strict=True))
        if one and two:
            return one + two
    return []


def _joined(shown: list[Run], asked: list[Run]) -> list[tuple[int, int]]:
    """Two words of the text that are one of the query, and the other way round."""
    words = {word.text for word in asked}
    both = {one.text + two.text for one, two in zip(asked, asked[1:], strict=False)}
    found = [(one.start, two.end) for one, two in zip(shown, shown[1:], strict=False)
             if one.kind == two.kind == "latin" and one.text + two.text in words]
    return found + [(run.start, run.end) for run in shown if run.kind == "latin" and run.text in both]


def _inside(text: str, query: str) -> list[tuple[int, int]]:
    """A part of an address or number, wherever in it that stands and however either is written."""
    digits = digits_of(unicodedata.normalize("NFKC", query))
    numbers = [number for number in (digits, digits.lstrip("0")) if len(number) >= DIGIT_PIECE]
    parts = [part for part in map(squeezed, query.split()) if len(part) >= MAIL_PIECE and not part.isdigit()]
    found = []
    for piece in _PIECE.finditer(text):
        at = [place for place in range(piece.start(), piece.end()) if text[place].isalnum()]
        plain = "".join(text[place].lower() if len(text[place].lower()) == 1 else "?" for place in at)
        for part in numbers if plain.isdigit() else parts if {"@", "."} & set(piece.group()) else []:
            start = plain.find(part)
            if start >= 0:
                found.append((at[start], at[start + len(part) - 1] + 1))
                break
    return found


def _merged(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        elif start < end:
            out.append((start, end))
    return out
