"""Two records become one: what is chosen, what moves, what would stand twice, and what is refused."""

import itertools
import random
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from outreach.activity import SYSTEM
from outreach.activity.changes import told
from outreach.activity.models import ActivityEntry
from outreach.contacts import queries, services
from outreach.contacts.models import (
    Affiliation,
    DuplicateCandidate,
    Organisation,
    OrganisationName,
    Person,
    PersonChannel,
    PersonName,
    RecordMerge,
    seeing_merged,
)
from outreach.contacts.services.merging import merge_records, preview_merge
from outreach.contacts.services.merging.references import references
from outreach.db import db, rows, transaction
from outreach.errors import NotFound, Refused
from outreach.event_contacts.models import EventContact
from outreach.i18n import in_language
from outreach.invitations.models import Invitation
from outreach.invitations.queries import by_token
from outreach.leads.models import LeadPerson
from outreach.leads.services import PersonRole
from outreach.privacy.models import Consent
from outreach.privacy.queries import consent_in_force, consent_texts
from outreach.privacy.services import give_consent, withdraw_consent
from outreach.search import index
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, make_person
from tests.factories.event_contacts import make_event_contact
from tests.factories.events import make_event
from tests.factories.invitations import invite
from tests.factories.leads import make_lead


@contextmanager
def refused(code: str):
    """What is done inside is refused with this code."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code


def merge(kept, removed, **choices):
    """The merge of two people or organisations."""
    with transaction():
        return merge_records(SYSTEM, kept.__tablename__, kept.id, removed.id, choices)


def stored(kind: str, key: int) -> tuple[dict, dict]:
    """What stands in the database: the record's columns, and per reference the rows that point to it."""
    record = rows.read(kind, "id", [key])[0]
    return record, {item.key: {row["id"]: row for row in rows.read(item.table, item.column, [key])}
                    for item in references(kind)}


def assert_as_previewed(kind: str, kept_id: int, removed_id: int, choices: dict) -> None:
    """The preview says exactly what is stored afterwards, apart from the version and the keys of added rows."""
    plan = preview_merge(kind, kept_id, removed_id, choices)
    record, relations = plan.after()
    added = sorted(str(sorted(add.values.items())) for add in plan.steps.adds if add.table != "consent")
    with transaction():
        done = merge_records(SYSTEM, kind, kept_id, removed_id, choices)
    keys = {(item["table"], item["key"]) for item in done.snapshot.done["adds"]}
    now_record, now_relations = stored(kind, kept_id)
    assert {**now_record, "version": 0, "updated_at": 0} == {**record, "version": 0, "updated_at": 0}
    for item in references(kind):
        here = {key: row for key, row in now_relations[item.key].items() if (item.table, key) not in keys}
        assert here == relations[item.key], item.key
    assert sorted(str(sorted(item["values"].items())) for item in done.snapshot.done["adds"]
                  if item["table"] != "consent") == added
    assert all(not ids for ids in stored(kind, removed_id)[1].values())


@pytest.fixture
def two(session):
    """One man in two scripts, as two records."""
    return (make_person("Minsoo Kim", email="minsoo@firma.example.org", country="KR", organisation="Garam Photonics",
                        notes="Met in Munich"),
            make_person("김민수", phone="+82 10 1234 5678", language="ko", organisation="Garam Photonics",
                        job_title="부장", notes="Prefers mail"))


def test_names_channels_and_affiliations_are_joined_without_doubles(two):
    kept, removed = two
    merge(kept, removed)
    person = db.session.get(Person, kept.id)
    assert [item.text for item in person.names] == ["Minsoo Kim", "김민수"]
    assert [item.value for item in person.channels] == ["minsoo@firma.example.org", "+821012345678"]
    place, = person.affiliations
    assert place.job_title == "부장"
    assert (person.full_name, person.language, person.country) == ("Minsoo Kim", "ko", "KR")
    assert person.notes == "Met in Munich\n\nPrefers mail"


def test_a_chosen_name_brings_what_follows_from_it(two):
    kept, removed = two
    merge(kept, removed, full_name="removed", notes="kept")
    person = db.session.get(Person, kept.id)
    assert (person.full_name, person.script, person.sort_key) == ("김민수", "hangul", removed.sort_key)
    assert person.notes == "Met in Munich"


def test_the_same_line_of_two_kinds_stands_once_and_says_the_surer_kind(session):
    kept, removed = make_person("Anna Köhler"), make_person("Anna Koehler")
    with transaction():
        db.session.add_all([
            PersonChannel(person_id=kept.id, kind="work", value="+4989123456", raw="089 123456"),
            PersonChannel(person_id=removed.id, kind="direct", value="+4989123456", raw="089/123456", extension="7")])
    merge(kept, removed)
    line, = [item for item in db.session.get(Person, kept.id).channels if item.value.startswith("+")]
    assert (line.kind, line.extension) == ("direct", "7")


def test_every_room_finds_its_rows_at_the_kept_record(two, session):
    kept, removed = two
    event = make_event()
    make_lead(people=[removed])
    with transaction():
        db.session.add_all([EventContact(event_id=event.id, person_id=one.id, source="typed") for one in two])
    invite(event, removed)
    merge(kept, removed)
    for model in (EventContact, Invitation, LeadPerson):
        assert set(session.scalars(select(model.person_id))) == {kept.id}
    assert len(session.scalars(select(EventContact)).all()) == 2


def test_the_weightier_role_on_one_lead_is_kept(two, session):
    kept, removed = two
    lead = make_lead(people=[PersonRole(kept.id, "technical"), PersonRole(removed.id, "decision_maker", True)])
    done = merge(kept, removed)
    role, = session.scalars(select(LeadPerson).where(LeadPerson.lead_id == lead.id))
    assert (role.person_id, role.role, role.is_primary) == (kept.id, "decision_maker", True)
    assert [item["row"]["role"] for item in done.snapshot.done["drops"] if item["table"] == "lead_person"] == ["decision_maker"]


def test_of_two_invitations_to_one_event_the_answer_and_both_links_are_kept(two, session):
    from outreach.invitations.services import Answer, answer

    kept, removed = two
    event = make_event()
    first, second = invite(event, kept), invite(event, removed)
    with transaction():
        answer(SYSTEM, second.invitation, Answer("accepted", "link", 1), token=second.token)
    merge(kept, removed)
    row, = session.scalars(select(Invitation))
    assert (row.person_id, row.state, row.guests, len(row.answers)) == (kept.id, "accepted", 1, 1)
    assert {by_token(first.token).id, by_token(second.token).id} == {row.id}


def test_what_one_of_both_withdrew_the_other_has_withdrawn_too(session):
    purpose = consent_texts("en")[0]
    kept = make_person("Anna Köhler", email="a@firma.example.org")
    removed = make_person("Anna Koehler", email="b@firma.example.org")
    with transaction():
        for one in (kept, removed):
            give_consent(SYSTEM, one.email, purpose.purpose, purpose.version, "en", "form", person=one)
        withdraw_consent(SYSTEM, removed.email, purpose.purpose, "mail")
    assert consent_in_force(kept.email, purpose.purpose)
    merge(kept, removed)
    assert consent_in_force("a@firma.example.org", purpose.purpose) is None
    assert set(session.scalars(select(Consent.person_id))) == {kept.id}


def test_search_and_keys_know_one_person_and_old_links_lead_on(two):
    kept, removed = two
    merge(kept, removed)
    officer = make_user()
    assert [hit.ref_id for hit in index.find("김민수", officer, kinds=["person"])] == [kept.id]
    assert [match.person.id for match in services.find_matches(services.PersonValues("김민수"))] == [kept.id]
    assert queries.merged_into("person", removed.id) == kept.id
    with pytest.raises(NotFound):
        queries.get_person(officer, removed.id)


def test_the_key_of_the_removed_record_is_never_given_again(two):
    kept, removed = two
    merge(kept, removed)
    assert make_person().id > removed.id


def test_the_timeline_of_both_stands_at_the_kept_record(two, session):
    kept, removed = two
    before = set(session.scalars(queries.person_timeline(removed)))
    merge(kept, removed)
    after = list(session.scalars(queries.person_timeline(kept)))
    assert before < set(after)
    assert after[0].verb == "person.merged"


def told_of_merge(session, kept) -> dict[str, str | None]:
    """What the timeline says of the newest merge into a record, by name of the field."""
    entry = session.scalars(select(ActivityEntry).where(
        ActivityEntry.verb == f"{kept.__tablename__}.merged", ActivityEntry.subject_id == kept.id)).one()
    with in_language("en"):
        return {line.name: line.new for line in told(entry)}


def test_the_timeline_tells_a_merge_in_words_and_not_in_codes(session):
    kept = make_person("Minsoo Kim")
    merge(kept, make_person("김민수", gender="f", language="ko", salutation="김 교수님께",
                            notes="뮌헨에서 만남", notes_language="ko", notes_in={"en": "Met in Munich"}))
    words = told_of_merge(session, kept)
    assert (words["Salutation"], words["Language of the notes"], words["Opening of a letter"]) == (
        "Ms", "Korean", "김 교수님께")
    assert words["Translations of the notes"] == "English: Met in Munich"


def test_the_timeline_tells_a_merge_of_organisations_in_words_too(session):
    kept, removed = make_organisation("Garam Electronics", "KR"), make_organisation(
        "Garam Electronics Co., Ltd", "KR", kind="institute", street="Industriestraße 1", postcode="16677")
    merge(kept, removed, name="removed", kind="removed")
    words = told_of_merge(session, kept)
    assert (words["Kind"], words["Legal form"], words["Street"], words["Postcode"]) == (
        "Research institute", "Co., Ltd", "Industriestraße 1", "16677")


def test_decisions_about_either_hold_for_the_kept_record(session):
    kept, removed, third = make_person("Anna Köhler"), make_person("Anna Koehler"), make_person("Anna Kohler")
    with transaction():
        for pair in db.session.scalars(select(DuplicateCandidate)):
            if {pair.person_id, pair.other_id} == {removed.id, third.id}:
                services.decide_duplicate(SYSTEM, pair, "not_same")
    merge(kept, removed)
    found = [pair for pair in session.scalars(select(DuplicateCandidate)) if pair.state != "merged"]
    assert [(pair.state, {pair.person_id, pair.other_id}) for pair in found] == [("not_same", {kept.id, third.id})]


def test_two_organisations_become_one_with_their_people_names_and_leads(session):
    kept, removed = make_organisation("Garam Electronics Co., Ltd", "KR"), make_organisation("가람전자(주)", "KR", city="수원")
    someone, both = make_person(organisation=removed), make_person(organisation=kept, job_title="CTO")
    with transaction():
        db.session.add(Affiliation(person_id=both.id, organisation_id=removed.id))
    lead = make_lead(organisation=removed)
    merge(kept, removed)
    firm = db.session.get(Organisation, kept.id)
    assert (firm.name, firm.city, [item.text for item in firm.names]) == ("Garam Electronics Co., Ltd", "수원", ["가람전자(주)"])
    assert {row.person_id for row in session.scalars(queries.people_of(make_user(), firm))} == {someone.id, both.id}
    assert len(session.scalars(select(Affiliation).where(Affiliation.person_id == both.id)).all()) == 1
    session.refresh(lead)
    assert lead.organisation_id == kept.id
    assert [hit.ref_id for hit in index.find("가람전자", make_user(), kinds=["organisation"])] == [kept.id]


def test_a_chosen_legal_name_leaves_the_other_as_a_further_name(session):
    kept, removed = make_organisation("Garam Electronics Co., Ltd", "KR"), make_organisation("가람전자(주)", "KR")
    merge(kept, removed, name="removed")
    firm = db.session.get(Organisation, kept.id)
    assert (firm.name, firm.key) == ("가람전자(주)", removed.key)
    assert list(session.scalars(select(OrganisationName.text))) == ["Garam Electronics Co., Ltd"]


def test_a_record_and_itself_or_one_that_is_gone_cannot_be_merged(two):
    kept, removed = two
    with refused("same_record"):
        merge(kept, kept)
    with pytest.raises(NotFound), transaction():
        merge_records(SYSTEM, "person", kept.id, 10**6)
    with refused("unknown_choice"):
        merge(kept, removed, country="nonsense")
    assert db.session.scalar(select(RecordMerge)) is None


def test_whoever_comes_second_is_told_and_nothing_is_lost(two):
    kept, removed = two
    versions = (kept.version, removed.version)
    with transaction():
        services.edit_person(SYSTEM, removed, services.PersonValues("김민수", notes="New"), removed.version)
    with refused("records_changed"), transaction():
        merge_records(SYSTEM, "person", kept.id, removed.id, versions=versions)
    merge(kept, removed)
    for one, other in ((kept, removed), (removed, kept)):
        with refused("already_one"):
            merge(one, other)
    third = make_person("Karl Ott")
    with refused("already_merged"):
        merge(third, removed)


def test_a_merged_record_is_hidden_everywhere_but_behind_the_curtain(two, session):
    kept, removed = two
    merge(kept, removed)
    session.expunge_all()
    assert session.get(Person, removed.id) is None
    with seeing_merged():
        assert session.get(Person, removed.id).merged_into_id == kept.id


NAMES = st.sampled_from(["Anna Köhler", "Anna Koehler", "김민수", "Minsoo Kim", "王小明", "Wang Xiaoming"])
MAILS = st.sampled_from(["a@firma.example.org", "b@firma.example.org", "c@firma.example.org"])
PERSON = st.fixed_dictionaries({
    "full_name": NAMES, "other_names": st.lists(NAMES, max_size=2), "emails": st.lists(MAILS, max_size=2),
    "phones": st.lists(st.tuples(
        st.sampled_from(["work", "mobile"]), st.sampled_from(["+49 89 123456", "+49 151 23456789"])), max_size=2),
    "organisation": st.sampled_from([None, "Garam Photonics", "Spektrion GmbH"]),
    "job_title": st.sampled_from([None, "CTO", "cto"]), "language": st.sampled_from([None, "de", "ko"]),
    "country": st.sampled_from([None, "DE", "KR"]), "notes": st.sampled_from([None, "one", "two"]),
    "titles": st.sampled_from([None, "Dr."])})


COUNT = itertools.count(1)


@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.generate],
          suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PERSON, PERSON, st.integers(0, 2**16))
def test_the_result_is_what_the_preview_said_for_any_two_people(session, one, other, seed):
    dice = random.Random(seed)
    with transaction():
        pair = [services.create_person(SYSTEM, services.PersonValues(**values)) for values in (one, other)]
    event = make_event(code=f"LASER-{next(COUNT)}")
    for person in pair:
        if dice.random() < 0.5:
            invite(event, person)
        if dice.random() < 0.5:
            make_event_contact(event)
    if dice.random() < 0.7:
        make_lead(people=pair if dice.random() < 0.5 else pair[1:])
    fields = preview_merge("person", pair[0].id, pair[1].id).fields
    choices = {item.name: dice.choice(item.options) for item in fields}
    assert_as_previewed("person", pair[0].id, pair[1].id, choices)


def test_the_result_is_what_the_preview_said_for_two_organisations(session):
    kept = make_organisation("Garam Electronics Co., Ltd", "KR", names=["Garam"], notes="one")
    removed = make_organisation("가람전자(주)", "KR", names=["Garam", "佳蓝电子"], notes="two", city="수원")
    both = make_person(organisation=kept)
    with transaction():
        db.session.add(Affiliation(person_id=both.id, organisation_id=removed.id, job_title="CTO"))
    make_lead(organisation=removed)
    assert_as_previewed("organisation", kept.id, removed.id, {"name": "removed", "notes": "both"})


def test_every_name_of_a_merged_person_is_a_row(session):
    kept, removed = make_person("Anna Köhler"), make_person("Anna Köhler", other_names=["안나 쾰러"])
    merge(kept, removed)
    assert sorted(session.scalars(select(PersonName.text).where(PersonName.person_id == kept.id))) == ["Anna Köhler", "안나 쾰러"]


def test_introductions_and_hierarchy_go_along_and_nothing_stands_above_itself(session):
    from outreach.contacts.models import Introduction, OrganisationParent

    kept, removed, third = make_person("Anna Köhler"), make_person("Anna Koehler"), make_person("Björn Böhm")
    one, other, between = make_organisation("Garam Co., Ltd", "KR"), make_organisation("가람(주)", "KR"), make_organisation()
    with transaction():
        db.session.add_all([
            Introduction(person_id=kept.id, by_person_id=removed.id), Introduction(person_id=third.id, by_person_id=removed.id),
            OrganisationParent(organisation_id=one.id, parent_id=between.id, relation="subsidiary"),
            OrganisationParent(organisation_id=between.id, parent_id=other.id, relation="subsidiary")])
    merge(kept, removed)
    merge(one, other)
    session.expire_all()
    assert [(row.person_id, row.by_person_id) for row in session.scalars(select(Introduction))] == [(third.id, kept.id)]
    assert [(row.organisation_id, row.parent_id) for row in session.scalars(select(OrganisationParent))] == [(one.id, between.id)]
