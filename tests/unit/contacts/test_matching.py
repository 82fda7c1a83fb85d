"""Who of the stored people may be the one that is told of."""

import re

import pytest

from outreach.activity import SYSTEM
from outreach.contacts import services
from outreach.contacts.services import PersonValues
from outreach.contacts.services.imports.report import sentence
from outreach.contacts.services.matching import Candidates, reasons_as_json
from outreach.identity.reasons import TEMPLATES
from tests.factories.contacts import make_person


def likely(name: str, **told) -> list[str]:
    """The names of stored people who may be this one, the likeliest first."""
    return [match.person.full_name for match in services.find_matches(PersonValues(name, **told))]


def test_a_name_is_found_across_scripts_with_its_mail(session):
    make_person("김민수", email="minsu.kim@hanbit.example.org")
    assert likely("Kim Min-su", emails=["minsu.kim@hanbit.example.org"]) == ["김민수"]


def test_the_certain_one_comes_before_one_of_the_same_name(session):
    make_person("王伟", organisation="示例光电（无锡）有限公司")
    make_person("王伟", email="wang.wei@shili.example.org")
    found = services.find_matches(PersonValues("王伟", emails=["wang.wei@shili.example.org"]))
    assert found[0].person.email == "wang.wei@shili.example.org"
    assert found[0].comparison.certain


def test_different_people_of_one_firm_are_no_matches(session):
    make_person("Anneliese Schröder", organisation="Spektrion Photonik GmbH")
    assert likely("Björn Böhm", organisation="Spektrion Photonik GmbH") == []


def test_a_record_never_resembles_itself(session):
    person = make_person("Anneliese Schröder", email="a.schroeder@spektrion.example.org")
    told = PersonValues("Anneliese Schröder", emails=["a.schroeder@spektrion.example.org"])
    assert services.find_matches(told, leave_out=person.id) == []


def test_without_keys_nobody_is_a_candidate(session):
    make_person("Anneliese Schröder")
    assert Candidates().find([((), None)]) == [{}]


def test_a_name_that_everybody_has_is_looked_for_among_colleagues(session, monkeypatch):
    monkeypatch.setattr("outreach.contacts.services.matching.COMMON", 3)
    colleague = make_person("김민수", organisation="한빛광전 주식회사")
    for number in range(4):
        make_person("김민수", organisation=f"새벽{number}정밀 주식회사")
    assert [match.person.id for match in services.find_matches(
        PersonValues("Kim Min-su", organisation="한빛광전 주식회사"))] == [colleague.id]


@pytest.mark.parametrize("code", sorted(TEMPLATES))
def test_every_reason_of_a_comparison_has_a_sentence(app, code):
    names = set(re.findall(r"%\((\w+)\)s", TEMPLATES[code]))
    with app.test_request_context("/"):
        text = sentence(code, {name: f"<{name}>" for name in names})
    assert text != code
    assert "%(" not in text
    assert all(f"<{name}>" in text for name in names - {"field", "kind"})


def test_the_reasons_of_a_match_are_kept_as_plain_values(session):
    make_person("Jürgen Müller", organisation="Velox Photonik GmbH")
    match, = services.find_matches(PersonValues("Juergen Mueller", organisation="Velox Photonik GmbH"))
    reasons = reasons_as_json(match.comparison)
    assert reasons
    assert all(code in TEMPLATES and sign in "+-o" and isinstance(params, dict) for code, sign, params in reasons)
    assert reasons_as_json(None) == []


@pytest.mark.parametrize("typed", ["0170 1234567", "0170/1234567", "(0170) 12345-67", "170 1234567"])
@pytest.mark.parametrize("name", ["Lena Vogel", "", "Uwe Kern"])
def test_a_mobile_without_its_country_leads_to_whoever_has_it_and_never_says_same(session, typed, name):
    person = make_person("Lena Vogel", phone="+49 170 1234567")
    found = services.find_matches(PersonValues(name, phones=[("mobile", typed)]))
    assert [(match.person.id, match.comparison.verdict, match.comparison.certain) for match in found] == [
        (person.id, "doubtful", False)]
    reasons = [reason.code for reason in found[0].comparison.reasons]
    assert "phone_national_equal" in reasons


def test_two_numbers_without_a_country_are_compared_too(session):
    person = make_person("Lena Vogel", phone="0170 1234567", country=None)
    assert person.channels[0].value == "0170 1234567"
    assert likely("", phones=[("mobile", "0170-1234567")]) == ["Lena Vogel"]
    assert likely("", phones=[("mobile", "+49 170 1234567")]) == ["Lena Vogel"]


@pytest.mark.parametrize("typed", ["0171 1234567", "1234567", "0170 123456", "030 5550010"])
def test_another_number_a_part_of_one_and_a_switchboard_lead_to_nobody(session, typed):
    make_person("Lena Vogel", phones=[("mobile", "+49 170 1234567"), ("work", "+49 30 5550010")])
    assert likely("Uwe Kern", phones=[("mobile", typed)]) == []


def test_a_number_whose_country_is_told_is_that_of_the_country_alone(session):
    make_person("Lena Vogel", phone="+49 170 1234567")
    assert likely("", phones=[("mobile", "0170 1234567")], country="DE") == ["Lena Vogel"]
    assert likely("", phones=[("mobile", "0170 1234567")], country="AT") == []


def test_a_wechat_account_is_one_in_capitals_and_small_letters_and_is_kept_as_typed(session):
    person = make_person("黄怡敏", handles=[("wechat", "Huang_Yimin88")])
    match, = services.find_matches(PersonValues("Huang Yimin", handles=[("wechat", "huang_yimin88")]))
    assert (match.person.id, match.comparison.verdict) == (person.id, "same")
    services.add_to_person(SYSTEM, person, PersonValues("黄怡敏", handles=[("wechat", "HUANG_YIMIN88")]))
    assert [item.value for item in person.channels] == ["Huang_Yimin88"]


def test_a_kakaotalk_account_is_another_in_other_letters(session):
    make_person("김민수", handles=[("kakaotalk", "Minsu_K")])
    assert likely("", handles=[("kakaotalk", "minsu_k")]) == []
    assert likely("김민수", handles=[("kakaotalk", "Minsu_K")]) == ["김민수"]
    assert likely("김민수", handles=[("kakaotalk", "minsu_k")]) == []
