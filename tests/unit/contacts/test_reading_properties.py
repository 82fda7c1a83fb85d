"""Whatever a file holds: reading it gives rows or a declared refusal, and no row is lost."""

import csv
import io

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.contacts.services.reading import FileRefused, Limits, SourceRow, map_row, read_file
from outreach.contacts.services.reading.card_lines import split_cards
from outreach.contacts.services.reading.dates import ImpossibleDateError, parse_date
from outreach.contacts.services.reading.fields import FIELD_CODES
from outreach.contacts.services.reading.reasons import TEMPLATES
from outreach.contacts.services.reading.records import Column
from outreach.contacts.services.reading.values import (
    read_language,
    read_phone,
    read_prefix,
    read_rating,
    split_mails,
    split_phones,
)

#: Letters of four scripts, and what breaks parsers: marks, separators, controls, emoji, directions, NUL, formulas.
SIGNS = st.sampled_from([
    *"abzÄß王김ㄱé09 \t,;|\"'=+-@.:/\\\r\n()<>%", "\x00", "\u202e", "\ufeff", "😀", "\u00a0", "\x1a", "\u2028"])
TEXTS = st.one_of(st.text(SIGNS, max_size=60), st.text(max_size=30))
CELLS = st.text(st.sampled_from(list("abzÄß王김é09 ;|\"'=+-@.:/")), min_size=1, max_size=20)
LINES = st.sampled_from([
    "BEGIN:VCARD", "begin : vcard", "END:VCARD", "VERSION:2.1", "VERSION:4.0", "FN:Petra Muster", "N:Muster;Petra;;;", "N;", ":",
    "FN;CHARSET=EUC-KR;ENCODING=QUOTED-PRINTABLE:=B1=E8=B9=CE=BC=F6", "NOTE;ENCODING=QUOTED-PRINTABLE:a=", " gefaltet", "=20=",
    "EMAIL;PREF;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE):a@example.org", "TEL;CELL:+49 170 1234567", "PHOTO;BASE64:AAAA",
    "NOTE;BASE64:%%%", "item1.X-ABLabel:_$!<Other>!$_", "item1.TEL:030 1", "ORG:Velox\\;Optik;Einkauf",
    "MECARD:N:Muster,Petra;TEL:1;;",
    "MECARD:", "ADR:;;;;;", "", "\x00", "TITLE:王总"])
relaxed = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(data: bytes, name: str = "list.csv"):
    """What is read, or None where the file is refused with a reason that we have a sentence for."""
    try:
        return read_file(data, name)
    except FileRefused as refused:
        assert refused.code in TEMPLATES
        return None


@relaxed
@given(st.one_of(st.binary(max_size=400), TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass"))),
       st.sampled_from(["list.csv", "list.xlsx", "cards.vcf", "list"]))
def test_any_bytes_are_read_or_refused_with_a_sentence(data, name):
    source = read(data, name)
    for row in source.rows if source else ():
        map_row(row, source.columns, country=None, language=source.language)


@relaxed
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=12), st.sampled_from(",;\t|"),
       st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_every_row_of_a_table_is_there_good_or_set_aside(rows, separator, encoding):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow(["Name", "Firma", "E-Mail"])
    writer.writerows(rows)
    source = read(text.getvalue().encode(encoding))
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    assert source is not None or not filled
    if source is not None:
        assert len(source.rows) == len(filled)
        assert [row.number for row in source.rows] == list(range(1, len(filled) + 1))


@relaxed
@given(st.lists(LINES, max_size=25), st.sampled_from(["\n", "\r\n", "\r"]))
def test_every_card_is_there_good_or_set_aside(lines, end):
    data = end.join(lines).encode()
    source = read(data, "cards.vcf")
    cards = split_cards(data)
    assert (source is None) == (not cards)
    if source is not None:
        assert len(source.rows) == len(cards)
        begun = sum(line.replace(" ", "").upper() == "BEGIN:VCARD" for line in lines)
        assert len(cards) >= begun


@relaxed
@given(st.dictionaries(st.sampled_from(sorted(FIELD_CODES)), TEXTS, max_size=8))
def test_any_cells_become_values_and_none_vanishes_silently(cells):
    columns = [Column(place, field, field) for place, field in enumerate(cells)]
    row = SourceRow(1, list(cells.values()), "")
    mapped = map_row(row, columns, country=None, language=None)
    for field in ("organisation", "city", "notes"):
        if cells.get(field):
            assert cells[field] in (getattr(mapped, field), mapped.extras.get(field))


@relaxed
@given(TEXTS)
def test_single_values_never_raise_but_for_a_day_that_no_calendar_has(text):
    mails, others = split_mails(text)
    assert all("@" in mail for mail in mails) and all(other.strip() for other in others)
    assert all(any(sign.isdigit() for sign in number) for number in split_phones(text))
    read_phone(text), read_prefix(text), read_rating(text), read_language(text)
    try:
        parse_date(text)
    except ImpossibleDateError:
        assert any(sign.isdigit() for sign in text)


def test_a_file_of_too_many_rows_is_refused_before_it_is_kept():
    rows = "\n".join(f"Name {number}" for number in range(40))
    try:
        read_file(f"Name\n{rows}".encode(), "list.csv", limits=Limits(max_rows=10))
    except FileRefused as refused:
        assert refused.code == "too_many_rows"
    else:
        raise AssertionError("the file was taken")
