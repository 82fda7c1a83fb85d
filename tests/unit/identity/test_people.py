"""What is said of two people: no more than the evidence holds."""

from outreach.identity import PersonEvidence, compare_people


def _codes(one: PersonEvidence, other: PersonEvidence) -> set[str]:
    return {reason.code for reason in compare_people(one, other).reasons}


def test_firms_whose_names_are_alike_are_not_called_the_same():
    codes = _codes(PersonEvidence(("박도윤",), emails=("doyun@firma.example.org",), organisation="(주)새벽전자", country="KR"),
                   PersonEvidence(("Doyun Park",), emails=("doyun@firma.example.org",),
                                  organisation="Saebyeok Electronics Co., Ltd.", country="KR"))
    assert "organisation_equal" not in codes and "firm_name_alike" in codes


def test_an_initial_makes_no_name_a_common_one():
    assert "name_common" not in _codes(PersonEvidence(("A. Quint",)), PersonEvidence(("Adalbert Quint",)))
    assert "name_common" in _codes(PersonEvidence(("김민수",)), PersonEvidence(("Minsu Kim",)))
