"""`flask accounts`: one line on standard output, exit codes 0, 1 and 2, nothing written where it is refused."""

import json
import re

import pytest
from sqlalchemy import func, select

from outreach.accounts import queries, services
from outreach.accounts.models import ApiToken, SignInLink, User
from outreach.activity.models import ActivityEntry
from outreach.web.tokens import SCOPES_BY_ROLE
from tests.factories.accounts import make_unit, make_user

LINK = re.compile(r"http://outreach\.example\.org/sign-in/[\w-]{32}\n\Z")


def test_create_opens_an_account_and_prints_its_link_alone(runner, client):
    unit = make_unit(code="P7")
    result = runner.invoke(args=[
        "accounts", "create", "Neu@Example.org", "--role", "officer", "--language", "de", "--unit", "P7"])
    assert result.exit_code == 0
    assert LINK.match(result.stdout)
    assert "neu@example.org" in result.stderr
    user = queries.user_by_email("neu@example.org")
    assert (user.role, user.language, user.unit_id, user.password_hash) == ("officer", "de", unit.id, None)
    assert client.post_page(result.stdout.strip().removeprefix("http://outreach.example.org")).status == 302


def test_create_without_options_speaks_chinese(runner):
    runner.invoke(args=["accounts", "create", "neu@example.org", "--role", "administrator", "--name", "周敏"])
    user = queries.user_by_email("neu@example.org")
    assert (user.language, user.time_zone, user.unit, user.label) == ("zh", "Asia/Shanghai", None, "周敏")


@pytest.mark.parametrize(("args", "code"), [
    (["create", "no-address", "--role", "officer"], "bad_email"),
    (["create", "taken@example.org", "--role", "officer"], "email_taken"),
    (["create", "neu@example.org", "--role", "officer", "--unit", "NONE"], "no_such_unit"),
    (["sign-in-link", "nobody@example.org"], "no_such_user"), (["token", "nobody@example.org"], "no_such_user"),
    (["sign-in-link", "gone@example.org"], "account_disabled"), (["token", "gone@example.org"], "account_disabled"),
    (["token", "taken@example.org", "--scope", "leads:write"], "scope_beyond_role")])
def test_what_is_refused_writes_nothing_and_leaves_with_1(runner, session, args, code):
    make_user("reader", email="taken@example.org")
    make_user("officer", email="gone@example.org", active=False)
    tables = (User, SignInLink, ApiToken, ActivityEntry)
    before = [session.scalar(select(func.count()).select_from(table)) for table in tables]
    result = runner.invoke(args=["accounts", *args, "--json"])
    assert result.exit_code == 1
    error = json.loads(result.stdout)["error"]
    assert error["code"] == code and error["message"]
    assert [session.scalar(select(func.count()).select_from(table)) for table in tables] == before
    plain = runner.invoke(args=["accounts", *args])
    assert (plain.exit_code, plain.stdout) == (1, "")
    assert plain.stderr.strip() == error["message"]


@pytest.mark.parametrize("args", [
    [], ["create"], ["create", "neu@example.org"], ["create", "neu@example.org", "--role", "king"],
    ["create", "neu@example.org", "--role", "officer", "--language", "fr"], ["sign-in-link"], ["token"],
    ["token", "neu@example.org", "--scope", "everything"], ["token", "neu@example.org", "--other"]])
def test_wrong_usage_leaves_with_2(runner, args):
    result = runner.invoke(args=["accounts", *args])
    assert result.exit_code == 2
    assert result.stdout == ""


def test_a_sign_in_link_is_printed_alone(runner):
    user = make_user()
    result = runner.invoke(args=["accounts", "sign-in-link", user.email.upper()])
    assert (result.exit_code, result.stderr) == (0, "")
    assert LINK.match(result.stdout)
    as_json = runner.invoke(args=["accounts", "sign-in-link", user.email, "--json"])
    assert LINK.match(json.loads(as_json.stdout)["url"] + "\n")


def test_a_token_is_printed_alone_and_opens_its_scopes(runner):
    user = make_user("officer")
    result = runner.invoke(args=["accounts", "token", user.email, "--scope", "leads:read", "--scope", "events:read"])
    assert (result.exit_code, result.stderr, result.stdout.count("\n")) == (0, "", 1)
    assert services.find_token(result.stdout.strip()) == (user, {"leads:read", "events:read"})


def test_a_token_without_scopes_may_what_the_role_may(runner):
    user = make_user("reader")
    result = runner.invoke(args=["accounts", "token", user.email, "--json"])
    answer = json.loads(result.stdout)
    assert services.find_token(answer["token"])[1] == set(answer["scopes"]) == SCOPES_BY_ROLE["reader"]
