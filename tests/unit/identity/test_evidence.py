"""Evidence beyond names: addresses, domains, lines, accounts and numbers, and what they come to."""

from __future__ import annotations

import random

import pytest

from outreach.identity import (
    OrganisationEvidence,
    PersonEvidence,
    PersonOutline,
    check_identifier,
    compare_organisations,
    compare_people,
    compare_unless_different,
    is_free_mail,
    is_shared_mailbox,
)
from outreach.identity.addresses import address_relation, parse_address
from outreach.identity.identifiers import recognise_identifier


@pytest.mark.parametrize(("a", "b", "country", "relation"), [
    ("Musterstraße 12a, 80331 München", "80331 Munich, Musterstr. 12 a", "DE", "equal"),
    ("江苏省无锡市惠山区示例大道88号 214174", "88 Shili Avenue, Wuxi 214174, China", "CN", "equal"),
    ("서울특별시 강남구 예시로 123, 06133", "123 Yesi-ro, Gangnam-gu, Seoul 06133", "KR", "equal"),
    ("12 Example Road, London SW1A 1AA", "12 Example Rd., London sw1a1aa", "GB", "equal"),
    ("Musterstr. 3, 80331 München", "Beispielweg 4, 80331 München", "DE", "near"),
    ("慕尼黑", "Munich", None, "near"),
    ("뮌헨", "München", None, "near"),
    ("Musterstr. 3, 80331 München", "Musterstr. 3, 50667 Köln", "DE", "different"),
    ("", "Köln", "DE", "unknown"),
])
def test_addresses_are_compared_by_their_parts_and_cities_by_any_name(a, b, country, relation) -> None:
    assert address_relation(a, b, country, country) == relation
    assert address_relation(b, a, country, country) == relation


def test_a_city_behind_its_province_is_the_city() -> None:
    assert parse_address("江苏省无锡市示例路8号", "CN").city == parse_address("Wuxi", None).city == "wuxi"


@pytest.mark.parametrize(("kind", "value", "normal"), [
    ("kr_corporate", "110111-0000002", "1101110000002"),
    ("kr_corporate", "110111-0000003", None),
    ("kr_corporate", "1111111111111", None),
    ("vat", "KR1248100998", "KR1248100998"),
    ("vat", "CN91110000600037341L", "CN91110000600037341L"),
    ("vat", "CN91110000600037341X", None),
])
def test_more_numbers_are_checked(kind, value, normal) -> None:
    assert check_identifier(kind, value) == normal


@pytest.mark.parametrize(("text", "country", "found"), [
    ("213800KUD8LAJWSQ9D15", None, [("lei", "213800KUD8LAJWSQ9D15")]),
    ("München HRB 12345", None, [("hrb", "MÜNCHEN HRB 12345")]),
    ("124-81-00998", None, [("kr_business", "1248100998")]),
    ("124-81-00998", "GB", []),
    ("00445790", "GB", [("companies_house", "00445790")]),
    ("00445790", None, []),
    ("no number", None, []),
])
def test_a_number_without_a_kind_is_recognised_by_shape_and_digits(text, country, found) -> None:
    assert recognise_identifier(text, country) == found


@pytest.mark.parametrize("local", [
    "info", "kontakt", "vertrieb", "xiaoshou", "zhaoshang", "sales.asia", "yeongeop", "daepyo", "einkauf2", "销售", "영업"])
def test_shared_boxes_are_known_in_four_languages(local) -> None:
    assert is_shared_mailbox(f"{local}@a.example.org")


@pytest.mark.parametrize("domain", ["163.com", "naver.com", "gmx.de", "btinternet.com", "hanmail.net", "t-online.de"])
def test_providers_of_four_countries_prove_no_firm(domain) -> None:
    assert is_free_mail(domain)


def test_similar_names_with_other_mail_mobile_and_firm_are_different_people() -> None:
    a = PersonEvidence(("Anna Bergmann",), ("a.bergmann@norvia.example.org",), ("+491715550001",), "Norvia GmbH", None, "DE")
    b = PersonEvidence(("Anne Bergmann",), ("anne@velox.example.org",), ("+491715550002",), "Velox AG", None, "DE")
    answer = compare_people(a, b)
    assert answer.verdict == "different"
    assert answer.score < 0.1


def test_unknown_is_not_different() -> None:
    full = PersonEvidence(("Anna Bergmann",), ("a@norvia.example.org",), ("+491715550001",), "Norvia GmbH", None, "DE")
    answer = compare_people(full, PersonEvidence(("Anna Bergmann",)))
    assert answer.verdict == "doubtful"
    assert not [reason for reason in answer.reasons if reason.sign == "-"]


def test_an_equal_account_with_matching_names_is_the_same_person_and_another_speaks_against_it() -> None:
    a = PersonEvidence(("李雷",), handles=("wechat:wx_1",))
    assert compare_people(a, PersonEvidence(("Li Lei",), handles=("wechat:wx_1",))).verdict == "same"
    other = compare_people(a, PersonEvidence(("Li Lei",), handles=("wechat:wx_2",)))
    assert other.verdict != "same"
    assert "handle_differs" in {reason.code for reason in other.reasons}


def test_every_score_lies_in_the_band_of_its_verdict() -> None:
    mail = ("a@norvia.example.org",)
    one = PersonEvidence(("Anna Bergmann",), mail)
    for other in (PersonEvidence(("Anna Bergmann",), mail), PersonEvidence(("Anna Bergmann",)), PersonEvidence(("Uwe Hof",))):
        answer = compare_people(one, other)
        low, high = {"same": (0.9, 1), "doubtful": (0.35, 0.89), "different": (0, 0.34)}[answer.verdict]
        assert low <= answer.score <= high


NAMES = (("Jürgen Müller",), ("Juergen Mueller", "米勒"), ("김민수",), ("Kim Min-su",), ("王伟",), ("Anneliese Schröder",), ())
FIRMS = (None, "Velox Photonik GmbH", "Velox Optik GmbH", "Veloks Photonik GmbH", "示例光电（无锡）有限公司", "주식회사 한빛광전",
         "Shili Photonics Wuxi", "Fonds II", "Fonds III")
MAILS = ((), ("info@velox.example.org",), ("a@velox.example.org",), ("b@velox.example.org",), ("c@other.example.net",),
         ("d@gmail.com",), ("e@gmail.com",))
LINES = ((), ("+491701234567",), ("+491701234568",), ("+49891234567",), ("+8613800138000",))


def test_a_glance_leaves_out_only_who_is_different() -> None:
    dice = random.Random(20270622)

    def told() -> PersonEvidence:
        lines = dice.choice(LINES)
        return PersonEvidence(
            dice.choice(NAMES), dice.choice(MAILS), lines, dice.choice(FIRMS), dice.choice((None, None, 1, 2)),
            dice.choice((None, "DE", "CN")), dice.choice(((), ("wechat:x",), ("wechat:y", "kakaotalk:z"))),
            dice.choice(((), (), (("cn_id", "1"),), (("cn_id", "2"),))), lines[:dice.randrange(2)],
            addresses=dice.choice(((), (), ("Musterstr. 3, 80331 München",))))
    left_out = 0
    for _attempt in range(4_000):
        one, other = told(), told()
        whole = compare_people(one, other)
        quick = compare_unless_different(PersonOutline(one), PersonOutline(other))
        assert quick == (None if whole.verdict == "different" else whole), (one, other)
        left_out += quick is None
    assert 1_000 < left_out < 3_900


def _verdict(a: OrganisationEvidence, b: OrganisationEvidence) -> str:
    there, back = compare_organisations(a, b), compare_organisations(b, a)
    assert (there.verdict, there.score) == (back.verdict, back.score)
    return there.verdict


def test_an_equal_name_needs_one_more_thing_to_be_the_same_firm() -> None:
    name = ("Norvia GmbH",)
    assert _verdict(OrganisationEvidence(name), OrganisationEvidence(name)) == "doubtful"
    for more in ({"domains": ("norvia.example.org",)}, {"phones": ("+498955500",)},
                 {"addresses": ("Musterstr. 3, 80331 München",)}, {"handles": ("wechat:norvia",)}):
        assert _verdict(OrganisationEvidence(name, **more), OrganisationEvidence(name, **more)) == "same"


def test_a_provider_of_mail_is_no_domain_of_a_firm() -> None:
    a = OrganisationEvidence(("Norvia GmbH",), domains=("gmx.de",))
    assert _verdict(a, a) == "doubtful"


def test_relatives_are_different_and_doubtful_with_one_domain() -> None:
    a, b = OrganisationEvidence(("Norvia GmbH",)), OrganisationEvidence(("Norvia Holding GmbH",))
    assert _verdict(a, b) == "different"
    domain = ("norvia.example.org",)
    assert _verdict(OrganisationEvidence(a.names, domains=domain), OrganisationEvidence(b.names, domains=domain)) == "doubtful"


def test_tax_numbers_of_two_countries_do_not_contradict_each_other() -> None:
    a = OrganisationEvidence(("Norvia SE",), identifiers=(("vat", "DE136695976"),))
    b = OrganisationEvidence(("Norvia SE",), identifiers=(("vat", "GB980780684"),))
    assert _verdict(a, b) == "doubtful"
    both = OrganisationEvidence(("Norvia SE",), identifiers=(("vat", "GB980780684"), ("vat", "DE136695976")))
    assert _verdict(a, both) == "same"


def test_an_equal_and_a_different_number_are_for_somebody_to_look_at() -> None:
    lei = ("lei", "213800KUD8LAJWSQ9D15")
    a = OrganisationEvidence(("Alpha AG",), identifiers=(lei, ("kr_business", "1248100998")))
    b = OrganisationEvidence(("Alpha AG",), identifiers=(lei, ("kr_business", "1208147521")))
    assert _verdict(a, b) == "doubtful"
