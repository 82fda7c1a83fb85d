"""Which encoding a list is written in."""

import pytest

from outreach.contacts.services.reading import ENCODINGS, FileRefused, map_row, read_file

CHINESE = "姓名,公司,邮箱\n张伟,无锡光电有限公司,zw@example.org\n李娜,苏州新材料股份公司,ln@example.org\n"
KOREAN = "이름,회사,이메일\n김민수,한빛광학(주),ms@example.org\n박서연,누리소재,sy@example.org\n"
GERMAN = "Name;Straße;E-Mail\nJörg Müller;Königstraße 5;jm@example.org\nÄnne Groß;Süd – Tor 3;ag@example.org\n"
ENGLISH = "Name,E-mail\nHans Meier,h@example.org\nEva Kern,e@example.org\n"


@pytest.mark.parametrize("language", [None, "zh", "en", "de", "ko"])
@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (CHINESE, "gbk", "gb18030"),
        (CHINESE, "utf-16-le", "utf-16-le"),
        (CHINESE, "utf-16-be", "utf-16-be"),
        (CHINESE, "utf-8-sig", "utf-8-sig"),
        (KOREAN, "cp949", "cp949"),
        (KOREAN, "utf-16", "utf-16"),
        (GERMAN, "cp1252", "windows-1252"),
        (GERMAN, "utf-8", "utf-8"),
        (ENGLISH, "utf-16-le", "utf-16-le"),
        ("氏名,会社名\n山田太郎,株式会社テスト\nたなか,カタカナ\n", "cp932", "shift_jis"),
        ("姓名,公司,電子郵件\n陳志明,台灣光電股份有限公司,cm@example.org\n", "cp950", "big5"),
    ],
)
def test_a_list_is_read_in_the_encoding_it_was_written_in(text, codec, label, language):
    source = read_file(text.encode(codec), "list.csv", language=language)
    assert source.encoding == label
    separator = ";" if ";" in text else ","
    assert [row.cells for row in source.rows] == [line.split(separator) for line in text.splitlines()[1:]]


@pytest.mark.parametrize(
    ("text", "codec"), [("张伟,西门子\n", "gb18030"), ("김민수,삼성\n", "cp949"), ("Jörg;Köln\n", "cp1252")]
)
def test_one_line_without_headings_is_enough(text, codec):
    source = read_file(text.encode(codec), "list.csv")
    assert source.rows[0].text == text.strip()


def test_a_choice_goes_before_every_guess():
    source = read_file(KOREAN.encode("cp949"), "list.csv", encoding="EUC-KR")
    assert (source.encoding, source.encoding_certain, source.rows[0].cells[0]) == ("cp949", True, "김민수")


def test_every_offered_encoding_can_be_chosen():
    for label in ENCODINGS:
        codec = {"windows-1252": "cp1252", "windows-1250": "cp1250", "windows-1251": "cp1251"}.get(label, label)
        source = read_file(ENGLISH.encode(codec), "list.csv", encoding=label)
        assert source.rows[0].cells == ["Hans Meier", "h@example.org"], label


@pytest.mark.parametrize(
    ("data", "encoding", "code"),
    [
        (b"Name\nHans\n", "klingon", "encoding_not_known"),
        (b"Name\nHans\n", "base64", "encoding_not_known"),
        (KOREAN.encode("cp949"), "utf-8", "wrong_encoding"),
        ("Name,Mail\nHans Meier,h@example.org\n".encode("cp500"), None, "unknown_encoding"),
    ],
)
def test_an_encoding_that_cannot_be_is_refused(data, encoding, code):
    with pytest.raises(FileRefused) as refused:
        read_file(data, "list.csv", encoding=encoding)
    assert refused.value.code == code


def test_one_damaged_character_costs_one_row():
    data = CHINESE.encode("gb18030").replace("苏州".encode("gb18030"), b"\xcb\xff\xd6\xdd")
    source = read_file(data, "list.csv")
    assert [row.error for row in source.rows] == [None, ("undecodable", {})]
    assert "\ufffd" in source.rows[1].text


MANY = "Name,Firma,E-Mail\n" + "".join(
    f"{'Jörg Müller' if n % 400 == 7 else 'Hans Meier'} {n},Bau,h{n}@example.org\n" for n in range(2000))
PLAIN = MANY.replace("Jörg Müller", "Hans Meier")
SHORT = "姓名,公司,邮箱\n" + "王芳,无锡光电有限公司,wf@example.org\n" * 5
OTHER_ENCODING = [
    ("Günter Größ,Süß & Söhne,g@example.org", "cp1252", "windows-1252"),
    ("李娜,苏州新材料股份公司,ln@example.org", "gb18030", "gb18030"),
    ("김민수,한빛광학(주),ms@example.org", "cp949", "cp949"),
]


@pytest.mark.parametrize(("line", "codec", "label"), OTHER_ENCODING)
@pytest.mark.parametrize("most", [MANY, SHORT, GERMAN.replace(";", ",")])
def test_one_line_in_another_encoding_costs_the_others_nothing_and_is_read_with_a_warning(most, line, codec, label):
    data = most.encode() + line.encode(codec) + b"\n"
    source = read_file(data, "list.csv")
    assert (source.encoding, source.encoding_certain) == ("utf-8", False)
    assert [row.text for row in source.rows] == [*most.splitlines()[1:], line]
    assert [row.cells for row in source.rows[-1:]] == [line.split(",")]
    assert [row.error for row in source.rows if row.error] == []
    assert [(row.number, row.warnings) for row in source.rows if row.warnings] == [
        (len(source.rows), [("other_encoding", {"encoding": label})])]
    mapped = map_row(source.rows[-1], source.columns, country=None, language=None)
    assert mapped.warnings == source.rows[-1].warnings


@pytest.mark.parametrize("line", [b"Bad\xff,X,b@example.org", "王芳,无锡光电".encode()[:-1], b"M\xc3ller,X,m@example.org"])
@pytest.mark.parametrize("most", [MANY, PLAIN, SHORT])
def test_a_damaged_line_is_set_aside_with_its_text_and_not_read_as_something_else(most, line):
    source = read_file(most.encode() + line + b"\n", "list.csv")
    assert (source.encoding, source.encoding_certain) == ("utf-8", False)
    assert [row.text for row in source.rows[:-1]] == most.splitlines()[1:]
    assert [(row.number, row.error) for row in source.rows if row.error] == [(len(source.rows), ("undecodable", {}))]
    assert "\ufffd" in source.rows[-1].text


def test_a_plain_list_with_accents_only_far_below_is_read_in_its_encoding():
    source = read_file(PLAIN.encode() + OTHER_ENCODING[0][0].encode("cp1252"), "list.csv")
    assert (source.encoding, source.rows[-1].text, source.rows[-1].warnings) == ("windows-1252", OTHER_ENCODING[0][0], [])


def test_bytes_that_are_utf8_by_chance_do_not_make_a_chinese_list_utf8():
    text = "Name,Gender,E-mail\n" + "Li Na,女,ln@example.org\n" * 30 + "Zhang Wei,男,zw@example.org\n" * 6
    source = read_file(text.encode("gb18030"), "list.csv")
    assert source.encoding == "gb18030" and source.rows[-1].cells[1] == "男"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("line", ["가나,가온가람", "王一,上海三一重工公司"])
def test_letters_that_end_in_a_zero_byte_or_look_like_ascii_do_not_hide_utf16(line, codec):
    text = f"姓名,公司\n{line}\n"
    assert read_file(text.encode(codec), "list.csv").rows[0].text == line


def test_two_zero_bytes_do_not_make_a_text_utf16():
    data = b"Name,Mail\nH\x00ns\xff,h@example.org\n" + b"Eva Kern,e@example.org\n" * 30
    assert read_file(b"Name,Mail\nH\x00n\x00,h@example.org\n", "list.csv").rows[0].cells == ["H\ufffdn\ufffd", "h@example.org"]
    for end in (b"", b"x"):
        source = read_file(data + end, "list.csv")
        assert source.encoding == "utf-8" and source.rows[1].cells == ["Eva Kern", "e@example.org"]


def test_nul_becomes_the_replacement_character_and_other_control_characters_stay():
    source = read_file("Name,Mail\nH\x00ns\u202e,h@example.org\n".encode(), "list.csv")
    assert source.rows[0].cells[0] == "H\ufffdns\u202e"
