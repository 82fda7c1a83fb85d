"""Adding people, attaching what is told of a known one, and changing them."""

import pytest
from sqlalchemy import func, select

from outreach.activity import SYSTEM
from outreach.activity.models import ActivityEntry
from outreach.contacts import services
from outreach.contacts.models import DuplicateCandidate, Person, PersonKey
from outreach.contacts.services import PersonValues
from outreach.contacts.services.people import person_text
from outreach.db import db, transaction
from outreach.errors import Conflict, Refused
from outreach.search import index
from tests.factories.contacts import make_person
from tests.factories.imports import make_import


class Reader:
    """Somebody of our own."""

    role = "reader"


def attach(name: str, doubtful: str = "new", **told) -> services.Attached:
    """What becomes of somebody told of on a card."""
    with transaction():
        return services.attach_or_create(SYSTEM, PersonValues(name, **told), "card", doubtful=doubtful)


def count(model) -> int:
    """How many rows are stored."""
    return db.session.scalar(select(func.count()).select_from(model))


def verbs() -> list[str]:
    """What the log says, oldest first."""
    return list(db.session.scalars(select(ActivityEntry.verb).order_by(ActivityEntry.id)))


def test_a_person_is_stored_with_the_parts_of_the_name_and_a_line_in_one_form(session):
    person = make_person("Jürgen Müller", phone="0171 2345678", organisation="Velox Photonik GmbH", language="de")
    assert (person.given_name, person.family_name, person.script) == ("Jürgen", "Müller", "latin")
    assert person.country == "DE"
    assert (person.phone, person.channels[0].raw) == ("+491712345678", "0171 2345678")
    assert person.organisation.name == "Velox Photonik GmbH"
    assert verbs()[-1] == "person.created"


def test_a_chinese_and_a_korean_name_know_their_family_name(session):
    assert make_person("欧阳明", language="zh").family_name == "欧阳"
    assert make_person("김민수", language="ko").family_name == "김"


@pytest.mark.parametrize("name", ["", "   ", "\x00"[:0], "x" * 301])
def test_a_name_that_says_nothing_or_too_much_is_refused_and_nothing_is_stored(session, name):
    with pytest.raises(Refused) as refused, transaction():
        services.create_person(SYSTEM, PersonValues(name))
    assert refused.value.field == "full_name"
    assert count(Person) == 0


@pytest.mark.parametrize(("name", "language", "titles", "gender"), [
    ("Herr Thomas Krüger", "de", None, "m"), ("Frau Dr. Sabine Vogel", "de", "Dr.", "f"), ("Mr. Smith", "en", None, "m"),
    ("赵丽女士", "zh", None, "f"), ("Prof. Dr. Max Weber", "de", "Prof. Dr.", None), ("Sabine Vogel", "de", None, None)])
def test_a_form_of_address_in_the_name_tells_gender_and_titles(session, name, language, titles, gender):
    told = attach(name, language=language).person
    assert (told.full_name, told.titles, told.gender) == (name, titles, gender)
    make_import(rows=(f"{name};;x@velox.example.org;;",), applied=True)
    filed = session.scalars(select(Person).where(Person.full_name == name, Person.id != told.id)).one()
    assert (filed.titles, filed.gender) == (titles, gender)


def test_an_equal_mail_and_a_fitting_name_attach(session):
    known = make_person("Jürgen Müller", email="j.mueller@velox.example.org")
    told = attach("Juergen Mueller", emails=["J.Mueller@VELOX.example.org"], phones=[("mobile", "+49 171 2345678")])
    assert (told.verdict, told.created, told.person.id) == ("same", False, known.id)
    assert told.person.phone == "+491712345678"
    assert {item.text for item in known.names} == {"Jürgen Müller", "Juergen Mueller"}
    assert verbs()[-1] == "person.attached"


def test_an_equal_mobile_and_a_fitting_name_attach_across_scripts(session):
    known = make_person("김민수", phone="010-5550-0001", country="KR")
    told = attach("Min-su Kim", phones=[("mobile", "+82 10 5550 0001")])
    assert (told.verdict, told.person.id) == ("same", known.id)


def test_a_position_is_filled_in_where_the_person_is_at_the_firm_already(session):
    known = make_person("Jürgen Müller", email="j.mueller@velox.example.org", organisation="Velox GmbH")
    told = {"emails": ["j.mueller@velox.example.org"], "organisation": "Velox GmbH"}
    attach("Jürgen Müller", **told, job_title="Leiter", department="Labor")
    assert [(item.job_title, item.department) for item in known.affiliations] == [("Leiter", "Labor")]
    attach("Jürgen Müller", **told, job_title="Werkstudent")
    assert known.affiliation.job_title == "Leiter"


def test_what_adds_nothing_is_not_logged_twice(session):
    make_person("Jürgen Müller", email="j.mueller@velox.example.org")
    before = len(verbs())
    attach("Jürgen Müller", emails=["j.mueller@velox.example.org"])
    assert len(verbs()) == before


def test_a_shared_mailbox_never_attaches(session):
    known = make_person("Jürgen Müller", email="info@velox.example.org", organisation="Velox Photonik GmbH")
    told = attach("Jürgen Müller", emails=["info@velox.example.org"], organisation="Velox Photonik GmbH")
    assert (told.verdict, told.created) == ("doubtful", True)
    assert told.person.id != known.id


def test_an_equal_mail_with_another_name_is_another_person(session):
    known = make_person("Jürgen Müller", email="j.mueller@velox.example.org")
    told = attach("Siobhán O'Connor", emails=["j.mueller@velox.example.org"])
    assert told.person.id != known.id


def test_a_switchboard_that_colleagues_share_attaches_nobody(session):
    known = make_person("Jürgen Müller", phones=[("work", "+49 89 1234567")], organisation="Velox Photonik GmbH")
    told = attach("Jürgen Müller", phones=[("work", "+49 89 1234567")])
    assert told.person.id != known.id


def test_an_equal_name_alone_is_doubtful_and_marked(session):
    known = make_person("Anneliese Schröder", organisation="Spektrion Photonik GmbH")
    told = attach("Anneliese Schroeder", organisation="Spektrion Photonik GmbH")
    assert (told.verdict, told.created) == ("doubtful", True)
    pair = db.session.scalars(select(DuplicateCandidate)).one()
    assert (pair.person_id, pair.other_id, pair.state) == (told.person.id, known.id, "open")
    assert pair.reasons


def test_a_doubtful_one_joins_the_likeliest_where_somebody_says_so(session):
    known = make_person("Anneliese Schröder", organisation="Spektrion Photonik GmbH")
    told = attach("Anneliese Schroeder", doubtful="same", organisation="Spektrion Photonik GmbH")
    assert (told.verdict, told.person.id) == ("same", known.id)
    assert count(Person) == 1


def test_nobody_alike_is_simply_new(session):
    make_person("Anneliese Schröder")
    told = attach("Siobhán O'Connor", organisation="Halvard Optics Ltd")
    assert (told.verdict, told.created, told.comparison) == ("new", True, None)
    assert told.affiliation.organisation.name == "Halvard Optics Ltd"


def test_a_second_firm_stands_beside_the_first(session):
    known = make_person("Jürgen Müller", email="j.mueller@example.com", organisation="Velox Photonik GmbH")
    attach("Jürgen Müller", emails=["j.mueller@example.com"], organisation="Halvard Optics Ltd")
    assert [item.organisation.name for item in known.affiliations] == ["Velox Photonik GmbH", "Halvard Optics Ltd"]


def test_an_edit_replaces_what_the_form_holds_and_is_found_anew(session):
    person = make_person("Jürgen Müller", email="j.mueller@velox.example.org", organisation="Velox Photonik GmbH")
    with transaction():
        services.edit_person(SYSTEM, person, PersonValues(
            "Jürgen Schneider", emails=["j.schneider@velox.example.org"], organisation="Velox Photonik GmbH",
            country="DE"), person.version)
    assert person.version == 2
    assert "Jürgen Müller" not in person_text(person).names
    assert index.find("schneider", Reader())[0].ref_id == person.id
    assert index.find("j.mueller@velox", Reader()) == []
    entry = db.session.scalars(select(ActivityEntry).order_by(ActivityEntry.id.desc()).limit(1)).one()
    assert entry.verb == "person.edited"
    assert entry.data["changes"]["full_name"] == ["Jürgen Müller", "Jürgen Schneider"]
    assert entry.data["changes"]["channels"] == [
        [["email", "j.mueller@velox.example.org"]], [["email", "j.schneider@velox.example.org"]]]


def test_an_edit_that_changes_nothing_leaves_no_trace(session):
    person = make_person("Jürgen Müller", email="j.mueller@velox.example.org", country="DE")
    before = len(verbs())
    with transaction():
        services.edit_person(SYSTEM, person, PersonValues(
            "Jürgen Müller", emails=["j.mueller@velox.example.org"], country="DE"), person.version)
    assert (person.version, len(verbs())) == (1, before)


def test_the_second_of_two_editors_is_told(session):
    person = make_person("Jürgen Müller")
    with pytest.raises(Conflict), transaction():
        services.edit_person(SYSTEM, person, PersonValues("Somebody Else"), person.version + 1)
    assert person.full_name == "Jürgen Müller"


def test_an_emptied_organisation_ends_the_affiliation_and_keeps_it(session):
    person = make_person("Jürgen Müller", organisation="Velox Photonik GmbH", country="DE")
    with transaction():
        services.edit_person(SYSTEM, person, PersonValues("Jürgen Müller", country="DE"), person.version)
    assert person.organisation is None
    assert person.affiliations[0].until is not None


def test_keys_follow_the_record(session):
    person = make_person("Jürgen Müller", email="j.mueller@velox.example.org")
    key = "e:j.mueller@velox.example.org"
    assert db.session.scalar(select(PersonKey.person_id).where(PersonKey.key == key)) == person.id
    with transaction():
        services.edit_person(SYSTEM, person, PersonValues("Jürgen Müller"), person.version)
    assert db.session.scalar(select(PersonKey.person_id).where(PersonKey.key == key)) is None
