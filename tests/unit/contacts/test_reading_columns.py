"""Two lines of headings, the upper one of merged cells: what stands under the firm is the firm's."""

import io

import pytest
import xlsxwriter

from outreach.contacts.services.reading import map_row, read_file

#: The upper line with its empty cells, the lower one, a row, and what it tells.
LISTS = {
    "de": (["Ansprechpartner", "", "Firma", "", ""], ["Vorname", "Nachname", "Name", "Ort", "Telefon"],
           ["Lena", "Vogel", "Vogel Optik GmbH", "Jena", "+49 3641 555010"], "Lena Vogel", "Vogel Optik GmbH", "Jena"),
    "de firm first": (["Firma", "", "", "Ansprechpartner", ""], ["Name", "Ort", "Telefon", "Name", "E-Mail"],
                      ["Vogel Optik GmbH", "Jena", "+49 3641 555010", "Lena Vogel", "lena@example.org"],
                      "Lena Vogel", "Vogel Optik GmbH", "Jena"),
    "en": (["Contact person", "", "Company", "", ""], ["First name", "Last name", "Name", "City", "Phone"],
           ["Lena", "Vogel", "Vogel Optics Ltd", "Leeds", "+44 113 496 0010"], "Lena Vogel", "Vogel Optics Ltd", "Leeds"),
    "en details": (["Company details", "", "", "Contact details", ""], ["Name", "City", "Phone", "Name", "Job title"],
                   ["Vogel Optics Ltd", "Leeds", "+44 113 496 0010", "Lena Vogel", "Buyer"],
                   "Lena Vogel", "Vogel Optics Ltd", "Leeds"),
    "zh": (["联系人", "", "公司", "", ""], ["姓名", "职务", "名称", "城市", "电话"],
           ["黄怡敏", "经理", "无锡蓝芯光电有限公司", "无锡", "0510 8555 0010"], "黄怡敏", "无锡蓝芯光电有限公司", "无锡"),
    "zh both named alike": (["公司信息", "", "", "联系人信息", ""], ["名称", "城市", "电话", "名称", "职务"],
                            ["无锡蓝芯光电有限公司", "无锡", "0510 8555 0010", "黄怡敏", "经理"],
                            "黄怡敏", "无锡蓝芯光电有限公司", "无锡"),
    "ko": (["담당자", "", "회사", "", ""], ["이름", "직위", "이름", "도시", "전화"],
           ["김민수", "부장", "(주)누리광학", "대전", "042-555-0010"], "김민수", "(주)누리광학", "대전"),
    "ko details": (["회사 정보", "", "", "담당자 정보", ""], ["명칭", "도시", "전화", "성명", "직위"],
                   ["(주)누리광학", "대전", "042-555-0010", "김민수", "부장"], "김민수", "(주)누리광학", "대전"),
}


def as_csv(*lines: list[str]):
    return read_file("\r\n".join(";".join(line) for line in lines).encode(), "list.csv")


def as_workbook(upper: list[str], *lines: list[str], title: str = ""):
    """The same in a workbook, in which a cell of the upper line is merged with the empty ones behind it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet, top = book.add_worksheet(), 1 if title else 0
    if title:
        sheet.merge_range(0, 0, 0, len(upper) - 1, title)
    starts = [at for at, cell in enumerate(upper) if cell]
    for start, end in zip(starts, [*starts[1:], len(upper)], strict=True):
        if end - start > 1:
            sheet.merge_range(top, start, top, end - 1, upper[start])
        else:
            sheet.write(top, start, upper[start])
    for at, line in enumerate(lines):
        for index, cell in enumerate(line):
            sheet.write(top + 1 + at, index, cell)
    book.close()
    return read_file(out.getvalue(), "list.xlsx")


def told(source):
    return [map_row(row, source.columns, country=None, language=None) for row in source.rows]


@pytest.mark.parametrize("made", [as_csv, as_workbook])
@pytest.mark.parametrize("name", LISTS)
def test_what_stands_under_the_firm_is_the_firms_and_what_stands_under_the_person_the_persons(made, name):
    upper, lower, row, person, firm, city = LISTS[name]
    source = made(upper, lower, row)
    assert source.header_rows == 2
    (one,) = told(source)
    assert (one.full_name, one.organisation, one.city) == (person, firm, city)
    assert len(one.phones) == 1 and not one.extras
    assert source.language == name[:2]


def test_the_columns_carry_their_group_and_a_title_above_is_none():
    upper, lower, row, *_rest = LISTS["de"]
    expected = ["Ansprechpartner / Vorname", "Ansprechpartner / Nachname", "Firma / Name", "Firma / Ort", "Firma / Telefon"]
    plain = as_csv(["Messekontakte 2027", "", "", "", ""], upper, lower, row)
    assert ([column.header for column in plain.columns], plain.header_rows) == (expected, 3)
    merged = as_workbook(upper, lower, row, title="Messekontakte 2027")
    assert ([column.header for column in merged.columns], merged.header_rows) == (expected, 3)


def test_a_heading_over_one_column_or_none_below_it_means_what_it_says():
    source = as_csv(["Nr.", "Firma", "", "Ansprechpartner", "", "Bemerkung"], ["", "Name", "Ort", "Vorname", "Nachname", ""],
                    ["1", "Vogel Optik GmbH", "Jena", "Lena", "Vogel", "will Muster"])
    (one,) = told(source)
    assert (one.full_name, one.organisation, one.city, one.notes) == ("Lena Vogel", "Vogel Optik GmbH", "Jena", "will Muster")
    single = as_csv(["Firma", "Ansprechpartner", ""], ["Name", "Vorname", "Nachname"], ["Vogel Optik GmbH", "Lena", "Vogel"])
    assert [column.field for column in single.columns] == ["organisation", "given_name", "family_name"]


@pytest.mark.parametrize("made", [as_csv, as_workbook])
def test_a_column_that_nobody_knows_does_not_take_the_meaning_of_its_group(made):
    source = made(["Firma", "", "", "Ansprechpartner", ""], ["Name", "Ort", "Umsatz", "Name", "E-Mail"],
                  ["Vogel Optik GmbH", "Jena", "2 Mio", "Lena Vogel", "lena@example.org"])
    (one,) = told(source)
    assert (one.organisation, one.full_name, one.extras) == ("Vogel Optik GmbH", "Lena Vogel", {"Firma / Umsatz": "2 Mio"})


def test_a_firm_named_in_two_scripts_gives_neither_to_the_person():
    source = as_csv(["公司", "", "联系人", ""], ["中文名", "英文名", "中文名", "英文名"],
                    ["无锡蓝芯光电有限公司", "Lanxin Photonics", "黄怡敏", "Huang Yimin"])
    (one,) = told(source)
    assert (one.organisation, one.native_name, one.latin_name) == ("无锡蓝芯光电有限公司", "黄怡敏", "Huang Yimin")
    assert list(one.extras.values()) == ["Lanxin Photonics"]


def test_a_person_who_stands_under_the_firm_stays_a_person():
    source = as_csv(["Firma", "", "", "Messe", ""], ["Name", "Ansprechpartner", "E-Mail", "Datum", "Notiz"],
                    ["Vogel Optik GmbH", "Lena Vogel", "lena@example.org", "2027-06-24", "will Muster"])
    (one,) = told(source)
    assert (one.organisation, one.full_name) == ("Vogel Optik GmbH", "Lena Vogel")


def test_a_title_in_one_word_above_the_headings_is_no_group():
    source = as_csv(["公司", "", ""], ["名称", "联系人", "电话"], ["无锡蓝芯光电有限公司", "黄怡敏", "0510 8555 0010"])
    (one,) = told(source)
    assert (one.organisation, one.full_name) == ("无锡蓝芯光电有限公司", "黄怡敏")
