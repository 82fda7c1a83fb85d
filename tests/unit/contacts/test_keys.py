"""Keys made anew: what an older version stored is found again, and nothing else changes."""

from sqlalchemy import delete, select, update

from outreach.contacts.models import Organisation, OrganisationKey, Person, PersonKey
from outreach.contacts.services.keys import refresh_keys, stale_people
from outreach.db import db
from tests.factories.contacts import make_person


def _keys(model) -> set[tuple]:
    owner = model.person_id if model is PersonKey else model.organisation_id
    return set(map(tuple, db.session.execute(select(owner, model.key))))


def test_keys_of_an_older_version_are_replaced_by_todays(app):
    person = make_person("김민수", organisation="한빛광학(주)")
    people, firms = _keys(PersonKey), _keys(OrganisationKey)
    key, version = person.organisation.key, person.version
    db.session.execute(delete(PersonKey))
    db.session.execute(delete(OrganisationKey))
    db.session.execute(update(Organisation).values(key="old"))
    db.session.execute(update(Person).values(sort_key="~"))
    db.session.expire_all()
    assert refresh_keys()["person"] >= 1
    person = db.session.get(Person, person.id)
    assert (_keys(PersonKey), _keys(OrganisationKey)) == (people, firms)
    assert person.organisation.key == key and person.sort_key != "~" and person.version == version


def test_the_command_says_how_many_it_renewed(app, runner):
    make_person("Jana Weiss")
    done = runner.invoke(args=["contacts", "refresh-keys"])
    assert done.exit_code == 0, done.output
    assert "person: " in done.output and "organisation: " in done.output


def test_keys_of_an_older_version_are_noticed(app):
    make_person("Jana Weiss")
    person = make_person("김민수")
    assert stale_people() == 0
    db.session.execute(delete(PersonKey).where(PersonKey.person_id == person.id, PersonKey.key.startswith("x:")))
    assert stale_people() == 1
    refresh_keys()
    assert stale_people() == 0
