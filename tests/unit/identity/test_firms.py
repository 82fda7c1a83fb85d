"""Names of firms: taken apart, compared in one script and across scripts."""

from __future__ import annotations

import pytest

from outreach.identity import OrganisationEvidence, compare_organisations, organisation_keys, parse_organisation
from outreach.identity.organisations import firm_name_match, firm_relation, organisations_fit


@pytest.mark.parametrize(("text", "key", "form", "where", "part", "numbers"), [
    ("Beispiel Optik GmbH & Co. KG", "beispieloptik", "gmbh_co_kg", None, None, ()),
    ("Beispiel Optik G.m.b.H.", "beispieloptik", "gmbh", None, None, ()),
    ("Beispiel Aktiengeselschaft", "beispiel", "ag", None, None, ()),
    ("恒拓精密(无锡)有限公司", "恒拓精密", "youxian", ("wuxi", "CN"), None, ()),
    ("无锡恒拓精密科技股份有限公司", "恒拓精密科技", "gufen", ("wuxi", "CN"), None, ()),
    ("上海电气有限公司", "上海电气", "youxian", None, None, ()),
    ("恒拓集团有限公司", "恒拓+group", "youxian", None, "group", ()),
    ("恒拓股份有限公司无锡分公司", "恒拓+branch", "gufen", ("wuxi", "CN"), "branch", ()),
    ("가람전자(주) 서울지점", "가람전자+branch", "jusik", ("seoul", "KR"), "branch", ()),
    ("Norvia Ltd, London Branch", "norvia+branch", "ltd", ("london", "GB"), "branch", ()),
    ("Muster Laser GmbH Niederlassung Leipzig", "musterlaser+branch", "gmbh", ("leipzig", "DE"), "branch", ()),
    ("云帆基金二期(有限合伙)", "云帆基金#2", "hehuo_lp", None, None, (2,)),
    ("Yunfan Fund II LP", "yunfanfund#2", "lp", None, None, (2,)),
    ("Bank of Exampleland", "bankofexampleland", None, None, None, ()),
    ("GmbH", "gmbh", None, None, None, ()),
])
def test_a_name_is_taken_apart(text, key, form, where, part, numbers) -> None:
    parsed = parse_organisation(text)
    assert (parsed.key, parsed.legal_form, parsed.where, parsed.part, parsed.numbers) == (key, form, where, part, numbers)


ONE_NAME = [
    ("Strauß Optik AG", "Strauss Optik AG"),
    ("Beispiel GmbH & Co. KG", "Beispiel GmbH & Co KG"),
    ("Beispiel Laser Gesellschaft mit beschränkter Haftung", "Beispiel Laser GmbH"),
    ("ＡＢＣ有限公司", "ABC有限公司"),
    ("가람전자(주)", "㈜가람전자"),
    ("JSC Norvia Instruments", "Norvia Instruments Joint Stock Company"),
    ("Good Harbour Ltd", "Goodharbour Limited"),
    ("Norvia Corporation", "The Norvia Company"),
    ("Norvai Photonics Inc.", "Norvia Photonics Inc."),
    ("International Labour Forum", "International Labor Forum"),
    ("U.S. Department of Examples", "United States Department of Examples"),
    ("Norvia Technologie GmbH", "Norvia Technologies GmbH"),
    ("Fund One Norvia Capital 2", "Fund One Norvia Capital II"),
    ("云帆基金一期", "云帆基金第1期"),
    ("Norvia Fund 3rd", "Norvia Fund III"),
    ("North Example Laser Works", "NELW"),
    ("恒拓精密科技有限公司", "Hengtuo Precision Technology Co., Ltd."),
    ("无锡恒拓光电有限公司", "Wuxi Hengtuo Optoelectronics Co., Ltd."),
    ("가람전자 주식회사", "Garam Electronics Co., Ltd."),
    ("한빛반도체(주)", "Hanbit Semiconductor Inc."),
    ("(주)가람광학", "Garam Optics"),
    ("通用精密工业", "General Precision Industries"),
    ("云帆投资基金二期", "Yunfan Investment Fund II"),
    ("한빛광학(주) (Hanbit Optics Co., Ltd.)", "Hanbit Optics"),
]


@pytest.mark.parametrize(("a", "b"), ONE_NAME)
def test_two_writings_of_one_firm_match_in_both_directions(a: str, b: str) -> None:
    assert firm_name_match(a, b)[1], firm_relation(a, b)
    assert firm_name_match(b, a)[1]


OTHER_NAME = [
    ("Norvia GmbH", "Norvia AG", "related"),
    ("Norvia Ltd", "Norvia GmbH", "related"),
    ("Norvia GmbH", "Norvia (无锡)有限公司", "related"),
    ("恒拓精密(无锡)有限公司", "恒拓精密(上海)有限公司", "related"),
    ("Norvia (France) SARL", "Norvia (Germany) GmbH", "related"),
    ("恒拓集团有限公司", "恒拓有限公司", "related"),
    ("Norvia Holding GmbH", "Norvia GmbH", "related"),
    ("Norvia GmbH Niederlassung Leipzig", "Norvia GmbH", "related"),
    ("가람전자(주)", "가람전자(주) 서울지점", "related"),
    ("Muster Fund II LP", "Muster Fund III LP", "number"),
    ("Muster Fund LP", "Muster Fund II LP", "number"),
    ("云帆基金一期(有限合伙)", "云帆基金二期(有限合伙)", "number"),
    ("Norvia Fund I", "云帆基金二期", "unclear"),
    ("Norvia Systems Inc.", "Norvia Industries Inc.", "different"),
    ("LXC Aviation", "LAU Aviation", "different"),
    ("Bank of Exampleland", "Bank of Samplestan", "different"),
    ("Norvia Laser GmbH", "Norvia GmbH", "contained"),
    ("Harbour Management Company", "Management Company", "different"),
    ("中国银行", "韩国银行", "different"),
    ("恒拓精密科技有限公司", "Yunfan Precision Technology Co., Ltd.", "unclear"),
    ("가람전자(주)", "Hanbit Electronics", "unclear"),
    ("通用电子", "International Electronics", "unclear"),
]


@pytest.mark.parametrize(("a", "b", "relation"), OTHER_NAME)
def test_two_firms_do_not_match_and_how_they_relate_is_told(a: str, b: str, relation: str) -> None:
    for one, other in ((a, b), (b, a)):
        assert not firm_name_match(one, other)[1], firm_relation(one, other)
        assert firm_relation(one, other)[0] == relation


@pytest.mark.parametrize(("a", "b"), ONE_NAME)
def test_writings_of_one_firm_share_a_blocking_key(a: str, b: str) -> None:
    assert organisation_keys(OrganisationEvidence((a,))) & organisation_keys(OrganisationEvidence((b,)))


@pytest.mark.parametrize(("a", "b"), ONE_NAME)
def test_names_of_firms_alone_are_never_the_same_firm(a: str, b: str) -> None:
    answer = compare_organisations(OrganisationEvidence((a,)), OrganisationEvidence((b,)))
    assert (answer.verdict, answer.name_match) == ("doubtful", True)


def test_a_firm_with_several_names_is_known_by_any_of_them() -> None:
    a = OrganisationEvidence(("恒拓精密有限公司", "Norvia Precision"))
    assert compare_organisations(a, OrganisationEvidence(("NORVIA PRECISION LTD",))).name_match


@pytest.mark.parametrize(("a", "b", "fit"), [
    (("Norvia Ltd", None), ("NORVIA LIMITED", "GB"), True),
    (("恒拓(无锡)有限公司", None), ("恒拓有限公司", "CN"), True),
    (("恒拓(无锡)有限公司", None), ("恒拓(上海)有限公司", None), False),
    (("Norvia Ltd", "GB"), ("Norvia Ltd", "CN"), False),
    (("Norvia GmbH", None), ("Norvia AG", None), False),
])
def test_firms_of_one_key_fit_unless_form_country_or_place_differ(a, b, fit) -> None:
    assert organisations_fit(*a, *b) is fit
