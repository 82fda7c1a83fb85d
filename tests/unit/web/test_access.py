"""Access is denied unless declared; strangers go to sign-in, others hear that it is not for their role."""

from types import SimpleNamespace

import pytest
from flask import abort

from outreach.web import access
from outreach.web.access import ROLES, STAFF, WRITERS, may, rule_of, staff_reads
from tests.factories.accounts import make_user


@pytest.fixture
def page(app, monkeypatch):
    """Put a view in the place of /healthz: page(view) for this test."""
    def put(view):
        monkeypatch.setitem(app.view_functions, "web.health", view)
    return put


def test_a_view_without_a_rule_is_refused_to_everybody(page, sign_in):
    page(lambda: "secret")
    client = sign_in(make_user("administrator"))
    assert client.get("/healthz").status_code == 403


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("rule", "allowed"), [
    (access.public, set(ROLES)), (access.link_holder, set(ROLES)), (access.signed_in, set(ROLES)),
    (access.staff, STAFF),
    (access.writers, {"administrator", "coordinator", "officer"}), (access.administrators, {"administrator"}),
    (access.roles("leader"), {"administrator", "leader"})],
    ids=["public", "link", "signed_in", "staff", "writers", "admins", "leader"])
def test_each_rule_lets_in_its_roles_only(page, sign_in, role, rule, allowed):
    page(rule(lambda: "in"))
    assert sign_in(make_user(role)).get("/healthz").status_code == (200 if role in allowed else 403)


def test_a_stranger_goes_to_sign_in_and_back(page, client):
    page(access.staff(lambda: "in"))
    answer = client.get("/healthz?tab=open&page=2")
    assert answer.headers["Location"] == "/sign-in?next=/healthz?tab%3Dopen%26page%3D2"
    assert client.get("/healthz").headers["Location"] == "/sign-in?next=/healthz"


def test_a_part_of_a_page_is_not_replaced_by_the_sign_in_page(page, client):
    page(access.staff(lambda: "in"))
    assert client.get("/healthz", headers={"HX-Request": "true"}).status_code == 401


def test_a_post_of_a_stranger_is_told_to_sign_in(client):
    assert client.post_page("/sign-out", status=401).heading == "Sign in to go on"


def test_an_unknown_role_in_a_rule_is_a_mistake():
    with pytest.raises(ValueError, match="unknown roles"):
        access.roles("king")


def test_a_rule_is_seen_through_decorators():
    from functools import wraps

    def view():
        """A view."""

    @wraps(access.staff(view))
    def outer():
        """Its decorator."""
    del outer.__dict__["access_rule"]
    assert str(rule_of(outer)) == "roles:" + ",".join(sorted(STAFF))
    assert rule_of(None) is None and rule_of(lambda: None) is None


def test_rules_are_written_for_the_list_of_routes():
    view = lambda: None  # noqa: E731 - a view that is only looked at
    assert str(rule_of(access.public(view))) == "public"
    assert str(rule_of(access.scope("leads:read")(lambda: None))) == "scope:leads:read"


@pytest.mark.parametrize("path", [
    "/sign-in?next=%00", "/users?q=a%00b", "/sign-in/%00", "/api/v1/leads?page=%00", "/no/such%00"])
def test_nul_in_an_address_is_no_request(client, path):
    assert client.get(path).status_code == 400


def test_administrators_may_what_others_may():
    assert may(SimpleNamespace(role="administrator"), "officer")
    assert may(SimpleNamespace(role="officer"), "officer")
    assert not may(SimpleNamespace(role="reader"), "officer") and not may(None, "officer")


def test_a_refusal_inside_a_view_is_a_page(page, client):
    page(access.public(lambda: abort(403)))
    assert client.get_page("/healthz", status=403).heading == "This is not open to your role"


def test_a_page_that_all_read_takes_forms_from_writers_alone():
    rule = rule_of(staff_reads(lambda: None))
    assert rule.roles == STAFF and rule.writing == WRITERS and "send:administrator" in str(rule)
