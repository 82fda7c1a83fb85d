"""Names taken apart, phones, mail, identifiers, tokens and sort keys."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import outreach.identity as identity
from outreach.identity import (
    check_identifier,
    index_tokens,
    is_free_mail,
    is_shared_mailbox,
    normalise_email,
    parse_name,
    parse_phone,
    query_tokens,
    sort_key,
)

HARD = st.text(max_size=300) | st.text("김민수李雷Müßé '-.,()\0\u202e\u200f🎉·Ⅳ㈜０１+@ſ\u0345", max_size=300)


@pytest.mark.parametrize(
    ("text", "family", "given", "titles", "order"),
    [
        ("Prof. Dr.-Ing. Jürgen von der Heide", "von der Heide", "Jürgen", ("Prof.", "Dr.-Ing."), "given_first"),
        ("Frau Müller", "Müller", None, ("Frau",), "unknown"),
        ("Mr John Smith", "Smith", "John", ("Mr",), "given_first"),
        ("김민수 부장님", "김", "민수", ("부장님",), "family_first"),
        ("남궁민", "남궁", "민", (), "family_first"),
        ("李雷先生", "李", "雷", ("先生",), "family_first"),
        ("王总", "王", None, ("总",), "unknown"),
        ("李雷副总经理", "李", "雷", ("副总经理",), "family_first"),
        ("김민수 부회장님", "김", "민수", ("부회장님",), "family_first"),
        ("김민수부회장님", "김", "민수", ("부회장님",), "family_first"),
        ("欧阳明", "欧阳", "明", (), "family_first"),
        ("XU Yu", "XU", "Yu", (), "family_first"),
        ("Yang, Min Seo", "Yang", "Min Seo", (), "family_first"),
        ("Li Lei", None, None, (), "unknown"),
        ("安格拉·默克尔", None, None, (), "unknown"),
    ],
)
def test_a_name_is_taken_apart_and_never_rewritten(text, family, given, titles, order) -> None:
    parsed = parse_name(text)
    assert parsed.full == text
    assert (parsed.family, parsed.given, parsed.titles, parsed.order) == (family, given, titles, order)


def test_parts_told_by_the_source_are_kept() -> None:
    parsed = parse_name("Lei Li", family="Li", given="Lei")
    assert (parsed.family, parsed.given, parsed.order) == ("Li", "Lei", "given_first")


@pytest.mark.parametrize(
    ("raw", "country", "e164", "extension", "kind"),
    [
        ("+49 (0)30 23125-000", "DE", "+493023125000", None, "fixed"),
        ("+49 (0)30 23125-012", "DE", "+493023125012", None, "direct"),
        ("０１０-５５５０-０００１", "KR", "+821055500001", None, "mobile"),
        ("13900000002.0", "CN", "+8613900000002", None, "mobile"),
        (1.3900000002e10, "CN", "+8613900000002", None, "mobile"),
        ("1055500001", "KR", "+821055500001", None, "mobile"),
        ("0510-83590000转8012", "CN", "+8651083590000", "8012", "fixed"),
        ("020 7946 0003 ext. 12", "GB", "+442079460003", "12", "fixed"),
        ("+49 30 23125 Durchwahl 12", "DE", "+493023125", "12", "fixed"),
        ("0086 139 0000 0002", "DE", "+8613900000002", None, "mobile"),
        ("13900000042", "KR", None, None, "unknown"),
        ("491701234567", "DE", "+491701234567", None, "mobile"),
        (491701234567, "DE", "+491701234567", None, "mobile"),
        ("0491 7012345", "DE", "+494917012345", None, "fixed"),
    ],
)
def test_a_phone_is_read_in_any_writing(raw, country, e164, extension, kind) -> None:
    phone = parse_phone(raw, country)
    assert (phone.raw, phone.e164, phone.extension, phone.kind) == (str(raw), e164, extension, kind)


def test_a_text_without_digits_is_no_phone() -> None:
    assert parse_phone("n/a", "DE") is None
    assert parse_phone(None, "DE") is None


@pytest.mark.parametrize(
    ("text", "mail"),
    [
        ("KATE@Firm.Example.ORG", "kate@firm.example.org"),
        ("Kate <kate@a.example.org>", "kate@a.example.org"),
        ("kate", None),
        ("a@b", None),
        ("a b@c.org", None),
        ("x@münchen.example.org", "x@xn--mnchen-3ya.example.org"),
        ("", None),
        (None, None),
    ],
)
def test_an_address_has_one_spelling(text, mail) -> None:
    assert normalise_email(text) == mail


def test_shared_boxes_and_free_mail_are_known() -> None:
    assert is_shared_mailbox("info@a.example.org") and is_shared_mailbox("sales.asia@a.example.org")
    assert not is_shared_mailbox("ingo@a.example.org")
    assert is_free_mail("163.com") and is_free_mail("naver.com") and not is_free_mail("firm.example.org")


@pytest.mark.parametrize(
    ("kind", "value", "normal"),
    [
        ("uscc", "91110000600037341L", "91110000600037341L"),
        ("uscc", "91110000600037341X", None),
        ("kr_business", "124-81-00998", "1248100998"),
        ("companies_house", "445790", "00445790"),
        ("hrb", "Amtsgericht München HRB 12345", "MÜNCHEN HRB 12345"),
        ("hrb", "HRB 12345", None),
        ("vat", "DE 136 695 976", "DE136695976"),
        ("lei", "213800KUD8LAJWSQ9D15", "213800KUD8LAJWSQ9D15"),
        ("passport", "1", None),
    ],
)
def test_identifiers_are_checked(kind, value, normal) -> None:
    assert check_identifier(kind, value) == normal


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("minsoo kim", "김민수"),
        ("kim minsu", "김민수"),
        ("lee young hee", "이영희"),
        ("mueller", "Müller"),
        ("muller", "Müller"),
        ("müller", "Mueller"),
        ("strauss", "Strauß"),
        ("王伟", "王伟明"),
        ("陳大", "陈大文"),
        ("zhijing yang", "杨志静"),
        ("민", "김민수"),
        ("김민", "김민수"),
        ("o'connor", "Sean O’Connor"),
    ],
)
def test_a_query_finds_the_text(query: str, text: str) -> None:
    assert set(query_tokens(query)) <= set(index_tokens(text))


def test_a_query_does_not_find_another_text() -> None:
    assert not set(query_tokens("minsoo kim")) <= set(index_tokens("이영희"))
    assert not set(query_tokens("baur")) <= set(index_tokens("Bauer"))


def test_sort_keys_follow_each_language() -> None:
    names = ["张伟", "李雷", "单田", "Öhler"]
    assert sorted(names, key=lambda n: sort_key(n, "zh")) == ["李雷", "Öhler", "单田", "张伟"]
    assert sorted(["최나원", "강민상", "김민수", "Adam"], key=lambda n: sort_key(n, "ko")) == [
        "강민상",
        "김민수",
        "최나원",
        "Adam",
    ]


def test_importing_the_package_loads_no_dictionary_and_no_flask() -> None:
    code = (
        "import sys, outreach.identity;"
        "heavy = {'flask', 'sqlalchemy', 'pypinyin', 'ToJyutping', 'opencc', 'phonenumbers', 'hanja'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@settings(max_examples=150, deadline=None)
@given(HARD, HARD)
def test_no_text_makes_the_kernel_raise(a: str, b: str) -> None:
    score, match = identity.name_match(a, b)
    assert 0 <= score <= 1 and match in (True, False)
    one, other = identity.PersonEvidence((a, b), organisation=a), identity.PersonEvidence((b,), organisation=b)
    assert 0 <= identity.compare_people(one, other).score <= 1
    assert len(identity.person_keys(one)) <= 40
    firm, firm_b = identity.OrganisationEvidence((a,)), identity.OrganisationEvidence((b,))
    assert 0 <= identity.compare_organisations(firm, firm_b).score <= 1
    assert len(identity.organisation_keys(firm)) <= 40


@settings(max_examples=150, deadline=None)
@given(HARD)
def test_no_text_makes_a_parser_raise_or_change_it(text: str) -> None:
    assert identity.parse_name(text).full == text
    assert identity.parse_organisation(text).full == text
    assert normalise_email(text) is None or "@" in normalise_email(text)
    phone = parse_phone(text, "DE")
    assert phone is None or phone.raw == text
    assert all(token for token in index_tokens(text) + query_tokens(text))
    assert sort_key(text, "ko").isascii()
    for kind in identity.identifiers.KINDS:
        check_identifier(kind, text)


@settings(max_examples=100, deadline=None)
@given(HARD)
def test_every_text_is_found_by_itself(text: str) -> None:
    assert set(query_tokens(text)) <= set(index_tokens(text))


@pytest.mark.parametrize(("name", "read"), [
    ("김민수", "Kim Minsu"), ("한서윤", "Han Seoyun"), ("李雷", "Li Lei"), ("欧阳娜娜", "Ouyang Nana"), ("吕布", "Lü Bu"),
    ("刘 伟", "Liu Wei"), ("Müller", None), ("가", None), ("김李", None), ("", None), ("중국사람들", None)])
def test_a_name_is_read_in_latin_letters(name, read):
    assert identity.romanised(name) == read


@pytest.mark.parametrize(("query", "digits"), [
    ("+49 (0)171 23-45678", "491712345678"), ("0049 171", "49171"), ("010-5550-0142", "1055500142"), ("0142", None),
    ("L-2027-0001", None), ("kim 0142", None), ("2027", "2027"), ("", None), ("+", None)])
def test_the_digits_of_an_asked_number(query, digits):
    assert identity.asked_digits(query) == digits


def test_a_number_is_found_by_its_end_and_written_in_groups():
    assert {"491712345678", "01712345678", "1712345678", "5678"} <= set(identity.phone_words("+491712345678"))
    assert identity.phone_words("ask for Ms Muster") == []
    assert identity.written_phone("+8613900000188") == "+86 139 0000 0188"
    assert identity.written_phone("ask") == "ask"


@pytest.mark.parametrize(("name", "bare"), [
    ("Velox Photonik GmbH & Co. KG", "velox photonik"), ("(주)가람전자", "가람전자"), ("示例光电（无锡）有限公司", "示例光电"),
    ("Velox", None), ("GmbH", None), ("", None)])
def test_a_firm_without_its_legal_form(name, bare):
    assert identity.without_form(name) == bare
