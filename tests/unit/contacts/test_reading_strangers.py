"""Bytes that do not fit the encoding of their file: read where that is beyond doubt, else left alone."""

import pytest

from outreach.contacts.services.reading.strangers import read_damaged, read_stranger


@pytest.mark.parametrize(("text", "codec", "label"), [
    ("Björn Schäfer,Süd", "cp1252", "windows-1252"), ("José Peña – „Süd“", "cp1252", "windows-1252"),
    ("王伟,无锡", "gb18030", "gb18030"), ("김민수,한빛", "cp949", "cp949"), ("陳志明,台灣光電股份有限公司", "cp950", "big5"),
    ("たなか,カタカナ", "cp932", "shift_jis")])
def test_a_clear_reading_is_taken(text, codec, label):
    assert read_stranger(text.encode(codec)) == (text, label)


@pytest.mark.parametrize("data", [
    b"Zo\xab", b"Zo\xc3", "Zoë".encode()[:-1], "王伟".encode()[1:], "Jörg Gruß".encode().replace(b"\xb6", b"?"),
    "呂淑".encode("cp950"), b"\xff\xfe\xff", b"a" * 30_000 + b"\xfc"])
def test_what_could_be_anything_is_left_alone(data):
    assert read_stranger(data) is None


def test_of_a_line_in_a_file_of_another_encoding_the_bytes_are_not_known():
    assert read_damaged("M\udcfcller") == ("Müller", "windows-1252")
    assert read_damaged("张伟 M\udcfcller") is None and read_damaged("M\ud800\udcfcller") is None
