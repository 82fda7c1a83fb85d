"""Targets over HTTP: read with the scope of contacts, by our own people alone."""

from datetime import date

from outreach.accounts import services as accounts
from outreach.activity import SYSTEM
from outreach.db import transaction
from tests.factories.accounts import make_user
from tests.factories.targets import make_fact, make_target


def test_targets_are_read_with_their_facts_and_the_age_of_each(client):
    target = make_target("Musterlaser AG", industries=["fibre_laser"])
    make_target("Northmere Imaging Ltd", country="GB")
    make_fact(target, observed_on=date(2024, 1, 1))
    with transaction():
        token = accounts.create_token(SYSTEM, make_user(role="officer"), ["contacts:read"])
    headers = {"Authorization": f"Bearer {token}"}
    for narrowed in ("country=de", "industry=photonics"):
        listed = client.get(f"/api/v1/targets?{narrowed}", headers=headers).get_json()
        assert [item["name"] for item in listed["items"]] == ["Musterlaser AG"] and listed["total"] == 1
    body = client.get(f"/api/v1/targets/{target.id}", headers=headers).get_json()
    assert body["facts"] == [{"kind": "size", "text": "1.200 Beschäftigte", "language": "de", "source": "Annual report",
                              "observed_on": "2024-01-01", "stale": True}]
    assert client.get("/api/v1/targets/99999", headers=headers).status_code == 404
