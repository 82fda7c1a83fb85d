"""Bearer tokens: 401 without a good one, 403 without the scope, and never more than the role allows."""

import pytest
from flask import jsonify

from outreach.accounts import queries, services
from outreach.activity import SYSTEM
from outreach.db import transaction
from outreach.web import access
from outreach.web.access import ROLES
from outreach.web.tokens import SCOPES, SCOPES_BY_ROLE, bearer_token
from tests.factories.accounts import make_user


@pytest.fixture
def guarded(app, monkeypatch):
    """Put an API call behind /healthz: guarded("leads:read"); it answers with the viewer's id."""
    def put(scope: str):
        view = access.scope(scope)(lambda: jsonify({"viewer": access.viewer().id}))
        monkeypatch.setitem(app.view_functions, "web.health", view)
    return put


def _token(user, *scopes: str) -> dict:
    with transaction():
        return {"Authorization": f"Bearer {services.create_token(SYSTEM, user, scopes)}"}


def test_a_token_with_the_scope_opens_and_is_its_user(guarded, client):
    guarded("leads:read")
    user = make_user("officer")
    answer = client.get("/healthz", headers=_token(user, "leads:read"))
    assert (answer.status_code, answer.get_json()) == (200, {"viewer": user.id})


@pytest.mark.parametrize("headers", [
    {}, {"Authorization": "Bearer forged"}, {"Authorization": "Bearer "}, {"Authorization": "Bearer"},
    {"Authorization": "Basic YTpi"},
    {"Authorization": "Bearer " + "x" * 5000}, {"Authorization": "Bearer ümläut"}])
def test_without_a_good_token_the_answer_is_401(guarded, client, headers):
    guarded("leads:read")
    assert client.get("/healthz", headers=headers).status_code == 401


def test_a_token_without_the_scope_is_refused(guarded, client):
    guarded("leads:write")
    assert client.get("/healthz", headers=_token(make_user("officer"), "leads:read")).status_code == 403


def test_a_revoked_token_and_one_of_a_disabled_account_open_nothing(guarded, client):
    guarded("leads:read")
    user = make_user("officer")
    first, second = _token(user, "leads:read"), _token(user, "leads:read")
    with transaction():
        services.revoke_token(SYSTEM, queries.api_tokens(user)[1])
    assert client.get("/healthz", headers=first).status_code == 401
    assert client.get("/healthz", headers=second).status_code == 200
    with transaction():
        services.disable_user(SYSTEM, user)
    assert client.get("/healthz", headers=second).status_code == 401


def test_a_token_loses_what_its_users_role_loses(guarded, client):
    guarded("leads:write")
    user = make_user("officer")
    headers = _token(user, "leads:write")
    assert client.get("/healthz", headers=headers).status_code == 200
    with transaction():
        services.change_user(SYSTEM, user, {"role": "reader"})
    assert client.get("/healthz", headers=headers).status_code == 403


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("scope", ["leads:read", "leads:write", "intentions:read", "intentions:write", "contacts:read"])
def test_a_signed_in_reader_may_what_the_role_may(guarded, sign_in, role, scope):
    guarded(scope)
    allowed = scope in SCOPES_BY_ROLE[role]
    assert sign_in(make_user(role)).get("/healthz").status_code == (200 if allowed else 403)


def test_a_bad_token_is_not_saved_by_a_cookie(guarded, sign_in):
    guarded("leads:read")
    client = sign_in(make_user("officer"))
    assert client.get("/healthz", headers={"Authorization": "Bearer forged"}).status_code == 401


def test_a_cookie_alone_writes_nothing(app, sign_in):
    client = sign_in(make_user("officer"))
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == "intentions_api.accept")
    path = rule.rule.replace("<int:intention_id>", "999999")
    body = {"version": 1, "reason": "x"}
    refused = client.post(path, json=body)
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (400, "csrf")
    token = client.csrf_token()
    assert client.post(path, json=body, headers={"X-CSRFToken": token}).status_code != 400
    assert client.post(path, json=body, headers=_token(make_user("officer"), "intentions:write")).status_code != 400


def test_scopes_are_known_and_partners_read_only_their_own_intentions():
    assert set().union(*SCOPES_BY_ROLE.values()) == set(SCOPES)
    assert set(SCOPES_BY_ROLE) == set(ROLES)
    assert SCOPES_BY_ROLE["partner_user"] == {"intentions:read"}
    for role in ("leader", "reader", "partner_user"):
        assert not [scope for scope in SCOPES_BY_ROLE[role] if scope.endswith(":write")]


@pytest.mark.parametrize(("header", "token"), [
    ("Bearer abc", "abc"), ("bearer  abc ", "abc"), ("Bearer", None), ("Token abc", None), ("", None)])
def test_the_header_is_read_as_clients_write_it(app, header, token):
    with app.test_request_context("/", headers={"Authorization": header}):
        assert bearer_token() == token
