"""Signing in: by a password, by a link that opens once, the same answer for everybody, and no way out of the house."""

import re

import pytest
from sqlalchemy import select, update

from outreach.accounts import queries, services
from outreach.accounts.models import SignInLink
from outreach.accounts.views.sign_in import safe_next
from outreach.activity import SYSTEM
from outreach.db import db, now, transaction
from outreach.mail.models import OutboxMail
from tests.factories.accounts import make_user

PASSWORD = "Fünf Kraniche am See"


def _link(user) -> str:
    with transaction():
        return "/sign-in/" + services.make_sign_in_link(SYSTEM, user).rpartition("/")[2]


@pytest.mark.parametrize(("accept", "lang"), [("zh-CN", "zh-Hans"), ("en", "en"), ("de", "de"), ("ko", "ko")])
def test_the_sign_in_page_speaks_the_browsers_language(client, accept, lang):
    assert client.get_page("/sign-in", headers={"Accept-Language": accept}).tree.get("lang") == lang


def test_the_language_links_keep_their_choice_and_the_way_back(client):
    assert client.get_page("/sign-in?language=ko&next=/me", status=302).location == "/sign-in?next=/me"
    page = client.get_page("/sign-in?next=/me", headers={"Accept-Language": "de"})
    assert page.tree.get("lang") == "ko"
    assert page.field("next") == "/me"


def test_a_password_signs_in_and_leads_where_one_wanted_to_go(client):
    user = make_user(password=PASSWORD)
    answer = client.post_page("/sign-in", {"email": user.email, "password": PASSWORD, "by": "password", "next": "/me"})
    assert answer.location == "/me"
    assert user.label in client.get_page("/me").text


@pytest.mark.parametrize("target", [
    "https://evil.example.org/", "//evil.example.org", "/\\evil.example.org", "\\\\evil.example.org",
    "javascript:alert(1)",
    "/%0d%0aX: y", "/me\r\nX-Header: 1", "http:/evil.example.org", "/no/such/page", "", None, "me", "/\tevil"])
def test_foreign_addresses_are_no_way_back(app, client, target):
    with app.test_request_context("/"):
        assert safe_next(target) == "/"
    user = make_user(password=PASSWORD)
    data = {"email": user.email, "password": PASSWORD, "by": "password", "next": target or ""}
    assert client.post_page("/sign-in", data).location == "/"


def test_a_wrong_password_keeps_the_address_and_shows_no_password(client):
    user = make_user(password=PASSWORD)
    page = client.post_page("/sign-in", {"email": user.email, "password": "wrong words entirely"}, status=422)
    assert page.title.startswith("Error:")
    assert page.errors() and page.field("email") == user.email
    assert page.field("password") == ""
    assert "wrong words entirely" not in page.html


def test_the_unknown_and_the_known_account_read_the_same_page(client):
    known, disabled = make_user(password=PASSWORD), make_user(password=PASSWORD, active=False)
    pages = set()
    for email in (known.email, disabled.email, "nobody@example.org"):
        page = client.post_page("/sign-in", {"email": email, "password": "wrong words entirely"}, status=422)
        pages.add(_neutral(page.html, email))
    assert len(pages) == 1
    for email in (known.email, "nobody2@example.org"):
        page = client.post_page("/sign-in", {"email": email, "by": "link"}, status=200)
        pages.add(_neutral(page.html, email))
    assert len(pages) == 2


def _neutral(html: str, email: str) -> str:
    html = re.sub(r'name="csrf_token" value="[^"]*"', "", html.replace(email, "EMAIL"))
    return re.sub(r"\d\d:\d\d", "", html)


def test_too_many_tries_answer_429_with_the_time_to_wait(client):
    user = make_user(password=PASSWORD)
    data = {"email": user.email, "password": "wrong words entirely"}
    for _ in range(10):
        client.post_page("/sign-in", data, status=422)
    page = client.post_page("/sign-in", {**data, "password": PASSWORD}, status=429)
    assert 0 < int(page.response.headers["Retry-After"]) <= 900
    assert page.field("email") == user.email


def test_an_empty_form_says_what_to_enter(client):
    page = client.post_page("/sign-in", {}, status=422)
    assert page.errors() == ["Enter your mail address"]


@pytest.mark.parametrize("email", ["a\x00b@example.org", "'; DROP TABLE user_account --", "x" * 254, "日本@例え.jp"])
def test_odd_addresses_are_just_wrong(client, email):
    client.post_page("/sign-in", {"email": email, "password": "x" * 1000}, status=422)


def test_signing_in_opens_a_new_session_and_leaves_nothing_of_the_old(client):
    user = make_user(password=PASSWORD)
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
        cookie["_user_id"] = "a token that somebody chose"
    client.post_page("/sign-in", {"email": user.email, "password": PASSWORD})
    with client.session_transaction() as cookie:
        first = cookie["_user_id"]
        assert "planted" not in cookie
        assert first != "a token that somebody chose"
    client.post_page("/sign-in", {"email": user.email, "password": PASSWORD})
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != first
    assert len(queries.open_sessions(user)) == 1


def test_a_cookie_carries_a_session_and_never_an_account(client):
    user = make_user()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = str(user.id)
    assert client.get("/me").status_code == 302


def test_cookies_are_not_for_scripts_and_come_back_only_to_us(client):
    user = make_user(password=PASSWORD)
    cookie = client.post_page("/sign-in", {"email": user.email, "password": PASSWORD}).response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_opening_a_link_changes_nothing_and_its_button_signs_in(client):
    user = make_user(language="de")
    path = _link(user)
    for _ in range(3):
        page = client.get_page(path)
    assert page.tree.get("lang") == "de"
    assert len(list(page.tree.iter("button"))) == 1
    assert client.get("/me").status_code == 302
    assert client.post_page(path).location == "/"
    assert client.get_page("/me").status == 200
    assert client.get_page(path, status=404).heading == client.post_page(path, status=404).heading


def test_a_head_request_does_not_use_a_link_up(client):
    path = _link(make_user())
    assert client.head(path).status_code == 200
    assert client.post_page(path).status == 302


@pytest.mark.parametrize("path", ["/sign-in/forged", "/sign-in/" + "x" * 500])
def test_a_forged_link_says_what_to_do(client, path):
    page = client.get_page(path, status=404)
    assert "/sign-in" in page.links()


def test_an_expired_link_says_what_to_do(client):
    path = _link(make_user())
    with transaction() as session:
        session.execute(update(SignInLink).values(expires_at=now()))
    client.get_page(path, status=404)
    client.post_page(path, status=404)


def test_a_link_asked_for_comes_by_mail_and_works(client):
    user = make_user(language="ko")
    client.post_page("/sign-in", {"email": user.email, "by": "link"}, status=200)
    text = db.session.scalars(select(OutboxMail.text).where(OutboxMail.to_email == user.email)).one()
    path = re.search(r"http://outreach\.example\.org(/sign-in/[\w-]+)", text)[1]
    assert client.post_page(path).status == 302


def test_signing_out_ends_the_session(sign_in):
    client = sign_in(make_user())
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    assert client.post_page("/sign-out").location == "/sign-in"
    assert queries.session_by_token(token) is None
    assert client.get("/me").status_code == 302
    assert client.get("/sign-out").status_code == 405


def test_a_disabled_user_is_out_with_the_next_click(sign_in):
    administrator, user = make_user("administrator"), make_user()
    client = sign_in(user)
    assert client.get_page("/me").status == 200
    with transaction():
        services.disable_user(SYSTEM, user)
    assert client.get("/me").status_code == 302
    assert administrator.active


def test_a_changed_role_works_at_once(sign_in):
    user = make_user("administrator")
    make_user("administrator")
    client = sign_in(user)
    client.get_page("/users")
    with transaction():
        services.change_user(SYSTEM, user, {"role": "officer"})
    client.get_page("/users", status=403)


@pytest.mark.parametrize("path", [
    "/sign-in", "/sign-out", "/me", "/me/password", "/me/tokens", "/users/new", "/units/new"])
def test_a_form_without_its_token_is_refused(sign_in, path):
    client = sign_in(make_user("administrator"))
    assert client.post(path, data={"email": "a@example.org"}).status_code == 400
