"""A merge is taken back: what nobody touched goes back, what was edited since stays and is listed."""

import itertools
from contextlib import contextmanager

import pytest
from sqlalchemy import delete, select

from outreach.activity import SYSTEM
from outreach.contacts import queries, services
from outreach.contacts.models import (
    Affiliation,
    DuplicateCandidate,
    MergeSnapshot,
    Organisation,
    Person,
    PersonChannel,
    RecordMerge,
)
from outreach.contacts.services.merging import merge_records, undo_merge
from outreach.contacts.services.merging.references import references
from outreach.contacts.services.restoring import values_of
from outreach.db import db, rows, transaction
from outreach.errors import NotFound, Refused
from outreach.event_contacts.models import EventContact
from outreach.invitations.models import Invitation
from outreach.invitations.queries import by_token
from outreach.invitations.services import Answer, answer
from outreach.leads.models import LeadPerson
from outreach.leads.services import PersonRole
from outreach.privacy.models import Consent
from outreach.privacy.queries import consent_in_force, consent_texts
from outreach.privacy.services import give_consent, withdraw_consent
from outreach.search import index
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, make_person
from tests.factories.events import make_event
from tests.factories.invitations import invite
from tests.factories.leads import make_lead


@contextmanager
def refused(code: str):
    """What is done inside is refused with this code."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code


def merge(kept, removed, **choices) -> RecordMerge:
    """The merge of two records."""
    with transaction():
        return merge_records(SYSTEM, kept.__tablename__, kept.id, removed.id, choices)


def undo(done: RecordMerge, **how) -> RecordMerge:
    """The merge, undone."""
    with transaction():
        return undo_merge(SYSTEM, done.id, **how)


#: Bookkeeping that moves on with every act.
MOVING_ON = {"version": 0, "updated_at": 0}


def picture(*records) -> list:
    """Everything that is stored of these records, without what every act moves on."""
    found = []
    for record in records:
        kind = record.__tablename__
        found.append({**rows.read(kind, "id", [record.id])[0], **MOVING_ON})
        for item in references(kind):
            found.append((item.key, [{**row, **({} if "updated_at" not in row else MOVING_ON)}
                                     for row in rows.read(item.table, item.column, [record.id])]))
    return found


@pytest.fixture
def two(session):
    """Two records with something of every kind, some of it on both."""
    one = make_person("Minsoo Kim", email="minsoo@firma.example.org", country="KR", organisation="Garam Photonics", notes="One")
    other = make_person("김민수", phone="+82 10 1234 5678", language="ko", organisation="Garam Photonics", job_title="부장",
                        emails=["minsoo@firma.example.org"], notes="Two")
    event = make_event()
    invite(event, one)
    second = invite(event, other)
    with transaction():
        answer(SYSTEM, second.invitation, Answer("accepted", "link", 2), token=second.token)
        db.session.add_all([EventContact(event_id=event.id, person_id=person.id, source="typed") for person in (one, other)])
    make_lead(people=[PersonRole(one.id, "technical"), PersonRole(other.id, "decision_maker", True)])
    make_lead(people=[other])
    return one, other


def test_everything_goes_back_where_nobody_touched_it(two):
    before = picture(*two)
    done = merge(*two, full_name="removed", country="removed")
    assert picture(*two) != before
    undone = undo(done)
    assert picture(*two) == before
    assert undone.snapshot.left == {"edited": [], "stays": {}}
    assert undone.undone_at is not None


def test_both_are_found_again_and_are_not_asked_about_again(two, session):
    kept, removed = two
    undo(merge(*two))
    officer = make_user()
    assert queries.get_person(officer, removed.id).full_name == "김민수"
    assert removed.id in [hit.ref_id for hit in index.find("김민수", officer, kinds=["person"])]
    assert [hit.ref_id for hit in index.find("010-1234-5678", officer, kinds=["person"])] == [removed.id]
    assert removed.id in [match.person.id for match in services.find_matches(services.PersonValues("김민수"))]
    pair, = session.scalars(select(DuplicateCandidate))
    assert (pair.state, {pair.person_id, pair.other_id}) == ("not_same", {kept.id, removed.id})


def test_a_field_that_was_edited_since_stays_and_is_listed(two, session):
    kept, removed = two
    done = merge(*two)
    with transaction():
        person = session.get(Person, kept.id)
        services.edit_person(SYSTEM, person, services.PersonValues(
            "Minsoo Kim", other_names=["김민수"], emails=["minsoo@firma.example.org"], phones=[("mobile", "+82 10 1234 5678")],
            organisation="Garam Photonics", job_title="부장", country="DE", language="ko", notes="Edited"), person.version)
    undone = undo(done)
    person = session.get(Person, kept.id)
    assert (person.notes, person.country, person.language) == ("Edited", "DE", None)
    assert undone.snapshot.left["edited"] == [["field", "notes", "Edited"]]
    assert [item.text for item in person.names] == ["Minsoo Kim"]
    assert session.get(Person, removed.id).notes == "Two"


def test_a_name_that_was_edited_since_stays_whole(two, session):
    kept, _removed = two
    done = merge(*two, full_name="removed")
    with transaction():
        person = session.get(Person, kept.id)
        services.edit_person(SYSTEM, person, services.PersonValues("金民秀", organisation="Garam Photonics"), person.version)
    undone = undo(done)
    person = session.get(Person, kept.id)
    assert (person.full_name, person.script) == ("金民秀", "han")
    assert "金民秀" in [item.text for item in person.names]
    assert ["field", "full_name", "金民秀"] in undone.snapshot.left["edited"]
    assert ["gone", "person_name", ""] in undone.snapshot.left["edited"]


def test_rows_that_came_after_the_merge_stay_and_are_listed(two, session):
    kept, removed = two
    done = merge(*two)
    with transaction():
        newer = EventContact(event_id=make_event(code="HMI-2027").id, person_id=kept.id, source="typed")
        db.session.add(newer)
    undone = undo(done)
    assert undone.snapshot.left["stays"] == {"event_contact.person_id": [newer.id]}
    assert session.get(EventContact, newer.id).person_id == kept.id
    assert len(session.scalars(select(EventContact).where(EventContact.person_id == removed.id)).all()) == 1


def test_a_row_that_was_removed_since_stays_removed(two, session):
    kept, removed = two
    done = merge(*two)
    with transaction():
        session.execute(delete(PersonChannel).where(PersonChannel.person_id == kept.id, PersonChannel.kind == "mobile"))
        session.expire_all()
    undone = undo(done)
    assert ["gone", "person_channel", ""] in undone.snapshot.left["edited"]
    assert [item.kind for item in session.get(Person, removed.id).channels] == ["email"]


def test_both_invitations_and_their_links_stand_again(two, session):
    kept, removed = two
    tokens = {}
    event = make_event(code="HMI-2027")
    for person in two:
        tokens[person.id] = invite(event, person).token
    undo(merge(*two))
    assert {by_token(token).person_id for token in tokens.values()} == {kept.id, removed.id}
    answered, = session.scalars(select(Invitation).where(Invitation.state == "accepted"))
    assert (answered.person_id, len(answered.answers)) == (removed.id, 1)


@pytest.mark.parametrize("order", ["first", "second"])
@pytest.mark.parametrize("way", ["into the same", "into another"])
def test_after_a_second_merge_either_is_undone_first(two, session, order, way):
    one, other = two
    third = make_person("Kim Min-su", email="kim@firma.example.org", organisation="Garam Photonics", notes="Three", country="US")
    make_lead(people=[third])
    before = picture(one, other, third)
    first = merge(one, other)
    second = merge(one, third) if way == "into the same" else merge(third, one)
    done = [first, second] if order == "first" else [second, first]
    for item in done:
        left = undo(item).snapshot.left
        assert left == {"edited": [], "stays": {}}
    assert picture(one, other, third) == before


@pytest.mark.parametrize("way", ["into the same", "into another"])
def test_the_first_undone_after_a_second_gives_back_what_was_the_others_only(two, session, way):
    one, other = two
    third = make_person("Kim Min-su", email="kim@firma.example.org")
    alone = picture(other)
    first = merge(one, other)
    merge(one, third) if way == "into the same" else merge(third, one)
    undo(first)
    assert picture(other) == alone
    top = session.get(Person, one.id if way == "into the same" else third.id)
    assert {item.text for item in top.names} == {"Minsoo Kim", "Kim Min-su"}
    assert set(session.scalars(select(LeadPerson.person_id))) == {top.id, other.id}


def test_any_order_of_three_merges_and_their_undoing_loses_nothing(session):
    people = [make_person(name, email=f"p{number}@firma.example.org", notes=name, country=country) for number, (name, country)
              in enumerate([("Anna Köhler", None), ("Anna Koehler", "DE"), ("안나 쾰러", "KR"), ("安娜", None)])]
    make_lead(people=people)
    before = picture(*people)
    for order in itertools.permutations(range(3)):
        done = [merge(people[0], people[1]), merge(people[2], people[0]), merge(people[2], people[3])]
        for number in order:
            undo(done[number], remember=False)
        assert picture(*people) == before, order


def test_two_organisations_part_again(session):
    kept, removed = make_organisation("Garam Electronics Co., Ltd", "KR"), make_organisation("가람전자(주)", "KR", city="수원")
    both = make_person(organisation=kept)
    with transaction():
        db.session.add(Affiliation(person_id=both.id, organisation_id=removed.id, job_title="CTO"))
    make_person(organisation=removed)
    lead = make_lead(organisation=removed)
    before = picture(kept, removed)
    undo(merge(kept, removed, name="removed"))
    assert picture(kept, removed) == before
    session.refresh(lead)
    assert lead.organisation_id == removed.id
    assert session.get(Organisation, removed.id).merged_into_id is None


def give(person):
    """A consent of a person."""
    text = consent_texts("en")[0]
    with transaction():
        give_consent(SYSTEM, person.email, text.purpose, text.version, "en", "form", person=person)
    return text.purpose


def test_what_only_the_merge_withdrew_holds_again_and_what_was_withdrawn_meanwhile_is_withdrawn_for_both(session):
    kept = make_person("Anna Köhler", email="a@firma.example.org")
    removed = make_person("Anna Koehler", email="b@firma.example.org")
    purpose = give(kept)
    give(removed)
    with transaction():
        withdraw_consent(SYSTEM, "b@firma.example.org", purpose, "mail")
    done = merge(kept, removed)
    assert consent_in_force("a@firma.example.org", purpose) is None
    undo(done)
    assert consent_in_force("a@firma.example.org", purpose) is not None
    give(removed)
    done = merge(kept, removed)
    assert consent_in_force("a@firma.example.org", purpose) is not None
    with transaction():
        withdraw_consent(SYSTEM, "a@firma.example.org", purpose, "mail")
    undo(done)
    assert consent_in_force("a@firma.example.org", purpose) is None
    assert consent_in_force("b@firma.example.org", purpose) is None
    assert set(session.scalars(select(Consent.person_id))) == {kept.id, removed.id}


def test_after_an_erasure_the_answer_is_clear_and_no_copy_is_left(two, session):
    merge_id, other_id = merge(*two).id, two[1].id
    with transaction():
        for model in (LeadPerson, EventContact):
            session.execute(delete(model))
        session.execute(delete(Person).where(Person.id == two[0].id).execution_options(synchronize_session=False))
        session.expunge_all()
    with refused("merge_erased"), transaction():
        undo_merge(SYSTEM, merge_id)
    assert session.scalar(select(MergeSnapshot)) is None
    assert rows.read("person", "id", [other_id]) == []


def test_a_merge_is_undone_once(two):
    done = merge(*two)
    undo(done)
    with refused("merge_undone"):
        undo(done)
    with pytest.raises(NotFound), transaction():
        undo_merge(SYSTEM, 10**6)


def test_what_a_second_record_brings_too_stays_when_the_first_is_parted(session):
    kept = make_person("Adalbert Quint")
    same = {"email": "quint@firma.example.org", "organisation": "Quintfirma GmbH", "country": "DE"}
    first, second = make_person("A. Quint", **same), make_person("Adalbert Quint", **same)
    one, two = merge(kept, first), merge(kept, second)
    undo(one)
    person = session.get(Person, kept.id)
    assert (person.email, person.country, person.organisation.name) == ("quint@firma.example.org", "DE", "Quintfirma GmbH")
    assert session.get(Person, first.id).email == "quint@firma.example.org"
    undo(two)
    person, parted = session.get(Person, kept.id), session.get(Person, second.id)
    assert (person.email, person.country, person.organisation) == (None, None, None)
    assert (parted.email, parted.country, parted.organisation.name) == ("quint@firma.example.org", "DE", "Quintfirma GmbH")


def test_a_position_that_was_edited_since_stays_and_the_other_gets_its_own_back(session):
    kept, removed = make_person("Uta Alt"), make_person("Uta Alt", organisation="Beta Undo GmbH", job_title="Leiterin")
    done = merge(kept, removed)
    with transaction():
        person = session.get(Person, kept.id)
        values = values_of(person)
        values.job_title = "Chefin"
        services.edit_person(SYSTEM, person, values, person.version)
    undone = undo(done)
    assert session.get(Person, kept.id).affiliation.job_title == "Chefin"
    assert session.get(Person, removed.id).affiliation.job_title == "Leiterin"
    assert [item[:2] for item in undone.snapshot.left["edited"]] == [["row", "affiliation"]]
