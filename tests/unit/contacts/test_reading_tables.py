"""Separators, headings and rows of text tables."""

import io

import pytest

from outreach.contacts.services.reading import FIELD_CODES, FIELDS, FileRefused, check_columns, map_row, read_file
from outreach.contacts.services.reading.header_words import WORDS
from outreach.contacts.services.reading.headers import header_key, recognise
from outreach.web.sheets import open_sheet


def read(text: str, **choices):
    return read_file(text.encode(), "list.csv", **choices)


def fields(source) -> list[str | None]:
    return [column.field for column in source.columns]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_though_other_marks_stand_in_the_cells(separator):
    lines = [["Name", "Firma", "Notizen"], ["Hans Meier", "Bau, Holz & Co", '"a; b, c | d\te"'], ["Eva", "Süd", '"x;y"']]
    source = read("\r\n".join(separator.join(line) for line in lines).replace("Bau, Holz", "Bau Holz"))
    assert source.separator == separator
    assert source.rows[0].cells[2] == "a; b, c | d\te"
    assert fields(source) == ["full_name", "organisation", "notes"]


def test_excels_separator_line_and_a_chosen_separator_are_obeyed():
    assert read("sep=|\r\nName|Mail\r\nA|a@example.org\r\n").separator == "|"
    assert read("Name,x\tMail\nA,y\ta@example.org\n", separator="tab").rows[0].cells == ["A,y", "a@example.org"]
    with pytest.raises(FileRefused) as refused:
        read("Name,Mail\nA,b@example.org\n", separator="ab")
    assert refused.value.code == "bad_separator"


def test_line_breaks_in_quotation_marks_belong_to_the_cell_and_the_text_is_kept_as_it_stood():
    source = read('Name;Notes;Mail\r\nHans;"one; 1\r\ntwo";h@example.org\r\nUwe;"say ""hi""";u@example.org\r\n')
    assert [row.cells[1] for row in source.rows] == ["one; 1\r\ntwo", 'say "hi"']
    assert source.rows[0].text == 'Hans;"one; 1\r\ntwo";h@example.org'


@pytest.mark.parametrize(
    ("lines", "bad"),
    [
        (['"Hans;A;h@example.org', '"Eva";B;e@example.org', "Uwe;C;u@example.org"], [1]),
        (["Hans;A;h@example.org", '"Eva;B;e@example.org', "Uwe;C;u@example.org"], [2]),
        (["Hans;A;h@example.org", "Eva;B;e@example.org", '"Uwe;C;u@example.org'], [3]),
    ],
)
def test_an_unclosed_quotation_mark_costs_its_own_row_only(lines, bad):
    source = read("\n".join(["Name;Firma;Mail", *lines]))
    assert len(source.rows) == 3
    assert [row.number for row in source.rows if row.error == ("unterminated_quote", {})] == bad
    assert all(source.rows[number - 1].text == lines[number - 1] for number in bad)


def test_a_row_with_an_unquoted_separator_is_set_aside_and_short_rows_are_filled_up():
    source = read("Name,Firma,Mail\nHans,Bau, Holz,h@example.org\nUwe\nEva,B,e@example.org,,\n")
    assert source.rows[0].error == ("too_many_values", {"found": 4, "expected": 3})
    assert [row.cells for row in source.rows[1:]] == [["Uwe", "", ""], ["Eva", "B", "e@example.org"]]


def test_title_lines_and_two_lines_of_headings_are_no_data():
    source = read("2027 展会线索登记表,,\n\n姓名,单位,邮箱\nName,Organisation,E-mail\n张伟,无锡光电,zw@example.org\n")
    assert (source.header_rows, source.language, len(source.rows)) == (3, "zh", 1)
    assert [column.header for column in source.columns] == ["姓名 / Name", "单位 / Organisation", "邮箱 / E-mail"]
    assert fields(source) == ["full_name", "organisation", "email"]


def test_a_list_without_headings_is_understood_by_its_content_and_loses_no_row():
    source = read(
        "Hans Meier;hans@example.org;+49 30 1234567;Meier GmbH;Germany\nEva Kern;eva@example.org;+49 30 7654321;Bau AG;Germany"
    )
    assert (source.header_rows, len(source.rows)) == (0, 2)
    assert fields(source) == ["full_name", "email", "phone", "organisation", "country"]
    assert [column.header for column in source.columns] == list("ABCDE")


def test_headings_nobody_knows_can_still_be_mapped_by_hand():
    source = read("foo;bar\n1;x\n3;y\n")
    assert (source.header_rows, fields(source), len(source.rows)) == (1, [None, None], 2)
    with pytest.raises(FileRefused) as refused:
        check_columns(source.columns)
    assert refused.value.code == "missing_column"
    source.columns[1].field = "full_name"
    check_columns(source.columns)
    assert map_row(source.rows[0], source.columns, country=None, language=None).full_name == "x"


def test_an_unknown_heading_above_mail_addresses_is_the_mail_column():
    assert fields(read("Name;Kontaktweg\nHans;h@example.org\nEva;e@example.org\n")) == ["full_name", "email"]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ("Anrede;Firma;Zusatz;Straße;PLZ;Ort;Titel;Name;Vorname;Telefon 1;Mobil;E-Mail 1;Internet;Land;Bemerkung",
         "name_prefix organisation - street postcode city name_prefix family_name given_name phone mobile email website "
         "country notes"),
        ("Name;Given Name;Family Name;E-mail 1 - Value;Phone 1 - Value;Organization 1 - Name;Organization 1 - Title",
         "full_name given_name family_name email phone organisation job_title"),
        ("First Name;Last Name;Display Name;Primary Email;Work Phone;Mobile Number;Organization;Department",
         "given_name family_name full_name email phone mobile organisation department"),
        ("姓氏;名字;公司;部門;職稱;電子郵件地址;商務電話;行動電話;記事",
         "family_name given_name organisation department job_title email phone mobile notes"),
        ("姓名(英文);姓名;国家/地区;手机/微信;所在单位;意向等级", "latin_name full_name country mobile organisation rating"),
        ("바이어 이메일;국적;회사명;성명;직통전화;카카오톡 아이디;상담일자",
         "email country organisation full_name phone_direct kakaotalk met_on"),
        ("First name;Last name;Job description;Organization name;Phone number;Company website;Postal code",
         "given_name family_name job_title organisation phone website postcode"),
        ("이름;성;휴대폰번호 (필수);Event Name;E-Mail-Einwilligung", "given_name family_name mobile - -"),
    ],
)  # fmt: skip
def test_the_headings_of_known_programs_are_understood(headers, expected):
    values = ";".join("x" for _ in headers.split(";"))
    found = [field or "-" for field in fields(read(f"{headers}\n{values}\n"))]
    assert found == expected.split()


@pytest.mark.parametrize(("heading", "woman", "man"), [
    ("性别", "女", "男"), ("性別", "女性", "男性"), ("성별", "여", "남"), ("성별", "여자", "남자"), ("Gender", "Female", "M"),
    ("Sex", "f", "male"), ("Geschlecht", "w", "m"), ("Geschlecht", "weiblich", "Männlich"),
    ("Gender", "Mrs.", "Mr"), ("性别", "女士", "先生")])
def test_the_gender_is_read_from_a_column_of_its_own(heading, woman, man):
    source = read(f"Name;{heading}\nEva Kern;{woman}\nHans Meier;{man}\nKim Muster;divers\n")
    assert fields(source) == ["full_name", "gender"]
    found = [map_row(row, source.columns, country=None, language=None) for row in source.rows]
    assert [one.gender for one in found] == ["f", "m", None]
    assert [one.warnings for one in found] == [[], [], [("unreadable_gender", {"field": "gender", "text": "divers"})]]
    assert [one.extras for one in found] == [{}, {}, {heading: "divers"}]


def test_a_gender_that_the_form_of_address_has_told_already_is_no_note_unless_they_differ():
    source = read("Anrede;Name;Geschlecht\nFrau;Eva Kern;w\nHerr;Eva Kern;w\n")
    assert [(one.gender, one.extras, one.warnings) for row in source.rows
            for one in [map_row(row, source.columns, country=None, language=None)]] == [
        ("f", {}, []), ("m", {"Geschlecht": "w"}, [])]


@pytest.mark.parametrize("heading", [
    "Tags", "Tag", "Keywords", "标签", "標籤", "关键词", "태그", "키워드", "Schlagwörter", "Stichworte", "标签/Tags"])
def test_tags_are_parted_at_commas_and_semicolons_of_every_script(heading):
    source = read(f"Name\t{heading}\nEva Kern\t激光，光学、 AI/ML；New  Energy;#messe, Laser,laser|x\nUwe Lang\t\n")
    assert fields(source) == ["full_name", "tags"]
    found = [map_row(row, source.columns, country=None, language=None) for row in source.rows]
    assert [one.tags for one in found] == [["激光", "光学", "AI/ML", "New Energy", "messe", "Laser", "x"], []]
    assert [one.warnings for one in found] == [[], []]


def test_what_is_no_tag_for_its_length_or_number_is_kept_as_a_note_with_a_warning():
    long = "a" * 61
    cell = ", ".join(["Messe", long, *(f"t{n}" for n in range(45))])
    source = read(f"Name;Tags\nEva Kern;{cell}\n")
    mapped = map_row(source.rows[0], source.columns, country=None, language=None)
    assert mapped.tags == ["Messe", *(f"t{n}" for n in range(39))]
    assert mapped.warnings == [("unreadable_tags", {"text": f"{long}, t39, t40, t41, t42, t43, t44"[:80]})]
    assert mapped.extras == {"Tags": f"{long}, t39, t40, t41, t42, t43, t44"}


def test_a_phone_cell_without_any_digit_is_kept_with_a_warning():
    source = read("Name;Telefon\nEva Kern;am Empfang fragen\nHans Meier;-\nUwe Lang;030 1234567\n")
    found = [map_row(row, source.columns, country=None, language=None) for row in source.rows]
    assert [one.warnings for one in found] == [[("unreadable_phone", {"text": "am Empfang fragen"})], [], []]
    assert [one.extras for one in found] == [{"Telefon": "am Empfang fragen"}, {"Telefon": "-"}, {}]


def test_title_is_a_position_or_a_form_of_address_by_what_stands_below():
    assert fields(read("Title,Name\nMr,Hans\nDr.,Eva\n"))[0] == "name_prefix"
    assert fields(read("Title,Name\nHead of R&D,Hans\nBuyer,Eva\n"))[0] == "job_title"


def test_every_word_of_the_header_lists_is_recognised_as_its_field():
    for by_field in WORDS.values():
        for field, words in by_field.items():
            assert field in FIELD_CODES or field == ""
            for word in words.split("|"):
                assert header_key(word)
                meaning = recognise(word)
                assert meaning is not None, word
                assert meaning.field == field or len(meaning.languages) >= 1


def test_the_fields_for_the_mapping_editor_have_each_a_code_and_a_label():
    assert len({code for code, _ in FIELDS}) == len(FIELDS) == len({label for _, label in FIELDS})


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_an_export_made_harmless_comes_back_as_it_was(kind):
    texts = ['=HYPERLINK("http://x.example.org","a")', "-5 Grad im Lager", "@handle", "+49 170 1234567", "'s-Gravenland", "＝1+1"]
    out = io.BytesIO()
    sheet = open_sheet(kind, out, "List", "UTC")
    sheet.write(["Name", "E-Mail", "Notizen"])
    for number, text in enumerate(texts):
        sheet.write([f"Petra Muster {number}", f"p{number}@example.org", text])
    sheet.close()
    assert [row.cells[2] for row in read_file(out.getvalue(), f"list.{kind}").rows] == texts
