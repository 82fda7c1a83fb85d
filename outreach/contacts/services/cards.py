"""Writing vCards 3.0 and 4.0 of stored people: names in every script, ways to reach, the organisation and its address."""

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator

import segno

from outreach.contacts.models import Organisation, Person, PersonChannel
from outreach.contacts.models.people import PHONE_KINDS
from outreach.i18n import formats

VERSIONS = ("3.0", "4.0")
#: Octets of a line with its continuation mark and without its end, as RFC 6350 has it.
_LINE = 75
#: How each kind of line is typed; x-direct is ours, others read the rest.
_TYPES = {"mobile": "cell", "direct": "work,voice,x-direct", "work": "work,voice", "home": "home,voice", "fax": "work,fax"}
_HANDLES = {"wechat": "X-WECHAT", "kakaotalk": "X-KAKAOTALK", "whatsapp": "X-WHATSAPP", "linkedin": "X-SOCIALPROFILE;TYPE=linkedin"}
#: A line of a text that would look like the beginning or end of a card to those who do not unfold first.
_FENCE = re.compile(r"\s*(BEGIN|END)\s*:\s*VCARD\s*", re.IGNORECASE)


def vcards(people: Iterable[Person], version: str = "3.0", *, notes: bool = True) -> str:
    """The cards of several people in one text with CR LF."""
    return "".join(vcard(person, version, notes=notes) for person in people)


def vcard(person: Person, version: str = "3.0", *, notes: bool = True) -> str:
    """One card in UTF-8 with CR LF. Raises ValueError for a version that nobody writes."""
    if version not in VERSIONS:
        raise ValueError(f"no such version of vCard: {version}")
    lines = ["BEGIN:VCARD", f"VERSION:{version}", *_names(person, version), *_place(person), *_reach(person, version)]
    if person.language:
        lines.append(f"LANG:{person.language}")
    if notes and person.notes:
        lines.append(f"NOTE:{escaped(person.notes)}")
    return _text([*lines, "END:VCARD"])


def qr_svg(person: Person) -> str:
    """A QR code of a short card as an SVG of its own; what does not fit is left out, the name and first ways to reach stay."""
    lines = ["BEGIN:VCARD", "VERSION:3.0", *_names(person, "3.0", others=False)]
    more = [*_organisation(person), *_reach(person, "3.0")]
    while True:
        try:
            code = segno.make_qr(_text([*lines, *more, "END:VCARD"]), error="l", boost_error=True, encoding="utf-8")
            out = io.BytesIO()
            code.save(out, kind="svg", scale=4, border=4, dark="#000", light="#fff", omitsize=True, xmldecl=False)
            return out.getvalue().decode()
        except segno.DataOverflowError:
            if not more:
                raise
            more.pop()


def file_stem(person: Person) -> str:
    """A file name of the person's name without what file systems and headers cannot hold, and without letters that show
    as none: those that turn the direction of writing make a name end in whatever somebody wants it to."""
    kinds = [(letter, unicodedata.category(letter)) for letter in person.full_name]
    seen = "".join(" " if kind in ("Cc", "Zl", "Zp") else letter for letter, kind in kinds if kind == "Cc" or kind[0] != "C")
    return re.sub(r'[\s\\/:*?"<>|]+', " ", seen).strip(" .")[:80] or "card"


def escaped(text: str) -> str:
    """A text as one value: backslash, comma, semicolon and line end escaped, other control letters as spaces."""
    text = re.sub(r"\r\n?|[\u2028\u2029\x85\x0b\x0c]", "\n", text)
    text = "".join(" " if unicodedata.category(letter) == "Cc" and letter != "\n" else letter for letter in text)
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", r"\n")


def folded(line: str) -> Iterator[str]:
    """The pieces of a line, each of at most 75 octets, no letter split; further ones begin with a space."""
    room, piece, size = _LINE, "", 0
    for letter in line:
        width = len(letter.encode("utf-8", "replace"))
        fence = room < _LINE and _FENCE.fullmatch(piece + letter)
        if size + width > room or fence:
            yield (" " if room < _LINE else "") + piece
            room, piece, size = _LINE - 1, "", 0
        piece, size = piece + letter, size + width
    yield (" " if room < _LINE else "") + piece


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{piece}\r\n" for line in lines for piece in folded(line))


def _names(person: Person, version: str, others: bool = True) -> Iterator[str]:
    """FN in the person's own order, N in parts, and the name in other scripts."""
    family, given = person.family_name, person.given_name
    if not (family and given):
        family, given = person.full_name, ""
    titles = person.titles if person.titles and person.titles not in person.full_name else ""
    yield "N:" + ";".join(escaped(part) for part in (family, given, "", titles or "", ""))
    further = [item.text for item in person.names if item.text != person.full_name] if others else []
    if version == "3.0":
        yield f"FN:{escaped(person.full_name)}"
        yield from (f"X-OTHER-NAME:{escaped(text)}" for text in further)
    else:
        yield f"FN;PREF=1:{escaped(person.full_name)}"
        yield from (f"FN:{escaped(text)}" for text in further)


def _organisation(person: Person) -> Iterator[str]:
    current = person.affiliation
    if current is not None:
        unit = f";{escaped(current.department)}" if current.department else ""
        yield f"ORG:{escaped(current.organisation.name)}{unit}"
        if current.job_title:
            yield f"TITLE:{escaped(current.job_title)}"


def _place(person: Person) -> Iterator[str]:
    yield from _organisation(person)
    row: Organisation | None = person.organisation
    country = person.country or (row.country if row else None)
    parts = (row.street, row.city, row.postcode) if row else (None, None, None)
    if any(parts) or country:
        street, city, postcode = (escaped(part or "") for part in parts)
        yield f"ADR;TYPE=work:;;{street};{city};;{postcode};{escaped(formats.country(country, lang='en'))}"
    if row is not None and row.website:
        yield f"URL:{escaped(row.website)}"


def _reach(person: Person, version: str) -> Iterator[str]:
    for item in person.channels:
        if item.kind == "email":
            yield f"EMAIL:{escaped(item.value)}" if version == "4.0" else f"EMAIL;TYPE=internet:{escaped(item.value)}"
        elif item.kind in PHONE_KINDS:
            yield _phone(item, version)
        elif item.kind in _HANDLES:
            yield f"{_HANDLES[item.kind]}:{escaped(item.value)}"


def _phone(item: PersonChannel, version: str) -> str:
    """A line as it is dialled; one that could not be read stays as it was written."""
    types, dialled = _TYPES[item.kind], item.value.startswith("+") and item.value[1:].isdigit()
    if version == "4.0" and dialled:
        extension = f";ext={item.extension}" if item.extension else ""
        return f'TEL;VALUE=uri;TYPE="{types}":tel:{item.value}{extension}'
    extension = f" ext. {item.extension}" if item.extension else ""
    kind = f'TEL;VALUE=text;TYPE="{types}"' if version == "4.0" else f"TEL;TYPE={types}"
    return f"{kind}:{escaped(item.value + extension)}"
