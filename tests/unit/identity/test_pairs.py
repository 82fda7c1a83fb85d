"""The pairs that must be found and those that must not (domain.md part 6)."""

from __future__ import annotations

import pytest

from outreach.identity import (
    OrganisationEvidence,
    PersonEvidence,
    attaches_by_itself,
    compare_organisations,
    compare_people,
    name_match,
    organisation_keys,
    parse_organisation,
    person_keys,
)
from outreach.identity.reasons import TEMPLATES

MUST_FIND_NAMES = [
    ("Jürgen Müller", "Juergen Mueller"),
    ("Jürgen Müller", "Jurgen Muller"),
    ("Jürgen Mueller", "Muller Jürgen"),
    ("Franz Strauß", "Franz Strauss"),
    ("김민수", "Kim Min-su"),
    ("김민수", "Minsoo Kim"),
    ("김민수", "Gim Minsu"),
    ("Kim Min-su", "Minsoo Kim"),
    ("Kim Min-su", "Gim Minsu"),
    ("이영희", "Lee Young-hee"),
    ("이영희", "Yi Yeonghui"),
    ("Lee Young-hee", "Yi Yeonghui"),
    ("李雷", "Li Lei"),
    ("李雷", "Lei Li"),
    ("Li Lei", "Lei Li"),
    ("陳大文", "陈大文"),
    ("陳大文", "Chan Tai Man"),
    ("陈大文", "Chen Dawen"),
    ("許志明", "Hsu Chih-ming"),
    ("Bob Smith", "Robert Smith"),
    ("金民秀", "김민수"),
    ("李英姬", "이영희"),
    ("金民秀", "Kim Min Soo"),
    ("ＬＩ　Ｌｅｉ", "李雷"),
    ("李雷 (Li Lei)", "LEI LI"),
    ("Prof. Dr.-Ing. Anna von der Heide", "Anna Heide"),
    ("Fiona MacDonald", "Fiona McDonald"),
    ("Sean O’Connor", "Sean O'Connor"),
    ("Hans-Jochen Vogt", "Hans Jochen Vogt"),
    ("J. Smith", "John Smith"),
    ("김민수 부장님", "김민수"),
    ("李雷先生", "李雷"),
    ("Jack Li Lei", "李雷"),
    ("欧阳明", "Ouyang Ming"),
]
MUST_NOT_MATCH = [
    ("李磊", "李雷"),
    ("Peter Bauer", "Peter Baur"),
    ("김민수", "Kim Young-hee"),
    ("김", "Kim"),
    ("Kim", "Kim Min-su"),
    ("王总", "王伟"),
    ("김민수", "김민호"),
    ("Bob Smith", "Bob Smithers"),
    ("李雷", "Wang Lei"),
    ("Peter Müller", "Petra Müller"),
]


@pytest.mark.parametrize(("a", "b"), MUST_FIND_NAMES)
def test_two_writings_of_one_name_match_in_both_directions(a: str, b: str) -> None:
    assert name_match(a, b)[1]
    assert name_match(b, a)[1]


@pytest.mark.parametrize(("a", "b"), MUST_FIND_NAMES)
def test_two_writings_of_one_name_share_a_blocking_key(a: str, b: str) -> None:
    assert person_keys(PersonEvidence((a,))) & person_keys(PersonEvidence((b,)))


@pytest.mark.parametrize(("a", "b"), MUST_NOT_MATCH)
def test_different_or_too_short_names_do_not_match(a: str, b: str) -> None:
    assert not name_match(a, b)[1]
    assert not name_match(b, a)[1]


@pytest.mark.parametrize(("a", "b"), MUST_FIND_NAMES)
def test_names_alone_are_never_the_same_person(a: str, b: str) -> None:
    answer = compare_people(PersonEvidence((a,)), PersonEvidence((b,)))
    assert answer.verdict == "doubtful"
    assert answer.name_match
    assert not attaches_by_itself(answer)


def test_an_equal_address_with_matching_names_is_certain() -> None:
    mail = ("r.smith@firm.example.org",)
    answer = compare_people(PersonEvidence(("Bob Smith",), mail), PersonEvidence(("Robert Smith",), mail))
    assert (answer.verdict, answer.certain) == ("same", True)
    assert answer.score >= 0.9


def test_an_equal_mobile_with_matching_names_is_certain() -> None:
    phone = ("+821055500001",)
    answer = compare_people(PersonEvidence(("김민수",), (), phone), PersonEvidence(("Minsoo Kim",), (), phone))
    assert attaches_by_itself(answer)


def test_an_equal_landline_is_doubtful_until_the_caller_knows_it_is_direct() -> None:
    phone = ("+493023125008",)
    a = PersonEvidence(("Jürgen Müller",), (), phone)
    assert compare_people(a, PersonEvidence(("Juergen Mueller",), (), phone)).verdict == "doubtful"
    direct = PersonEvidence(("Juergen Mueller",), (), phone, direct_phones=phone)
    assert attaches_by_itself(compare_people(a, direct))


def test_an_equal_address_with_names_that_cannot_match_is_doubtful() -> None:
    mail = ("x@firm.example.org",)
    answer = compare_people(PersonEvidence(("李雷",), mail), PersonEvidence(("Anna Schmidt",), mail))
    assert (answer.verdict, answer.certain) == ("doubtful", False)


def test_a_shared_box_never_joins_two_people() -> None:
    mail = ("info@firm.example.org",)
    assert not attaches_by_itself(
        compare_people(PersonEvidence(("김민수",), mail), PersonEvidence(("Kim Min-su",), mail))
    )
    answer = compare_people(PersonEvidence(("Anna Schmidt",), mail), PersonEvidence(("Peter Vogt",), mail))
    assert answer.verdict == "different"


MUST_NOT_PEOPLE = [
    (
        PersonEvidence(("李磊",), organisation="恒拓精密(无锡)有限公司"),
        PersonEvidence(("李雷",), organisation="蓝芯光电(无锡)有限公司"),
    ),
    (
        PersonEvidence(("Kim Min-su",), ("min@a.example.org",), (), "Alpha Optics Co., Ltd."),
        PersonEvidence(("Kim Min-su",), ("kim@b.example.org",), (), "Beta Robotics Co., Ltd."),
    ),
    (
        PersonEvidence(("Peter Bauer",), organisation="Alpha GmbH"),
        PersonEvidence(("Peter Baur",), organisation="Beta AG"),
    ),
]


@pytest.mark.parametrize(("a", "b"), MUST_NOT_PEOPLE)
def test_pairs_that_must_not_be_joined_are_different(a: PersonEvidence, b: PersonEvidence) -> None:
    answer = compare_people(a, b)
    assert answer.verdict == "different"
    assert answer.score < 0.35


def test_equal_name_and_firm_without_mail_or_phone_is_doubtful_and_beats_the_bare_name() -> None:
    bare = compare_people(PersonEvidence(("김민수",)), PersonEvidence(("Kim Min-su",)))
    firm = compare_people(
        PersonEvidence(("김민수",), organisation="한빛광학(주)"),
        PersonEvidence(("Kim Min-su",), organisation="주식회사 한빛광학"),
    )
    assert firm.verdict == "doubtful"
    assert firm.score > bare.score


def test_a_rare_name_says_more_than_a_common_one() -> None:
    rare = compare_people(PersonEvidence(("Hannelore Köhler-Lang",)), PersonEvidence(("Hannelore Koehler-Lang",)))
    common = compare_people(PersonEvidence(("김민수",)), PersonEvidence(("Kim Min-su",)))
    assert rare.score > common.score


def test_every_reason_has_a_template_that_its_parameters_fill() -> None:
    a = PersonEvidence(("김민수",), ("a@x.example.org",), ("+821055500001",), "한빛광학(주)", None, "KR")
    b = PersonEvidence(("Kim Min-su",), ("b@y.example.org",), ("+821055500009",), "Hanbit Optics", None, "DE")
    answer = compare_people(a, b)
    assert len(answer.reasons) >= 5
    for reason in answer.reasons:
        assert TEMPLATES[reason.code] % reason.params
        assert reason.sign in "+-o"


SAME_KEY = [
    ("한빛광학(주)", "주식회사 한빛광학"),
    ("한빛광학(주)", "㈜한빛광학"),
    ("㈜ 가람", "(주)가람"),
    ("Strauß Optik AG", "Strauss Optik AG"),
    ("Beispiel GmbH & Co. KG", "Beispiel GmbH & Co KG"),
    ("ＡＢＣ有限公司", "ABC有限公司"),
    ("A.B.C. Co.", "ABC Company"),
    ("恒拓精密(无锡)有限公司", "恒拓精密有限责任公司"),
    ("Norvia Ltd", "NORVIA LIMITED"),
]


@pytest.mark.parametrize(("a", "b"), SAME_KEY)
def test_one_firm_in_two_writings_has_one_key(a: str, b: str) -> None:
    assert parse_organisation(a).key == parse_organisation(b).key
    assert compare_organisations(OrganisationEvidence((a,)), OrganisationEvidence((b,))).verdict == "doubtful"
    assert organisation_keys(OrganisationEvidence((a,))) & organisation_keys(OrganisationEvidence((b,)))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("X Ltd (UK)", "X GmbH (DE)"),
        ("X GmbH", "X (无锡)有限公司"),
        ("Muster Fund II LP", "Muster Fund III LP"),
        ("云帆基金一期(有限合伙)", "云帆基金二期(有限合伙)"),
    ],
)
def test_related_firms_and_numbered_funds_are_different(a: str, b: str) -> None:
    answer = compare_organisations(OrganisationEvidence((a,)), OrganisationEvidence((b,)))
    assert answer.verdict == "different"


def test_two_scripts_with_one_domain_are_doubtful_with_a_reason() -> None:
    domains = ("garam.example.org",)
    answer = compare_organisations(
        OrganisationEvidence(("㈜ 가람",), domains=domains), OrganisationEvidence(("Garam Co., Ltd.",), domains=domains)
    )
    assert answer.verdict == "doubtful"
    assert "firm_domain_equal" in {r.code for r in answer.reasons}


def test_official_numbers_decide_whatever_the_names_say() -> None:
    lei = (("lei", "213800KUD8LAJWSQ9D15"),)
    same = compare_organisations(
        OrganisationEvidence(("Alpha AG",), identifiers=lei), OrganisationEvidence(("贝塔公司",), identifiers=lei)
    )
    assert same.verdict == "same"
    other = (("lei", "5493001KJTIIGC8Y1R12"),)
    differs = compare_organisations(
        OrganisationEvidence(("Alpha AG",), identifiers=lei), OrganisationEvidence(("Alpha AG",), identifiers=other)
    )
    assert differs.verdict == "different"
