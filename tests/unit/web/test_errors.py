"""Errors are pages in the reader's language that say what to do, or JSON for machines."""

from datetime import timedelta

import pytest
import time_machine
from flask import abort
from sqlalchemy.exc import OperationalError

from outreach.db import now
from outreach.errors import Conflict, NotFound, Refused, TooMany
from outreach.i18n import in_language
from outreach.web import access, errors
from tests.factories.accounts import make_user

LANGUAGES = [("zh-CN", "zh-Hans"), ("en-GB", "en"), ("de-DE", "de"), ("ko", "ko")]


@pytest.fixture
def failing(app, monkeypatch):
    """Make /healthz fail: failing(error) or failing(404)."""
    def put(error):
        def view():
            if isinstance(error, int):
                abort(error)
            raise error
        monkeypatch.setitem(app.view_functions, "web.health", access.public(view))
    return put


@pytest.mark.parametrize(("accept", "lang"), [*LANGUAGES, ("fr", "en")])
def test_a_missing_page_says_so_in_the_readers_language(client, accept, lang):
    page = client.get_page("/no/such/page", status=404, headers={"Accept-Language": accept})
    assert page.tree.get("lang") == lang
    assert page.heading in page.title


@pytest.mark.parametrize(("accept", "lang"), LANGUAGES)
@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503])
def test_every_error_has_a_page_with_a_headline_and_advice(client, failing, status, accept, lang):
    failing(status)
    page = client.get_page("/healthz", status=status, headers={"Accept-Language": accept})
    assert page.tree.get("lang") == lang
    assert page.heading and not page.heading.endswith(".")
    assert len(page.text) > len(page.heading) + 20


def test_an_error_keeps_the_signed_in_reader_in_the_house(sign_in):
    page = sign_in(make_user("officer")).get_page("/users", status=403)
    assert "/me" in page.links()


def test_a_partner_meets_no_search_box_that_would_be_refused(sign_in):
    page = sign_in(make_user("partner_user")).get_page("/users", status=403)
    assert "/search/" not in page.html
    assert "/" in page.links()


@pytest.mark.parametrize(("error", "status", "code"), [
    (Refused("too_late", "The fair is over"), 422, "too_late"),
    (NotFound("no_event", "There is no such event"), 404, "no_event"),
    (Conflict("changed", "Somebody changed it"), 409, "changed"),
    (Refused("file_too_large", "Too large", status=413, field="file"), 413, "file_too_large")])
def test_a_refusal_is_told_with_its_own_sentence(client, app, failing, error, status, code):
    failing(error)
    assert str(error.message) in client.get_page("/healthz", status=status).text
    with app.test_request_context("/api/v1/leads"):
        answer = errors._refused(error)
    wanted = {"code": code, "message": str(error.message), **({"field": "file"} if error.field else {})}
    assert (answer.status_code, answer.get_json()) == (status, {"error": wanted})


def test_a_limit_says_when_to_come_again(client, failing):
    failing(TooMany("too_many_tries", "Wait a little", retry_after=90))
    assert client.get_page("/healthz", status=429).response.headers["Retry-After"] == "90"


def test_a_missing_address_of_the_api_is_json(client):
    response = client.get("/api/v1/nothing")
    assert response.status_code == 404
    assert response.get_json()["error"]["code"] == "not_found"


def test_messages_of_the_api_are_for_people_too(client):
    message = client.get("/api/v1/nothing", headers={"Accept-Language": "en"}).get_json()["error"]["message"]
    assert message.startswith("There is nothing at this address. ")


@pytest.mark.parametrize("method", ["delete", "put", "patch"])
def test_a_wrong_method_is_told_with_the_right_ones(client, method):
    response = getattr(client, method)("/healthz")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(client):
    response = client.post("/sign-in", data=b"x", environ_overrides={"CONTENT_LENGTH": str(65_000_000)},
                           content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413


@pytest.mark.parametrize(("accept", "lang"), LANGUAGES)
def test_a_form_without_its_token_is_refused(client, accept, lang):
    response = client.post("/sign-in", data={"email": "a@example.org"}, headers={"Accept-Language": accept})
    assert response.status_code == 400
    assert f'lang="{lang}"' in response.get_data(as_text=True)


def test_a_forged_token_is_refused(client):
    client.get("/sign-in")
    assert client.post("/sign-in", data={"email": "a@example.org", "csrf_token": "forged"}).status_code == 400


@pytest.mark.parametrize(("accept", "lang"), LANGUAGES)
def test_what_was_typed_stands_on_the_page_of_the_error_but_no_secret(client, accept, lang):
    sent = {"name": "Graphen & Söhne <b>", "text": "Erste Zeile\nZweite Zeile", "password": "hush", "reset_token": "hush",
            "csrf_token": "forged", "form_mark": "mark", "empty": " "}
    page = client._checked(client.post("/events/new", data=sent, headers={"Accept-Language": accept}), "/events/new", 400, None)
    assert page.tree.get("lang") == lang
    told = ["".join(dd.itertext()) for dd in page.tree.iterfind(".//dl[@class='typed']/dd")]
    assert told == ["Graphen & Söhne <b>", "Erste Zeile\nZweite Zeile"]
    assert "hush" not in page.text


@pytest.mark.parametrize(("path", "headers"), [("/sign-in", {}), ("/events/new", {"Sec-Fetch-Site": "cross-site"})])
def test_secrets_and_what_another_site_sent_are_not_given_back(client, path, headers):
    answer = client.post(path, data={"current": "hush", "again": "hush", "title_de": "Tag"}, headers=headers)
    assert answer.status_code == 400 and "hush" not in answer.get_data(as_text=True)


def test_a_fault_of_ours_with_a_wrong_value_is_an_unexpected_error_with_a_number(app, monkeypatch):
    monkeypatch.setattr(app, "testing", False)
    with app.test_request_context("/api/v1/leads", method="POST", json=None):
        body = errors._unreadable(ValueError("secret detail")).get_json()["error"]
    assert body["code"] == "unexpected" and body["reference"]


def test_a_form_may_stay_open_as_long_as_its_session(app, client):
    client.get_page("/sign-in")
    token = client.csrf_token()
    with time_machine.travel(now() + timedelta(days=5), tick=False):
        answer = client.post("/sign-in", data={"email": "a@example.org", "password": "x", "csrf_token": token})
    assert answer.status_code != 400


def test_an_unexpected_error_has_a_number_that_stands_in_the_log(app, caplog):
    with app.test_request_context("/anything"):
        answer = errors._unexpected(ValueError("secret detail"))
    text = answer.get_data(as_text=True)
    reference = caplog.records[-1].getMessage().split()[2]
    assert answer.status_code == 500
    assert reference in text and "secret detail" not in text
    with app.test_request_context("/api/v1/leads"):
        body = errors._unexpected(ValueError("secret detail")).get_json()["error"]
    assert body["code"] == "unexpected" and body["reference"] and "secret" not in str(body)


def test_a_busy_database_asks_to_come_again(app):
    with app.test_request_context("/anything"):
        answer = errors._database(OperationalError("SELECT 1", {}, Exception("database is locked")))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")


def test_without_a_database_the_page_is_plain_and_still_says_what_to_do(app, monkeypatch):
    render, asked = errors.render_template, []

    def refuse_frames(name, **words):
        asked.append(name)
        if name == "web/error.html":
            raise OperationalError("SELECT 1", {}, Exception("connection refused"))
        return render(name, **words)
    monkeypatch.setattr(errors, "render_template", refuse_frames)
    with app.test_request_context("/anything"), in_language("en"):
        answer = errors.error_response(503)
    assert asked == ["web/error.html", "web/plain_error.html"]
    assert "Nothing was lost" in answer.get_data(as_text=True)


def test_nested_messages_get_dotted_names():
    messages = {"contact": {"email": ["wrong"], "_schema": ["odd"]}, "rows": {0: {"name": ["missing"]}},
                "title": "short"}
    assert errors.flat_errors(messages) == {
        "contact.email": ["wrong"], "contact": ["odd"], "rows.0.name": ["missing"], "title": ["short"]}
