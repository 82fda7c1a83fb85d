"""Errors are pages in the reader's language, or JSON for machines; headers are strict on all of them."""

import pytest


@pytest.mark.parametrize(("accept", "lang"), [("de-DE", "de"), ("ko", "ko"), ("zh-CN", "zh-Hans"), ("fr", "en")])
def test_a_missing_page_says_so_in_the_readers_language(client, accept, lang):
    page = client.get_page("/no/such/page", status=404, headers={"Accept-Language": accept})
    assert page.tree.get("lang") == lang
    assert page.heading in page.title


def test_a_missing_address_of_the_api_is_json(client):
    response = client.get("/api/v1/nothing")
    assert response.status_code == 404
    assert response.get_json()["error"]["code"] == "not_found"


def test_a_wrong_method_is_told(client):
    assert client.delete("/healthz").status_code == 405


def test_headers_are_strict(client):
    headers = client.get("/sign-in").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_a_form_without_its_token_is_refused(client):
    assert client.post("/sign-in", data={"email": "a@example.org"}).status_code == 400


def test_the_openapi_document_describes_the_resources(client):
    document = client.get("/api/v1/openapi.json").get_json()
    assert document["openapi"].startswith("3.")
    for path in ("/api/v1/events", "/api/v1/people", "/api/v1/organisations", "/api/v1/event-contacts", "/api/v1/leads",
                 "/api/v1/intentions", "/api/v1/imports", "/api/v1/leads/{lead_id}/dossier"):
        assert path in document["paths"], path
