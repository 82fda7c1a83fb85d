"""Names of persons across scripts: what must be found, what must not, and what no text may break."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.identity import (
    OrganisationEvidence,
    PersonEvidence,
    compare_organisations,
    compare_people,
    name_match,
    person_keys,
)
from outreach.identity.names import readings, southern
from outreach.identity.organisations import firm_relation

# Koreans in two Latin spellings: by habit, and by the rules of the state.
TWICE_SPELLED = [
    ("Kim Hyunwoo", "Kim Hyeonu"),
    ("Cho Hyunwoo", "Jo Hyeonu"),
    ("Park Hyun-woo", "Park Hyeon-woo"),
    ("Shin Sunwoo", "Sin Seon-u"),
    ("Lee Woosung", "Lee U-seong"),
    ("U-seong Lee", "Woosung Lee"),
    ("Kim Hyunwook", "Gim Hyeonuk"),
    ("Park Kyung-hee", "Bak Gyeong-hui"),
    ("Lee Hyunkyung", "Yi Hyeongyeong"),
    ("Choi Myunghee", "Choe Myeonghui"),
    ("Hwang Byungwoo", "Hwang Byeong-u"),
    ("Yoon Shiwoo", "Yun Siu"),
]
FOUND = [
    *TWICE_SPELLED,
    # Hokkien, Teochew, Hakka and Cantonese papers, the English name beside or not.
    ("林添福", "Lim Thiam Hock"),
    ("林添福", "Peter Lim Thiam Hock"),
    ("陳志強", "Tan Chee Keong"),
    ("陳志強", "Tan Zhiqiang"),
    ("林添福", "Thiamhock Lim"),
    ("黄德明", "Ooi Teik Beng"),
    ("邱福来", "Hiew Fook Loi"),
    ("楊秀蘭", "Yeoh Siew Lan"),
    ("方文山", "Png Boon San"),
    ("許文龍", "Khó͘ Bûn-liông"),
    ("刘国强", "Low Kok Keong"),
    ("刘国强", "LAU Kwok Keung"),
    ("刘国强", "Liu Guoqiang"),
    ("欧阳志文", "Auyong Chee Boon"),
    ("許志雄", "Hsu Chih-hsiung"),
    ("莫志明", "Jason Mok"),
    ("吕秀莲", "Lyu Xiulian"),
    # Malay and Indian names by ear.
    ("拉惹古玛", "Rajakumar a/l Suppiah"),
    ("莫哈末法依沙", "Mohd Faizal bin Hassan"),
    # Koreans as other European papers write them, and free romanisation.
    ("박정수", "Pak Dzsongszu"),
    ("황민수", "Hvang Minszu"),
    ("朴正洙", "Park Jeong-soo"),
    ("이승훈", "LEE SEOUNGHOON"),
    ("류운하", "Lyu Woon Ha"),
    # A slip of the keyboard that makes no other Korean name, or stands in a European one.
    ("Kim Hyunwoo", "Kim Huynwoo"),
    ("Kim Jihoon", "Kim Jihooon"),
    ("Lee Joonng-ha", "Lee Jong-ha"),
    ("Hanna Lee", "Hana Lee"),
    # Mandarin in Wade-Giles and in pinyin.
    ("Hsu Chih-ming", "Xu Zhiming"),
    ("Chang Chih-wei", "Zhang Zhiwei"),
    # Latin: initials, Latin forms of registers, digits that a scan took for letters.
    ("J. C. Beispiel", "John Charles Beispiel"),
    ("JC Beispiel", "Jean-Claude Beispiel"),
    ("Guntherus Beispiel", "Günther Beispiel"),
    ("Franciscus Beispiel", "Franz Beispiel"),
    ("Jürgen Mül1er", "Juergen Mueller"),
    ("Dato' Sri Tan Chee Keong", "陳志強"),
    ("ＴＡＮ　Ｃｈｅｅ　Ｋｅｏｎｇ", "陳志強"),
    ("陳志強 (Tan Chee Keong)", "Chen Zhiqiang"),
]
NOT_FOUND = [
    ("林添福", "Lim Kok Seng"),
    ("陳志強", "Tan Chee Wan"),
    ("陳志強", "Jack Tan"),
    ("许文龙", "Koh Teck Wan"),
    ("林昭倫", "Lin Chih-hsiung"),
    ("依斯迈阿都拉", "Idris Abdul Rauf"),
    ("김영하", "Kim Myong-ha"),
    ("김강순", "Kim Kang-son"),
    ("金敏宇", "KIM MINJOO"),
    ("Lee Woosung", "Lee Yusung"),
    ("Lee Woosung", "Lee Yuseong"),
    ("Kim Hyunwoo", "Kim Hyeonsu"),
    ("Kim Hyunwoo", "Lee Hyeonu"),
    ("Kim Hyunjong", "Kim Hyeonjeong"),
    ("Kim Woojong", "Kim Ujeong"),
    ("Kim Jungwoo", "Kim Junkoo"),
    ("Kim Hyungwoo", "Kim Hyunkoo"),
    ("Park Kyung-hee", "Park Gyeong-hwa"),
    # One letter makes another Korean name, joined as well as hyphenated.
    ("Kim Hyunwoo", "Kim Hyunsoo"),
    ("Hyunwoo Kim", "Kim Hyungwoo"),
    ("Lee Woosung", "Lee Woosang"),
    ("Shin Sunwoo", "Shin Sungwoo"),
    ("Kim Woojin", "Kim Wonjin"),
    ("Kim Minho", "Kim Mino"),
    ("N. N.", "Nina Nolte"),
    ("Shi Wei", "Xi Wei"),
    ("Chang Wei", "Zhang Wei"),
    ("陳志強", "Tan Zhiming"),
    ("Salman bin Muhammad Beispiel", "Muhammad bin Salman Beispiel"),
    ("Anna Maria", "Anna Maria Schmidt"),
    ("Ng Wei", "Ng Wei Ling"),
]
NOISE = [
    "\u200f", "\u202e", "\u200b", "\u2060", "\xad", "\0", "\x1b", "\ufe0f", "\u3164",
    *("🎉", "👩\u200d🔬", "🏽", "1\ufe0f\u20e3", "™", "®", "★"),
]
HOSTILE = [
    "a", "金", "김", "ba" * 150, "ba " * 100, "가" * 300, "金" * 300, "金 " * 150, "a " * 150, "한 " * 150, "A.-" * 100, "(" * 300,
    "((a)" * 75, "x·" * 150, "拿督" * 150, "사장님" * 100, "1" * 300, "Dr. " * 75, "安娜·" * 100, "김(a)" * 75, "a가金б" * 75,
    "mueoeae" * 42, "\u0301" * 300, "有限公司" * 75, "GmbH " * 60,
]
HARD = st.text(max_size=300) | st.text("김민수李雷陳Müßé '-.,()\0\u202e\u200f🎉·Ⅳ㈜０１+@ſ\u0345TanCheeAbdul", max_size=300)


@pytest.mark.parametrize(("a", "b"), FOUND)
def test_one_name_is_found_in_both_directions(a: str, b: str) -> None:
    assert name_match(a, b)[1]
    assert name_match(b, a)[1]


@pytest.mark.parametrize(("a", "b"), NOT_FOUND)
def test_another_name_is_not_found(a: str, b: str) -> None:
    assert not name_match(a, b)[1]
    assert not name_match(b, a)[1]


@settings(max_examples=200, deadline=None)
@given(HARD, HARD)
def test_likeness_is_bounded_and_the_same_in_both_directions(a: str, b: str) -> None:
    score, match = name_match(a, b)
    assert 0 <= score <= 1 and match is (score >= 0.75)
    assert name_match(b, a) == (score, match)


@settings(max_examples=150, deadline=None)
@given(HARD, HARD)
def test_width_and_normal_form_change_nothing(a: str, b: str) -> None:
    a = a[:80].translate(dict.fromkeys(map(ord, "™℠\u20e3")))
    assert name_match(unicodedata.normalize("NFKC", a), b) == name_match(a, b)


@pytest.mark.parametrize("name", ["김민수", "陳志強", "Jürgen Müller", "Tan Chee Keong", "Kim Min-su", "안나 베르크만"])
@pytest.mark.parametrize("noise", NOISE)
def test_signs_that_are_no_letters_change_nothing(name: str, noise: str) -> None:
    noisy = [f"{noise}{name}{noise}", f"{name[:2]}{noise}{name[2:]}"]
    assert [name_match(text, name)[0] for text in noisy] == [1.0, 1.0]
    keys = person_keys(PersonEvidence((name,)))
    assert [person_keys(PersonEvidence((text,))) for text in noisy] == [keys, keys]


@pytest.mark.parametrize("noise", NOISE)
@pytest.mark.parametrize("name", ["Norvia GmbH", "恒拓光电有限公司", "(주)가람전자"])
def test_signs_that_are_no_letters_change_no_firm(name: str, noise: str) -> None:
    for text in (f"{noise}{name}{noise}", f"{name[:4]}{noise}{name[4:]}"):
        assert firm_relation(name, text) == ("same", 1.0)


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "()", "123", "🎉", "...", "-", "\0", "%", "(주)", "Kim", "金", "김"])
def test_a_text_equals_itself_whatever_stands_in_it(text: str) -> None:
    assert name_match(text, text)[1]
    answer = compare_people(PersonEvidence((text,)), PersonEvidence((text,)))
    assert answer.verdict == "doubtful" and answer.name_match
    firm = compare_organisations(OrganisationEvidence((text,)), OrganisationEvidence((text,)))
    assert firm.verdict == "doubtful" and firm.name_match
    assert name_match(text, "Anna Beispiel") == name_match("Anna Beispiel", text)
    assert not name_match(text, "Anna Beispiel")[1]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_compared_at_once(name: str) -> None:
    start = time.process_time()
    for other in HOSTILE:
        name_match(name, other)
        firm_relation(name, other)
    person_keys(PersonEvidence((name,)))
    assert time.process_time() - start < 2


@pytest.mark.parametrize(("a", "b"), [("Jürgen Müller", "Juergen Mueller"), ("김민수", "Minsoo Kim"), ("林添福", "Lim Thiam Hock")])
def test_the_case_of_letters_changes_nothing(a: str, b: str) -> None:
    assert name_match(a.lower(), b.lower())[1]
    assert name_match(a.upper(), b.upper())[1]


def test_a_name_of_300_characters_is_compared() -> None:
    long = " ".join(["Maximilian"] * 27)[:300]
    assert name_match(long, long)[1]
    assert not name_match(long, "김민수")[1]


def test_single_signs_are_read_as_the_libraries_read_them() -> None:
    assert readings.pinyin("曾")[0] in ("zeng", "ceng")
    assert readings.jyutping("陳")[0] in ("can", "zan")
    assert {"hi", "khoo"} <= set(readings.hokkien("许"))
    assert readings.hanja()["金"] in ("김", "금")
    assert readings.simplified("陳國強") == "陈国强"
    assert readings.traditional("陈") == "陳"


def test_southern_evidence_asks_for_a_syllable_a_sign() -> None:
    assert southern.evidence("林添福", ("lim", "thiam", "hock")) > southern.ENOUGH
    assert southern.evidence("林添福", ("lim", "thiamhock")) > southern.ENOUGH
    assert southern.evidence("林添福", ("lim", "thiam")) < southern.ENOUGH
    assert southern.evidence("林", ("lim",)) < -90


@pytest.mark.parametrize(("a", "b"), [pair for pair in FOUND if pair[1].startswith(("Lim", "Tan", "Ooi", "Yeoh", "Png", "Low"))])
def test_a_southern_spelling_shares_a_blocking_key_with_the_signs(a: str, b: str) -> None:
    assert person_keys(PersonEvidence((a,))) & person_keys(PersonEvidence((b,)))


@pytest.mark.parametrize(("a", "b"), TWICE_SPELLED)
def test_two_spellings_of_a_korean_name_share_a_blocking_key(a: str, b: str) -> None:
    assert person_keys(PersonEvidence((a,))) & person_keys(PersonEvidence((b,)))
