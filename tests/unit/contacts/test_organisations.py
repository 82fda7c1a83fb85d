"""Adding, finding and changing organisations."""

import pytest
from sqlalchemy import func, select

from outreach.activity import SYSTEM
from outreach.activity.models import ActivityEntry
from outreach.contacts import services
from outreach.contacts.models import Organisation, OrganisationKey
from outreach.db import db, transaction
from outreach.errors import Conflict, Refused
from outreach.search import index
from tests.factories.contacts import make_organisation, make_person


class Reader:
    """Somebody of our own."""

    role = "reader"


def edit(row: Organisation, version: int | None = None, **values) -> None:
    """Change an organisation as its form does."""
    with transaction():
        services.edit_organisation(SYSTEM, row, values, version or row.version)


@pytest.mark.parametrize(("written", "country"), [
    ("Velox Photonik GmbH", "DE"), ("VELOX PHOTONIK GMBH", "DE"), ("Velox Photonik", None),
    ("Velox-Photonik GmbH", None)])
def test_one_firm_is_found_in_several_writings(session, written, country):
    row = make_organisation("Velox Photonik GmbH", "DE")
    assert services.find_organisation(written, country) == row


@pytest.mark.parametrize(("written", "country"), [
    ("Velox Photonik AG", "DE"), ("Velox Photonik GmbH", "AT"), ("Velox Laser GmbH", "DE"), ("", None),
    ("GmbH", "DE")])
def test_another_form_country_or_name_is_another_firm(session, written, country):
    make_organisation("Velox Photonik GmbH", "DE")
    assert services.find_organisation(written, country) is None


def test_full_and_half_width_brackets_are_one_name(session):
    row = make_organisation("示例光电（无锡）有限公司", "CN")
    assert services.find_organisation("示例光电(无锡)有限公司", "CN") == row


def test_the_one_written_exactly_so_comes_first(session):
    make_organisation("Halvard Optics", None)
    exact = make_organisation("Halvard Optics Ltd", "GB")
    assert services.find_organisation("Halvard Optics Ltd", "GB") == exact


def test_a_known_one_keeps_its_fields(session):
    row = make_organisation("Velox Photonik GmbH", "DE", city="Jena")
    with transaction():
        found = services.find_or_create_organisation(SYSTEM, "Velox Photonik GmbH", "DE", city="Ulm")
    assert (found, found.city) == (row, "Jena")


def test_the_country_is_read_off_the_form_and_long_texts_are_cut(session):
    row = make_organisation("한빛광학(주)", None, city="x" * 400)
    assert (row.country, row.legal_form, len(row.city)) == ("KR", "jusik", 200)


@pytest.mark.parametrize("name", ["", "  ", "x" * 301])
def test_a_name_that_says_nothing_or_too_much_is_refused(session, name):
    with pytest.raises(Refused) as refused, transaction():
        services.create_organisation(SYSTEM, name)
    assert refused.value.field == "name"
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 0


def test_a_changed_name_changes_key_form_and_what_the_search_finds(session):
    row = make_organisation("Velox Photonik GmbH", "DE")
    person = make_person("Jürgen Müller", organisation=row)
    edit(row, name="Halvard Optics Ltd", country="GB", city="Coventry")
    assert (row.legal_form, row.version) == ("ltd", 2)
    assert services.find_organisation("Velox Photonik GmbH", "DE") is None
    assert {hit.ref_id for hit in index.find("halvard", Reader(), ["organisation"])} == {row.id}
    assert {hit.ref_id for hit in index.find("halvard", Reader(), ["person"])} == {person.id}
    assert index.find("velox", Reader()) == []
    entry = db.session.scalars(select(ActivityEntry).order_by(ActivityEntry.id.desc()).limit(1)).one()
    assert entry.verb == "organisation.edited"
    assert entry.data["changes"]["city"] == [None, "Coventry"]
    assert not {"key", "sort_key", "legal_form"} & set(entry.data["changes"])


def test_an_edit_that_changes_nothing_leaves_no_trace(session):
    row = make_organisation("Velox Photonik GmbH", "DE")
    edit(row, name="Velox Photonik GmbH", country="DE")
    assert row.version == 1


def test_the_second_of_two_editors_sees_what_is_stored(session):
    row = make_organisation("Velox Photonik GmbH", "DE", city="Jena")
    with pytest.raises(Conflict) as conflict:
        edit(row, version=7, city="Ulm")
    assert conflict.value.theirs["city"] == "Jena"
    assert row.city == "Jena"


def test_further_names_are_found_and_replaced(session):
    row = make_organisation("Velox Photonik GmbH", "DE", names=["威乐光电", "Velox Photonik GmbH"])
    assert [item.text for item in row.names] == ["威乐光电"]
    assert index.find("威乐", Reader())[0].ref_id == row.id
    edit(row, names=["벨록스"])
    assert [item.text for item in row.names] == ["벨록스"]
    assert index.find("威乐", Reader()) == []


def test_a_register_number_is_normalised_and_belongs_to_one_firm(session):
    row = make_organisation("Velox Photonik GmbH", "DE", identifiers=[("vat", "de 123 456 788")])
    assert [(item.kind, item.value) for item in row.identifiers] == [("vat", "DE123456788")]
    other = make_organisation("Halvard Optics Ltd", "GB")
    with pytest.raises(Refused) as refused:
        edit(other, identifiers=[("vat", "DE123456788")])
    assert "Velox Photonik GmbH" in str(refused.value.message)
    with pytest.raises(Refused):
        edit(other, identifiers=[("vat", "DE123456789")])
    edit(row, identifiers=[])
    assert row.identifiers == []


def test_keys_follow_the_record(session):
    row = make_organisation("Velox Photonik GmbH", "DE")
    before = set(db.session.scalars(select(OrganisationKey.key).where(OrganisationKey.organisation_id == row.id)))
    edit(row, name="Halvard Optics Ltd")
    after = set(db.session.scalars(select(OrganisationKey.key).where(OrganisationKey.organisation_id == row.id)))
    assert before and after and not before & after


def test_similar_ones_and_relatives_are_told_apart(session):
    exact = make_organisation("Velox Photonik GmbH", "DE")
    relative = make_organisation("Velox Photonik AG", "DE")
    make_organisation("Halvard Optics Ltd", "GB")
    found = services.find_similar_organisations("Velox Photonik GmbH", "DE")
    assert [(match.organisation, match.related) for match in found] == [(exact, False), (relative, True)]
    others = services.find_similar_organisations("Velox Photonik GmbH", "DE", leave_out=exact.id)
    assert [match.organisation for match in others] == [relative]
    assert services.find_similar_organisations("") == []
