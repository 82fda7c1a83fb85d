"""Addresses for machines: alive, ready, figures; and where the bare address leads."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from outreach.web import views
from tests.factories.accounts import make_user


@pytest.mark.parametrize(("role", "target"), [
    ("administrator", "reports.home"), ("reader", "reports.home"), ("partner_user", "portal.home")])
def test_the_bare_address_leads_everybody_home(app, sign_in, role, target):
    if target not in app.view_functions:
        pytest.skip("the room is not open")
    with app.test_request_context("/"):
        from flask import url_for

        home = url_for(target)
    assert sign_in(make_user(role)).get("/").headers["Location"] == home


def test_the_bare_address_leads_a_stranger_to_sign_in(client):
    assert client.get("/").headers["Location"] == "/sign-in"


def test_alive_asks_nothing_else(client, monkeypatch):
    monkeypatch.setattr(views, "db", None)
    assert client.get("/healthz").get_json() == {"status": "ok"}


def test_ready_means_that_the_database_answers_with_todays_schema(real_app, monkeypatch):
    client = real_app.test_client()
    assert client.get("/readyz").get_json() == {"status": "ready", "problems": []}
    monkeypatch.setattr(views.ScriptDirectory, "get_current_head", lambda directory: "a later one")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()) == (503, {"status": "not ready", "problems": ["schema"]})


def test_without_a_database_it_is_not_ready_and_says_so(real_app, monkeypatch):
    def fail(connection):
        raise OSError("connection refused to 10.0.0.7")
    monkeypatch.setattr(views.MigrationContext, "configure", fail)
    answer = real_app.test_client().get("/readyz")
    assert (answer.status_code, answer.get_json()["problems"]) == (503, ["database"])
    assert "10.0.0.7" not in answer.get_data(as_text=True)


def test_figures_can_be_read_by_prometheus_and_name_nobody(client):
    user = make_user(name="Imogen Hartwell")
    answer = client.get("/metrics")
    text = answer.get_data(as_text=True)
    families = {family.name: family for family in text_string_to_metric_families(text)}
    assert {"outreach_outbox_mails", "outreach_intentions", "outreach_leads", "outreach_imports"} <= set(families)
    assert answer.content_type.startswith("text/plain")
    assert "Imogen" not in text and user.email not in text


def test_figures_count_rows_by_state(client, session):
    from outreach.accounts import services

    services.send_sign_in_link(make_user().email)
    text = client.get("/metrics").get_data(as_text=True)
    families = {family.name: family for family in text_string_to_metric_families(text)}
    samples = {sample.labels["state"]: sample.value for sample in families["outreach_outbox_mails"].samples}
    assert samples == {"waiting": 1.0}
