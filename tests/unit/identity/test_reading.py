"""Records of other programs become evidence, whatever their keys."""

from __future__ import annotations

import pytest

from outreach.identity.reading import Unreadable, country_code, domain_of, organisation_from, person_from


def test_a_person_is_read_from_singular_and_plural_keys() -> None:
    found = person_from({
        "name": "김민수", "names": {"latin": "Kim Min-su"}, "emails": ["MIN@a.example.org", "no address"],
        "phone": "010-5550-0001", "organisation": {"name": "(주)가람전자", "country": "KR"}, "wechat": "@Wx_1",
        "handles": ["kakaotalk:Kim1", {"whatsapp": "+82105550"}], "age": 40})
    assert found.names == ("김민수", "Kim Min-su")
    assert found.emails == ("min@a.example.org",)
    assert found.phones == found.direct_phones == ("+821055500001",)
    assert (found.organisation, found.country) == ("(주)가람전자", "KR")
    assert set(found.handles) == {"wechat:wx_1", "kakaotalk:kim1", "whatsapp:+82105550"}


@pytest.mark.parametrize("identifiers", [
    {"kr_business": "124-81-00998"}, [["kr_business", "1248100998"]], ["124-81-00998"],
    [{"kind": "kr_business", "value": "124 81 00998"}], "124-81-00998"])
def test_numbers_are_read_in_every_shape(identifiers) -> None:
    assert organisation_from({"name": "x", "identifiers": identifiers}).identifiers == (("kr_business", "1248100998"),)


def test_a_firm_has_the_domains_of_its_addresses_but_no_provider() -> None:
    found = organisation_from({"name": "X", "email": ["info@a.example.org", "x@163.com"], "website": "https://www.B.example.org/x?y"})
    assert found.domains == ("a.example.org", "b.example.org")


@pytest.mark.parametrize("record", [7, None, [], {}, "", {"name": None}, {"name": {}}, {"age": 3}])
def test_what_says_nothing_is_refused(record) -> None:
    for read in (person_from, organisation_from):
        with pytest.raises(Unreadable):
            read(record)


def test_countries_and_domains_are_read_in_several_writings() -> None:
    assert [country_code(c) for c in ("de", "UK", "Deutschland", "韩国", "Atlantis", None, 5)] == [
        "DE", "GB", "DE", "KR", None, None, None]
    assert domain_of("http://user@www.Müller.example.org:80/") == "xn--mller-kva.example.org"
    assert domain_of("nothing here") is None
