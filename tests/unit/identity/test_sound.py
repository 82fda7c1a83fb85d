"""European names written by ear in Chinese signs and Hangul."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.identity import PersonEvidence, compare_people, name_match, person_keys
from outreach.identity.keys import name_keys
from outreach.identity.names.sound_given import customary
from outreach.identity.names.sound_model import NEVER, WEIGHTS, ear, han_syllables, latin_letters
from outreach.identity.names.sound_names import word_evidence

BY_EAR = [
    ("路德维希·范·贝多芬", "Ludwig van Beethoven"),
    ("约翰·塞巴斯蒂安·巴赫", "Johann Sebastian Bach"),
    ("塞巴斯蒂安·巴赫", "Johann Sebastian Bach"),
    ("阿尔伯特·爱因斯坦", "Albert Einstein"),
    ("阿爾伯特·愛因斯坦", "Albert Einstein"),
    ("迈克尔·法拉第", "Michael Faraday"),
    ("马克斯·普朗克", "Max Planck"),
    ("维尔纳·海森堡", "Werner Heisenberg"),
    ("约翰内斯·勃拉姆斯", "Johannes Brahms"),
    ("伯恩哈德·黎曼", "Bernhard Riemann"),
    ("卡尔·本茨", "Carl Benz"),
    ("克里斯蒂安·施罗特", "Christian Schröter"),
    ("克里斯蒂安·施罗特", "Christian Schroeter"),
    ("克里斯蒂安·施罗特", "Schröter, Christian"),
    ("路德維希貝多芬", "Ludwig Beethoven"),
    ("알베르트 아인슈타인", "Albert Einstein"),
    ("막스 플랑크", "Max Planck"),
    ("베르너 하이젠베르크", "Werner Heisenberg"),
    ("윌리엄 워즈워스", "William Wordsworth"),
    ("찰스 디킨스", "Charles Dickens"),
    ("마이클 패러데이", "Michael Faraday"),
    ("요하네스 브람스", "Johannes Brahms"),
    ("베른하르트 리만", "Bernhard Riemann"),
    ("프리드리히 슐라이어마허", "Friedrich Schleiermacher"),
    ("马克斯·普朗克", "막스 플랑크"),
    ("维尔纳·海森堡", "베르너 하이젠베르크"),
    ("约翰内斯·勃拉姆斯", "요하네스 브람스"),
    ("阿尔伯特·爱因斯坦", "알베르트 아인슈타인"),
    ("查尔斯·狄更斯", "찰스 디킨스"),
]
NOT_BY_EAR = [
    ("马克斯·普朗克", "Max Born"),
    ("马克斯·普朗克", "Karl Planck"),
    ("维尔纳·海森堡", "Werner Siemens"),
    ("维尔纳·海森堡", "Elisabeth Heisenberg"),
    ("约翰内斯·勃拉姆斯", "Johannes Brandt"),
    ("彼得·施泰因", "Petra Stein"),
    ("安娜·施密特", "Anna Schneider"),
    ("查尔斯·狄更斯", "Charles Dodgson"),
    ("막스 플랑크", "Max Born"),
    ("막스 플랑크", "Karl Planck"),
    ("베르너 하이젠베르크", "Werner Siemens"),
    ("찰스 디킨스", "Charles Dodgson"),
    ("马克斯·普朗克", "막스 보른"),
    ("维尔纳·海森堡", "베르너 지멘스"),
    ("普朗克", "Planck"),
    ("李建国", "Li Jianjun"),
    ("贝多芬", "Kim Min-su"),
]


@pytest.mark.parametrize(("a", "b"), BY_EAR)
def test_a_name_written_by_ear_is_found_in_both_directions(a: str, b: str) -> None:
    assert name_match(a, b)[1]
    assert name_match(b, a)[1]


@pytest.mark.parametrize(("a", "b"), BY_EAR)
def test_a_name_written_by_ear_alone_is_never_the_same_person(a: str, b: str) -> None:
    assert compare_people(PersonEvidence((a,)), PersonEvidence((b,))).verdict == "doubtful"


@pytest.mark.parametrize(("a", "b"), NOT_BY_EAR)
def test_names_that_only_begin_alike_do_not_match(a: str, b: str) -> None:
    assert not name_match(a, b)[1]
    assert not name_match(b, a)[1]


def test_nearly_every_name_by_ear_shares_a_blocking_key() -> None:
    apart = [(a, b) for a, b in BY_EAR if not set(name_keys(a)) & set(name_keys(b))]
    assert len(apart) <= len(BY_EAR) // 10, apart


def test_a_better_transcription_has_more_evidence() -> None:
    near = word_evidence("han", "普朗克", "latin", "planck")
    far = word_evidence("han", "普朗克", "latin", "plank-holz")
    assert near > 5 > far
    assert word_evidence("han", "普朗克", "latin", "zimmer") == NEVER


def test_custom_tells_what_sound_does_not() -> None:
    assert word_evidence("han", "约翰", "latin", "john") > 5
    assert word_evidence("han", "彼得", "latin", "petra") < 0
    assert word_evidence("hangul", "조지", "latin", "george") > 5


def test_an_umlaut_is_heard_in_every_spelling() -> None:
    spelled = [word_evidence("han", "米勒", "latin", word) for word in ("müller", "mueller", "muller")]
    assert min(spelled) > 3


def test_the_weights_are_figures_by_sound_and_no_names() -> None:
    weights = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert set(weights) == {"han-latin", "hangul-latin", "han-hangul"}
    for kind in weights.values():
        assert all(len(unit) <= 7 for unit in kind["units"])
        assert all(len(stretch) <= 6 for unit in kind["units"].values() for stretch in unit)
    assert WEIGHTS.stat().st_size < 200_000


def test_customary_forms_are_lower_case_words_of_one_script() -> None:
    for form in customary():
        assert form == form.lower()
        assert form.isalpha()


HARD = st.text(max_size=60) | st.text("马克斯·普朗克막스 플랑Müßé '-.,()\0\u202e🎉ſ", max_size=60)


@settings(max_examples=150, deadline=None)
@given(HARD, HARD)
def test_no_text_makes_the_ear_raise_and_both_directions_agree(a: str, b: str) -> None:
    assert name_match(a, b) == name_match(b, a)
    assert len(name_keys(a)) <= 100


@settings(max_examples=100, deadline=None)
@given(st.text("马克斯普朗尔特施罗德", min_size=1, max_size=20), st.text("abcdefghijklmnoprstuwzäöü", max_size=40))
def test_evidence_is_bounded_below_and_finite(heard: str, written: str) -> None:
    found = ear("han-latin").evidence(han_syllables(heard), latin_letters(written))
    assert NEVER <= found < 100


@pytest.mark.parametrize(("han", "roman"), [
    ("佐哈里阿都", "Johari bin Abdul"), ("阿末韩沙", "Ahmad Hamzah"), ("赛夫汀", "Saifuddin Hassan"),
    ("莫哈末基丁沙菲", "Mohd Jidin Shafee"), ("沙礼尔", "Shahrir bin Hassan"), ("阿都拉曼巴克里", "Abd Rahman Bakri"),
])
def test_a_malay_name_shares_a_key_with_its_chinese_writing(han: str, roman: str) -> None:
    assert person_keys(PersonEvidence((han,))) & person_keys(PersonEvidence((roman,)))


@pytest.mark.parametrize("name", ["陈大文", "Anna Bergmann", "Tan Chee Keong", "안나 베르크만", "Kim Min-su", "Abdul", "李伟"])
def test_other_names_have_no_malay_key(name: str) -> None:
    assert not any(key.startswith("y:") for key in person_keys(PersonEvidence((name,))))
