"""Strict headers on every answer: pages, errors, files and the API."""

import re

import pytest

from tests.factories.accounts import make_user

PATHS = ["/", "/sign-in", "/no/such/page", "/healthz", "/metrics", "/api/v1/openapi.json", "/api/v1/nothing",
         "/static/css/outreach.css", "/users"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_strict(client, path):
    answer = client.get(path)
    headers = answer.headers
    answer.close()
    policy = headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy and "unsafe-eval" not in policy and "*" not in policy
    for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'",
                 "style-src 'self'"):
        assert part in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=(self)" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers, "only where the page came over TLS"


def test_pages_over_tls_ask_to_stay_there(client):
    headers = client.get("/sign-in", base_url="https://outreach.example.org").headers
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    assert int(re.search(r"max-age=(\d+)", headers["Strict-Transport-Security"])[1]) >= 31_536_000


@pytest.mark.parametrize("path", ["/me", "/users", "/sign-in", "/sign-in/forged", "/api/v1/nothing", "/healthz"])
def test_no_cache_keeps_a_page(sign_in, path):
    assert sign_in(make_user("administrator")).get(path).headers["Cache-Control"] == "no-store"


def test_static_files_may_be_kept(client):
    answer = client.get("/static/css/outreach.css")
    answer.close()
    assert "no-store" not in answer.headers.get("Cache-Control", "")


def test_a_nonce_belongs_to_one_answer(app):
    from outreach.web.headers import csp_nonce, set_headers

    seen = set()
    for _ in range(3):
        with app.app_context(), app.test_request_context("/"):
            nonce = csp_nonce()
            assert csp_nonce() == nonce
            policy = set_headers(app.response_class()).headers["Content-Security-Policy"]
            assert f"'nonce-{nonce}'" in policy
            seen.add(nonce)
    assert len(seen) == 3


def test_a_view_may_be_stricter(app):
    from outreach.web.headers import set_headers

    with app.test_request_context("/"):
        answer = app.response_class(headers={"Content-Security-Policy": "sandbox"})
        assert set_headers(answer).headers["Content-Security-Policy"] == "sandbox"
