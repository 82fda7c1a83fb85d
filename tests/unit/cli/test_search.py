"""`flask search rebuild` makes the index again from the records."""

from outreach.db import db, transaction
from outreach.search import index
from outreach.search.models import SearchEntry
from tests.factories.accounts import make_user
from tests.factories.contacts import make_person


def test_the_index_comes_back_whole_and_without_what_has_no_record(runner, session):
    person = make_person("김민수", phone="010-5550-0142", organisation="(주)가람전자", country="KR")
    viewer = make_user("reader")
    with transaction():
        index.remove("person", person.id)
        index.put("person", 999_999, "Niemand")
        index.put("target", 1, "Mars")
    assert index.find("minsoo kim", viewer) == []
    result = runner.invoke(args=["search", "rebuild"])
    assert result.exit_code == 0, result.output
    assert "person: 1" in result.output and "organisation: 1" in result.output
    assert [hit.ref_id for hit in index.find("minsoo kim", viewer, kinds=["person"])] == [person.id]
    assert [hit.ref_id for hit in index.find("가람전자", viewer, kinds=["organisation"])] == [person.organisation.id]
    assert index.find("niemand", viewer) == []
    assert db.session.scalars(db.select(SearchEntry).where(SearchEntry.kind == "target")).all() == []


def test_more_records_than_a_batch_are_all_indexed(runner, session):
    from outreach.activity import SYSTEM
    from outreach.contacts.services import create_organisation

    with transaction():
        for number in range(205):
            create_organisation(SYSTEM, f"Reihe {number:03d} GmbH", "DE", log=False)
    result = runner.invoke(args=["search", "rebuild"])
    assert "organisation: 205" in result.output
    assert len(index.find("reihe", make_user("reader"), kinds=["organisation"], limit=300)) == 205
