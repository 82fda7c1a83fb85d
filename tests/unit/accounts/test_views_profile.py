"""One's own page: settings, password, browsers that are signed in, tokens."""

import pytest
from sqlalchemy import select

from outreach.accounts import queries, services
from outreach.accounts.models import UserSession
from outreach.db import db, transaction
from tests.factories.accounts import make_user

PASSWORD = "Fünf Kraniche am See"


@pytest.mark.parametrize("role", ["administrator", "coordinator", "officer", "leader", "partner_user", "reader"])
def test_everybody_has_a_page_of_their_own(sign_in, role):
    page = sign_in(make_user(role, name="Imogen Hartwell")).get_page("/me", title="My settings")
    assert page.heading == "Imogen Hartwell"
    assert page.field("time_zone") == "Asia/Shanghai"
    assert ("/search/" in page.html) == (role != "partner_user")


def test_settings_are_kept_and_the_next_page_is_in_the_new_language(sign_in):
    user = make_user()
    client = sign_in(user)
    client.post_page("/me", {"name": "한서윤", "language": "ko", "time_zone": "Asia/Seoul", "theme": "dark"})
    page = client.get_page("/me")
    assert (page.tree.get("lang"), page.tree.get("data-bs-theme"), page.heading) == ("ko", "dark", "한서윤")


def test_automatic_appearance_follows_the_device(sign_in):
    client = sign_in(make_user(theme="auto"))
    page = client.get_page("/me")
    assert page.tree.get("data-theme-auto") is not None
    assert any("js/theme.js" in (node.get("src") or "") for node in page.tree.iter("script"))
    assert page.field("theme") == "auto"


@pytest.mark.parametrize(("field", "value"), [
    ("time_zone", "Mars/Olympus"), ("language", "fr"), ("theme", "pink"), ("name", "")])
def test_wrong_settings_keep_what_was_typed(sign_in, field, value):
    data = {"name": "Anna", "language": "en", "time_zone": "Europe/London", "theme": "light", field: value}
    page = sign_in(make_user()).post_page("/me", data, status=422)
    assert len(page.errors()) == 1
    if field == "time_zone":
        assert page.field("time_zone") == value


def test_a_password_is_set_without_an_old_one_and_other_browsers_are_out(sign_in):
    user = make_user()
    with transaction():
        other = services.start_session(user, agent="Firefox Android")
    client = sign_in(user)
    client.post_page("/me/password", {"password": PASSWORD, "again": PASSWORD})
    assert client.get_page("/me").status == 200
    assert queries.session_by_token(other) is None
    assert len(queries.open_sessions(user)) == 1


@pytest.mark.parametrize(("data", "words"), [
    ({"current": "wrong words entirely", "password": PASSWORD + "!", "again": PASSWORD + "!"},
     "not your present password"),
    ({"current": PASSWORD, "password": PASSWORD + "!", "again": "else"}, "differ"),
    ({"current": PASSWORD, "password": "", "again": ""}, "Enter a new password"),
    ({"current": PASSWORD, "password": "short", "again": "short"}, "at least 12")])
def test_a_wrong_change_of_password_says_why(sign_in, data, words):
    user = make_user(password=PASSWORD)
    page = sign_in(user).post_page("/me/password", data, status=422)
    assert any(words in message for message in page.errors())
    assert PASSWORD not in page.html


def test_guessing_the_present_password_is_limited(sign_in):
    client = sign_in(make_user(password=PASSWORD))
    data = {"current": "wrong words entirely", "password": PASSWORD + "!", "again": PASSWORD + "!"}
    for _ in range(10):
        client.post_page("/me/password", data, status=422)
    client.post_page("/me/password", {**data, "current": PASSWORD}, status=429)


def test_sessions_are_listed_and_ended(sign_in):
    user = make_user()
    with transaction():
        services.start_session(user, address="203.0.113.9", agent="Mozilla/5.0 (Android 14) Firefox/128.0")
    client = sign_in(user)
    page = client.get_page("/me")
    assert "Firefox · Android" in page.text and "203.0.113.9" in page.text
    other = db.session.scalars(select(UserSession).where(UserSession.address == "203.0.113.9")).one()
    client.post_page(f"/me/sessions/{other.id}/end")
    assert len(queries.open_sessions(user)) == 1
    client.post_page(f"/me/sessions/{other.id}/end", status=404)
    with transaction():
        services.start_session(user)
    client.post_page("/me/sessions/end-others")
    assert len(queries.open_sessions(user)) == 1
    assert client.get_page("/me").status == 200


def test_nobody_ends_the_session_of_another(sign_in):
    other = make_user()
    with transaction():
        services.start_session(other)
    row = queries.open_sessions(other)[0]
    sign_in(make_user("administrator")).post_page(f"/me/sessions/{row.id}/end", status=404)
    assert queries.open_sessions(other)


def test_a_token_is_shown_once_and_can_be_revoked(sign_in):
    user = make_user("officer")
    client = sign_in(user)
    page = client.post_page("/me/tokens", {"scopes": ["leads:read"]}, status=200)
    token = next(node.text for node in page.tree.iter("code") if node.get("id") == "new-token")
    assert services.find_token(token)[1] == {"leads:read"}
    assert token not in client.get_page("/me").html
    client.post_page(f"/me/tokens/{queries.api_tokens(user)[0].id}/revoke")
    assert services.find_token(token) is None


def test_a_token_beyond_the_role_is_refused(sign_in):
    client = sign_in(make_user("reader"))
    client.post_page("/me/tokens", {"scopes": ["leads:write"]}, status=422)
    assert client.post_page("/me/tokens", {}, status=422).errors()
