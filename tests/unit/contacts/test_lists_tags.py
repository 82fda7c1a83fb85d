"""Tags in lists: shown, asked for, put on many at once and taken off."""

from outreach.db import db
from outreach.web.models import BulkRun
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, make_person


def _change(client, kind: str, action: str, row, value: str) -> BulkRun:
    client.post_page(f"/lists/{kind}/bulk", {"state": "", "action": action, "row": row.id})
    run = db.session.scalars(db.select(BulkRun).order_by(BulkRun.id.desc())).first()
    client.post_page(f"/lists/bulk/{run.id}", {"value": value, "do": "change"})
    return run


def test_a_tag_is_put_on_many_found_by_it_and_taken_off(session, sign_in):
    one, _other = make_person("Petra Muster"), make_person("Kim Minsu")
    firm = make_organisation("Velox Photonik GmbH", "DE")
    client = sign_in(make_user(role="officer", language="en"))
    assert _change(client, "people", "tag_add", one, "photonics").changed == 1
    assert _change(client, "people", "tag_add", one, "photonics").changed == 0
    assert _change(client, "organisations", "tag_add", firm, "photonics").changed == 1
    page = client.get_page("/people/?tag=photonics")
    assert page.heading == "1 person" and "Petra Muster" in page.text
    assert client.get_page("/organisations/?tag=photonics").heading == "1 organisation"
    client.post_page("/lists/people/columns", {"state": "", "column": ["tags"]})
    assert "photonics" in client.get_page("/people/?view=all").text.partition("Name")[2]
    assert _change(client, "people", "tag_remove", one, "photonics").changed == 1
    assert [item.tag for item in one.tags] == []
    assert client.get_page("/people/?tag=photonics").heading == "0 people"


def test_a_tag_without_a_word_or_too_long_is_refused(session, sign_in):
    one = make_person("Petra Muster")
    client = sign_in(make_user(role="officer", language="en"))
    client.post_page("/lists/people/bulk", {"state": "", "action": "tag_add", "row": one.id})
    run = db.session.scalars(db.select(BulkRun)).one()
    assert "Choose a value" in client.post_page(f"/lists/bulk/{run.id}", {"value": " ", "do": "change"}, 422).text
    client.post_page(f"/lists/bulk/{run.id}", {"value": "x" * 61, "do": "change"})
    page = client.get_page(f"/lists/bulk/{run.id}")
    assert "at most 60 characters" in page.text and page.heading == "0 rows are changed, 1 stayed as it was"
