"""`flask routes --json` names every address, who may use it, and whether it carries an id."""

import json

from outreach.web.access import ROLES
from outreach.web.tokens import SCOPES


def _rows(runner) -> list[dict]:
    result = runner.invoke(args=["routes", "--json"])
    assert result.exit_code == 0
    return json.loads(result.stdout)


def test_every_address_is_listed_with_its_rule(runner, app):
    rows = _rows(runner)
    assert len(rows) == len(list(app.url_map.iter_rules()))
    assert all(set(row) == {"endpoint", "rule", "methods", "access", "carries_id"} for row in rows)
    assert [row["rule"] for row in rows if row["access"] is None] == []


def test_rules_are_public_link_roles_or_a_scope(runner):
    for row in _rows(runner):
        kind, _colon, names = row["access"].partition(":")
        assert kind in ("public", "link", "roles", "hidden", "scope")
        if kind == "roles":
            reading, _send, sending = names.partition(" send:")
            assert reading and {*reading.split(","), *filter(None, sending.split(","))} <= set(ROLES)
        if kind == "scope":
            assert names in SCOPES


def test_addresses_that_name_a_record_say_so(runner):
    carries = {row["endpoint"]: row["carries_id"] for row in _rows(runner)}
    assert carries["accounts.user"] and carries["accounts.open_link"]
    assert not carries["accounts.users"] and not carries["web.health"] and not carries["static"]


def test_words_for_people_name_what_is_undeclared(runner):
    result = runner.invoke(args=["routes"])
    assert result.exit_code == 0
    assert "UNDECLARED" not in result.stdout
    assert "/sign-in" in result.stdout
