"""The doctor names every part and what to do; routes tells who may go where."""

import json

PARTS = {"database", "schema", "search index", "keys of people", "fonts", "time-zone data", "calendars", "queue", "mail", "clock",
         "disk", "front-end files", "OUTREACH_ENV", "OUTREACH_URL", "OUTREACH_DATA", "DATABASE_URL", "REDIS_URL", "SECRET_KEY",
         "MAIL_SERVER", "MAIL_PORT"}


def test_every_part_is_examined(real_app):
    result = real_app.test_cli_runner().invoke(args=["doctor", "--json"])
    findings = {item["part"]: item for item in json.loads(result.stdout)["findings"]}
    assert set(findings) >= PARTS
    assert findings["database"]["state"] == "ok"
    assert findings["schema"]["state"] == "ok"
    assert findings["mail"]["state"] == "warn"
    assert all(item["to_do"] for item in findings.values() if item["state"] == "bad")


def test_a_schema_behind_the_code_is_bad_and_says_what_to_run(real_app):
    from outreach.db import db

    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'older'")
    result = real_app.test_cli_runner().invoke(args=["doctor", "--json"])
    findings = {item["part"]: item for item in json.loads(result.stdout)["findings"]}
    assert result.exit_code == 1
    assert findings["schema"]["state"] == "bad"
    assert "flask db upgrade" in findings["schema"]["to_do"]


def test_an_index_of_an_earlier_version_is_named_until_it_is_rebuilt(real_app):
    from outreach.db import transaction
    from outreach.search import index
    from tests.factories.contacts import make_organisation

    def finding() -> dict:
        findings = json.loads(real_app.test_cli_runner().invoke(args=["doctor", "--json"]).stdout)["findings"]
        return next(item for item in findings if item["part"] == "search index")

    with transaction():
        firm = make_organisation("(주)가람전자")
    assert finding()["state"] == "ok"
    with transaction():
        index.put("organisation", firm.id, index.Content.of(names=["(주)가람"]))
    assert (finding()["state"], finding()["to_do"]) == ("warn", "Run: flask search rebuild")
    assert real_app.test_cli_runner().invoke(args=["search", "rebuild"]).exit_code == 0
    assert finding()["state"] == "ok"


def test_secrets_are_never_printed(real_app, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "very-secret-value-of-this-test-0123456789")
    monkeypatch.setenv("MAIL_PASSWORD", "another-secret")
    result = real_app.test_cli_runner().invoke(args=["doctor"])
    assert "very-secret" not in result.output
    assert "another-secret" not in result.output


def test_routes_carry_their_access_rule(real_app):
    result = real_app.test_cli_runner().invoke(args=["routes", "--json"])
    rows = {row["endpoint"]: row for row in json.loads(result.stdout)}
    assert result.exit_code == 0
    assert rows["web.health"]["access"] == "public"
    assert rows["events.detail"]["carries_id"] is True
    assert rows["events.index"]["carries_id"] is False
    assert all(row["access"] for row in rows.values())


def test_probes_answer(real_app):
    client = real_app.test_client()
    assert client.get("/healthz").get_json() == {"status": "ok"}
    assert client.get("/readyz").get_json()["status"] == "ready"
    assert b"outreach_leads" in client.get("/metrics").data
