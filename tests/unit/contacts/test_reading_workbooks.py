"""Workbooks: headings, numbers, dates, merged cells, several sheets, other formats."""

import datetime
import io
import struct
import zipfile

import pytest
import xlsxwriter

from outreach.contacts.services.reading import FileRefused, Limits, map_row, read_file


def workbook(*sheets, merged=(), hidden=()) -> bytes:
    """An XLSX with one sheet per list of rows; `merged` ranges are of the first sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    dates = book.add_format({"num_format": "dd.mm.yyyy"})
    for at, rows in enumerate(sheets):
        sheet = book.add_worksheet()
        if at in hidden:
            sheet.hide()
        for span in merged if at == 0 else ():
            sheet.merge_range(*span)
        for y, row in enumerate(rows):
            for x, value in enumerate(row):
                if isinstance(value, datetime.date):
                    sheet.write_datetime(y, x, datetime.datetime(value.year, value.month, value.day), dates)
                elif value is not None:
                    sheet.write(y, x, value)
    if 0 in hidden:
        book.worksheets()[1].activate()
        book.worksheets()[1].set_first_sheet()
    book.close()
    return out.getvalue()


def mapped(source) -> list:
    return [map_row(row, source.columns, country=None, language=None) for row in source.rows]


def test_phones_as_numbers_dates_as_serials_and_codes_as_strings_keep_their_digits():
    day = datetime.date(2027, 6, 24)
    rows = [
        ["Messekontakte 2027"],
        [],
        ["Name", "Mobil", "Datum", "PLZ", "Land", "Bewertung"],
        ["Hans", 8.613800138e12, day, "01067", "DE", 5],
        ["Eva", 13900000002.0, 46197, 1067, "Deutschland", "B"],
        ["Uwe", "0170 1234567", "24.06.2027", "01067", "德国", 1],
    ]
    source = read_file(workbook(rows), "list.xlsx")
    people = mapped(source)
    assert (source.header_rows, source.language, len(people)) == (2, "de", 3)
    assert [person.phones[0][1] for person in people] == ["8613800138000", "13900000002", "0170 1234567"]
    assert [person.met_on for person in people] == [day, datetime.date(2026, 6, 24), day]
    assert [person.postcode for person in people] == ["01067", "1067", "01067"]
    assert [person.country for person in people] == ["DE"] * 3
    assert [person.rating for person in people] == ["A", "B", "C"]


def test_two_lines_of_headings_below_a_title_are_joined_and_the_first_decides():
    rows = [["登记表"], ["姓名", "职务", "手机"], ["Name", "Title", "Mobile"], ["张伟", "总监", 13900000002]]
    source = read_file(workbook(rows, merged=[(0, 0, 0, 2, "登记表")]), "list.xlsx")
    assert (source.header_rows, source.language) == (3, "zh")
    assert [column.field for column in source.columns] == ["full_name", "job_title", "mobile"]


def test_merged_headings_name_groups_and_a_merged_firm_counts_for_each_of_its_people():
    rows = [["公司", "联系人", "", "备注"], ["", "姓名", "手机", ""], ["甲公司", "张三", 13800000000], [None, "李四", "013800"], []]
    spans = [(0, 1, 0, 2, "联系人"), (0, 0, 1, 0, "公司"), (0, 3, 1, 3, "备注"), (2, 0, 5, 0, "甲公司")]
    source = read_file(workbook(rows, merged=spans), "list.xlsx")
    assert [column.field for column in source.columns] == ["organisation", "full_name", "mobile", "notes"]
    assert [(p.full_name, p.organisation) for p in mapped(source)] == [("张三", "甲公司"), ("李四", "甲公司")]
    assert source.rows[1].text == "\t李四\t013800"


def test_the_first_visible_sheet_with_headings_is_taken():
    cover, contacts = [["Lead report"], ["made by a scanner"]], [["Name", "Email"], ["Hans", "h@example.org"]]
    hidden = [["Name", "Email"], ["Secret", "s@example.org"]]
    source = read_file(workbook(hidden, cover, contacts, hidden=(0,)), "list.xlsx")
    assert (source.sheet, source.rows[0].cells) == ("Sheet3", ["Hans", "h@example.org"])


def test_a_sheet_without_known_headings_is_still_read():
    source = read_file(workbook([], [["foo", "bar"], ["x", "y"]]), "list.xlsx")
    assert (source.sheet, len(source.rows)) == ("Sheet2", 1)


def test_more_columns_than_headings_are_columns_of_their_own():
    source = read_file(workbook([["Name", "Email"], ["Hans", "h@example.org", "", "extra"]]), "list.xlsx")
    assert mapped(source)[0].extras == {"D": "extra"}


def ods(rows: list[list[str]]) -> bytes:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(f"<table:table-row>{''.join(cell.format(c) for c in row)}</table:table-row>" for row in rows)
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{names}office:1.0" xmlns:table="{names}table:1.0" '
        f'xmlns:text="{names}text:1.0"><office:body><office:spreadsheet><table:table table:name="Kontakte">{lines}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def xls(rows: list[list[str]]) -> bytes:
    """A BIFF8 workbook of text cells in the smallest OLE container that holds one stream."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    sheet_name = "Kontakte".encode("ascii")
    size = len(start) + 4 + 8 + len(sheet_name) + 4
    book = start + record(0x85, struct.pack("<IHBB", size, 0, len(sheet_name), 0) + sheet_name) + record(0x0A, b"")
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    sheet += record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, len(rows[0]), 0))
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            text = value.encode("utf-16-le")
            sheet += record(0x204, struct.pack("<HHHHB", y, x, 0, len(value), 1) + text)
    stream = (book + sheet + record(0x0A, b"")).ljust(4096, b"\0")
    stream = stream.ljust(-(-len(stream) // 512) * 512, b"\0")
    count = len(stream) // 512
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + count), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")

    def entry(name: str, kind: int, child: int, first: int, length: int) -> bytes:
        encoded = (name + "\0").encode("utf-16-le")
        head = encoded.ljust(64, b"\0") + struct.pack("<HBBIII", len(encoded), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return head.ljust(116, b"\0") + struct.pack("<IQ", first, length)

    folder = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0xFFFFFFFF, 2, len(stream))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHHHIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header = header.ljust(76, b"\0") + struct.pack("<I", 0) + b"\xff" * 432
    return header + table + folder.ljust(512, b"\0") + stream


@pytest.mark.parametrize("make", [ods, xls])
def test_other_workbook_formats_are_read_too(make):
    data = make([["Name", "E-Mail", "Telefon"], ["Jörg Müller", "jm@example.org", "030 1234567"]])
    source = read_file(data, "list.bin")
    assert (source.kind, source.sheet) == ("workbook", "Kontakte")
    assert source.rows[0].cells == ["Jörg Müller", "jm@example.org", "030 1234567"]


def test_a_sheet_with_too_many_rows_is_refused():
    data = workbook([["Name", "Email"], *([f"P{at}", f"p{at}@example.org"] for at in range(60))])
    with pytest.raises(FileRefused) as refused:
        read_file(data, "list.xlsx", limits=Limits(max_rows=20))
    assert (refused.value.code, refused.value.params) == ("too_many_rows", {"limit": 20})


def test_a_stray_blank_far_below_makes_no_long_list():
    rows = [["Name", "Email"], ["Foo Cell", "foo@example.org"], *([["", ""]] * 90), [" ", ""]]
    source = read_file(workbook(rows), "list.xlsx", limits=Limits(max_rows=20))
    assert [row.cells[0] for row in source.rows] == ["Foo Cell"]


def test_a_workbook_that_takes_too_long_is_given_up():
    with pytest.raises(FileRefused) as refused:
        read_file(workbook([["Name"], ["Hans"]]), "list.xlsx", limits=Limits(seconds=0))
    assert refused.value.code == "workbook_too_heavy"
