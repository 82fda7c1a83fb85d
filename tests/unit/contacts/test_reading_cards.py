"""Cards whose letters are damaged or written otherwise than the rest of the file, and what MECARD escapes."""

import pytest

from outreach.contacts.services.reading import FileRefused, map_row, read_file


def card(name: str | bytes, codec: str = "utf-8", *more: str) -> bytes:
    """One card of version 3; a name of bytes is taken as it is."""
    name = name.encode(codec) if isinstance(name, str) else name
    lines = [b"BEGIN:VCARD", b"VERSION:3.0", b"FN:" + name, b"EMAIL:a@example.org", *(line.encode(codec) for line in more)]
    return b"\r\n".join([*lines, b"END:VCARD", b""])


def read(*cards: bytes):
    """(name, error code, warnings) of each card, and the encoding of the file."""
    source = read_file(b"".join(cards), "cards.vcf")
    found = [map_row(row, source.columns, country=None, language=None) for row in source.rows]
    return [(one.full_name, one.error and one.error[0], one.warnings) for one in found], source


@pytest.mark.parametrize("bad", [b"Bad\xff", b"Bad\x81", b"Bad\x81\x00", "王芳".encode()[:-1]])
@pytest.mark.parametrize(("others", "codec"), [
    (("Anna Muster", "Eva Kern"), "utf-8"), (("Jörg Müller", "Eva Groß"), "utf-8"), (("张伟", "李娜"), "utf-8"),
    (("김민수", "박서연", "최영호"), "cp949"), (("张伟", "李娜", "王芳"), "gb18030")])
def test_a_damaged_card_is_set_aside_and_costs_the_others_nothing(others, codec, bad):
    found, source = read(*(card(name, codec) for name in others), card(bad), *(card(name, codec) for name in others))
    good = [(name, None, []) for name in others]
    assert [*found[:len(others)], *found[len(others) + 1:]] == [*good, *good]
    assert found[len(others)][1] == "broken_card" and source.encoding == codec
    row = source.rows[len(others)]
    assert row.text.startswith("BEGIN:VCARD\nVERSION:3.0\nFN:") and "\ufffd" in row.text
    assert row.error[1]["line"].startswith("FN:")


@pytest.mark.parametrize(("name", "codec", "label"), [
    ("Günter Größ", "cp1252", "windows-1252"), ("李娜", "gb18030", "gb18030"), ("김민수", "cp949", "cp949")])
def test_a_card_in_another_encoding_is_read_with_a_warning(name, codec, label):
    found, _source = read(card("Jörg Müller"), card("王芳"), card(name, codec))
    assert found == [("Jörg Müller", None, []), ("王芳", None, []), (name, None, [("other_encoding", {"encoding": label})])]


def test_a_file_without_any_readable_card_lets_the_person_choose_an_encoding():
    with pytest.raises(FileRefused) as refused:
        read_file(b"BEGIN:VCARD\nFN:Bad\xff\nEND:VCARD\n", "cards.vcf")
    assert refused.value.code == "unknown_encoding"


@pytest.mark.parametrize(("line", "gender"), [
    ("GENDER:F", "f"), ("GENDER:M;Herr", "m"), ("X-GENDER:Female", "f"), ("GENDER:;er", None)])
def test_the_gender_of_a_card_is_read(line, gender):
    source = read_file(card("Eva Kern", "utf-8", line), "card.vcf")
    mapped = map_row(source.rows[0], source.columns, country=None, language=None)
    assert (mapped.gender, mapped.warnings) == (gender, [])


@pytest.mark.parametrize(("line", "family", "given"), [
    (r"MECARD:N:Doe\;x,John;EMAIL:a@example.org;;", "Doe;x", "John"),
    (r"MECARD:N:Doe\,x,John\;y;EMAIL:a@example.org;;", "Doe,x", "John;y"),
    (r"MECARD:N:Doe\:x,Jo\\;EMAIL:a@example.org;;", "Doe:x", "Jo\\"),
])
def test_escaped_marks_in_a_mecard_belong_to_its_values(line, family, given):
    source = read_file(line.encode(), "card.vcf")
    mapped = map_row(source.rows[0], source.columns, country=None, language=None)
    assert (mapped.family_name, mapped.given_name, mapped.emails, mapped.error) == (family, given, ["a@example.org"], None)


def test_every_field_of_a_mecard_is_read_without_its_escapes():
    line = (r"MECARD:N:Prince;ORG:Velox\; Optik \\ Co;TEL:+4930 1\:2;URL:https\://velox.example.org/a\;b;"
            r"ADR:Ring 5\; Hof\, links;NOTE:a\\\;b\,c;;")
    source = read_file(line.encode(), "card.vcf")
    mapped = map_row(source.rows[0], source.columns, country=None, language=None)
    assert (mapped.full_name, mapped.organisation, mapped.department) == ("Prince", "Velox; Optik \\ Co", "")
    assert (mapped.website, mapped.street, mapped.notes) == ("https://velox.example.org/a;b", "Ring 5; Hof, links", "a\\;b,c")
    assert mapped.phones == [("work", "+4930 1:2")]
