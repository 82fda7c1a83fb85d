"""A record is held while it is changed: of two who read the same version, one is told, on both engines."""

import pytest
from sqlalchemy import update

from outreach.activity import SYSTEM
from outreach.contacts import services
from outreach.contacts.models import Organisation, Person
from outreach.contacts.services.organisations import edit_organisation
from outreach.contacts.services.restoring import values_of
from outreach.db import db, hold, transaction
from outreach.errors import Conflict
from tests.factories.contacts import make_organisation, make_person


def _elsewhere(model, row) -> None:
    """Somebody else saves; what this session holds in memory does not know."""
    db.session.execute(update(model).where(model.id == row.id).values(version=model.version + 1).execution_options(
        synchronize_session=False))


def test_a_version_that_somebody_else_stored_meanwhile_is_a_conflict(session):
    person, firm = make_person("Paula Doppelt"), make_organisation("Doppelt GmbH")
    with pytest.raises(Conflict), transaction():
        version, values = person.version, values_of(person)
        _elsewhere(Person, person)
        assert person.version == version
        services.edit_person(SYSTEM, person, values, version)
    with pytest.raises(Conflict), transaction():
        version = firm.version
        _elsewhere(Organisation, firm)
        edit_organisation(SYSTEM, firm, {"city": "Jena"}, version)


def test_holding_tells_whether_the_version_is_stored(session):
    person = make_person("Paula Doppelt")
    with transaction():
        assert hold(person, person.version) and not hold(person, person.version + 1)


def test_a_position_typed_beside_an_emptied_organisation_is_refused(session):
    from outreach.errors import Refused

    person = make_person("Karl Stelle", organisation="Stelle GmbH", job_title="Einkauf")
    values = values_of(person)
    values.organisation, values.job_title = None, "Vertrieb"
    with pytest.raises(Refused), transaction():
        services.edit_person(SYSTEM, person, values, person.version)
    # The position that the person had goes with the organisation, as before.
    values.job_title = "Einkauf"
    with transaction():
        services.edit_person(SYSTEM, person, values, person.version)
    assert person.organisation is None
