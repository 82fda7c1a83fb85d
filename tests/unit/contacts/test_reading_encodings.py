"""Which encoding a list is written in."""

import pytest

from outreach.contacts.services.reading import ENCODINGS, FileRefused, read_file

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


def test_a_utf8_list_with_one_wrong_byte_stays_utf8_and_says_that_it_is_not_sure():
    data = ("Name,Firma\n" + "Jörg Müller,Süd GmbH\n" * 20).encode() + b"M\xfcller,X\n"
    source = read_file(data, "list.csv")
    assert (source.encoding, source.encoding_certain) == ("utf-8", False)
    assert source.rows[0].cells == ["Jörg Müller", "Süd GmbH"]
    assert [row.number for row in source.rows if row.error] == [21]


def test_nul_becomes_the_replacement_character_and_other_control_characters_stay():
    source = read_file("Name,Mail\nH\x00ns\u202e,h@example.org\n".encode(), "list.csv")
    assert source.rows[0].cells[0] == "H\ufffdns\u202e"
