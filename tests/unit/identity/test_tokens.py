"""Tokens: whatever somebody types of a text is found by the tokens of the text, and places fit the text as written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.identity.tokens import MAX_TOKEN, grams, index_tokens, query_tokens, readings, roman_parts, runs, squeezed, weak

#: Letters that names are made of, and what makes them hard.
NAMES = st.text(alphabet="abcdeghoqrsuzäöüßéøABÜ 김민수이영王伟陳大欧阳ъЖ'’-.(）ａＫﬁ\u0308\u200e\u0000😀", max_size=40)
WORDS = st.text(alphabet="aeouqbrmlnäöüßéø", min_size=1, max_size=20)


@settings(deadline=None)
@given(NAMES)
def test_a_text_is_found_by_itself(text):
    assert set(query_tokens(text)) <= set(index_tokens(text))


@settings(deadline=None)
@given(WORDS, st.integers(1, 20))
def test_the_beginning_of_a_word_is_the_beginning_of_its_token(word, size):
    assert weak(word).startswith(weak(word[:size]))


@settings(deadline=None)
@given(NAMES)
def test_runs_stand_where_they_say(text):
    found = runs(text)
    assert all(0 <= run.start < run.end <= len(text) and run.text for run in found)
    assert all(one.end <= two.start for one, two in zip(found, found[1:], strict=False))
    for run in found:
        assert [again.text for again in runs(text[run.start:run.end])] == [run.text]


@settings(deadline=None)
@given(st.text(max_size=200))
def test_tokens_are_single_words_of_bounded_length(text):
    for token in index_tokens(text):
        assert token and token == token.strip() and len(token.split()) == 1
        assert len(token) <= MAX_TOKEN or not token.isascii()


@settings(deadline=None)
@given(st.emails(), st.data())
def test_any_part_of_an_address_is_made_of_its_pieces(address, data):
    plain = squeezed(address)
    start = data.draw(st.integers(0, max(0, len(plain) - 3)))
    part = plain[start:data.draw(st.integers(min(len(plain), start + 3), len(plain)))]
    assert set(grams(part, 3)) <= set(grams(plain, 3))


@pytest.mark.parametrize(("name", "asked"), [
    ("김새롬", "saerom"), ("이재현", "jaehyun lee"), ("남궁민수", "namgung minsu"),
    ("欧阳娜娜", "ouyang nana"), ("陳大文", "chen dawen"),
    ("Min-Soo Kim", "minsoo"), ("Karl-Heinz Groß", "karlheinz gross"), ("锡湖石墨烯科技有限公司", "shimo"), ("Bauer", "bauer"),
    ("Manuel", "manuel"), ("Müller", "mueller"), ("MÜLLER", "muller"), ("Mu\u0308ller", "Müller"), ("O’Connor", "o'connor"),
    ("Ｋｉｍ", "kim"), ("ﬁne", "fine"), ("Жанна", "жанна"), ("かな", "かな")])
def test_a_name_is_found_in_another_writing(name, asked):
    assert set(query_tokens(asked)) <= set(index_tokens(name))


@pytest.mark.parametrize(("name", "other"), [("Bauer", "baur"), ("이영희", "minsoo"), ("王伟", "wei wong li"), ("Kim", "gim")])
def test_another_name_is_not(name, other):
    assert not set(query_tokens(other)) <= set(index_tokens(name))


def test_the_parts_of_a_native_name_say_how_each_is_read():
    parts = {(part.start, part.end): part.forms for part in roman_parts("김민수")}
    assert "kim" in parts[0, 1] and "minsoo" in parts[1, 3] and "soo" in parts[2, 3]
    assert roman_parts("かな") == ()


def test_a_native_name_is_asked_for_in_latin_letters_too():
    words = readings(runs("김민수")[0])
    assert any("kim" in first and "minsu" in second for first, second in (reading for reading in words if len(reading) == 2))
    assert readings(runs("Kim")[0]) == [] and readings(runs("锡湖石墨烯科技")[0]) == []
