"""Passwords are hashed, links open once, sessions can be ended, limits hold, everybody gets the same answer."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from outreach.accounts import queries, services
from outreach.accounts.models import ApiToken, Attempt, SignInLink, UserSession
from outreach.accounts.services import links, passwords, sessions
from outreach.activity import SYSTEM, Actor
from outreach.db import now, token_hash, transaction
from outreach.errors import NotFound, Refused, TooMany
from outreach.mail.models import OutboxMail
from tests.factories.accounts import make_user

PASSWORD = "Fünf Kraniche am See"


def _refused(expected: str, function, /, *args, **kwargs):
    with pytest.raises(Refused) as caught, transaction():
        function(*args, **kwargs)
    assert caught.value.code == expected
    assert str(caught.value.message)
    return caught.value


def test_a_password_is_stored_as_an_argon2_hash(session):
    user = make_user(password=PASSWORD)
    assert user.password_hash.startswith("$argon2id$")
    assert PASSWORD not in user.password_hash
    assert passwords.password_fits(user.password_hash, PASSWORD)
    assert not passwords.password_fits(user.password_hash, PASSWORD + " ")
    assert not passwords.password_fits(None, PASSWORD)


def test_two_spellings_of_one_letter_are_one_password(session):
    assert passwords.password_fits(passwords.make_hash("Mu\u0308nchen am Abend"), "München am Abend")


@pytest.mark.parametrize(("password", "code"), [
    ("short", "password_short"), ("x" * 201, "password_long"), ("passwordpassword", "password_common"),
    ("qwertyuiop123", "password_common"), ("aaaaaaaaaaaaaa", "password_common"), ("outreach2027!!", "password_common"),
    ("officer.of.wuxi@demo.example.org", "password_is_address")])
def test_a_weak_password_is_refused(session, password, code):
    user = make_user(email="officer.of.wuxi@demo.example.org")
    assert _refused(code, services.set_password, SYSTEM, user, password).field == "password"


def test_a_new_password_ends_sessions_and_links_and_tells_the_owner(session):
    user = make_user(language="ko")
    with transaction():
        tokens = [services.start_session(user) for _ in range(2)]
        url = services.make_sign_in_link(SYSTEM, user)
        services.set_password(Actor.of(user), user, PASSWORD)
    assert [services.touch_session(token) for token in tokens] == [None, None]
    assert links.find_link(url.rpartition("/")[2]) is None
    mail = session.scalars(select(OutboxMail).where(OutboxMail.to_email == user.email)).one()
    assert (mail.language, mail.purpose) == ("ko", "transactional")


def test_only_hashes_of_secrets_are_stored(session):
    user = make_user()
    with transaction():
        token = services.start_session(user)
        url = services.make_sign_in_link(SYSTEM, user)
        bearer = services.create_token(SYSTEM, user, ["leads:read"])
    secret = url.rpartition("/")[2]
    assert session.scalars(select(UserSession.token_hash)).all() == [token_hash(token)]
    assert session.scalars(select(SignInLink.token_hash)).all() == [token_hash(secret)]
    assert session.scalars(select(ApiToken.token_hash)).all() == [token_hash(bearer)]
    assert len({token, secret, bearer}) == 3
    assert min(len(token), len(secret), len(bearer)) >= 32


def test_a_link_opens_once(session):
    user = make_user()
    with transaction():
        token = services.make_sign_in_link(SYSTEM, user).rpartition("/")[2]
    with transaction():
        opened = services.open_sign_in_link(token)
    assert services.touch_session(opened).id == user.id
    with pytest.raises(NotFound), transaction():
        services.open_sign_in_link(token)


def test_a_link_expires(session):
    user = make_user()
    with transaction():
        token = services.make_sign_in_link(SYSTEM, user).rpartition("/")[2]
        session.execute(update(SignInLink).values(expires_at=now() - timedelta(seconds=1)))
    assert links.find_link(token) is None
    with pytest.raises(NotFound), transaction():
        services.open_sign_in_link(token)


@pytest.mark.parametrize("token", ["", "forged", "x" * 5000, "日本語", "\x00"])
def test_a_forged_link_opens_nothing(session, token):
    assert links.find_link(token) is None
    with pytest.raises(NotFound), transaction():
        services.open_sign_in_link(token)


def test_a_link_by_mail_lasts_an_hour_and_comes_in_the_owners_language(session):
    user = make_user(language="de")
    services.send_sign_in_link(user.email.upper(), address="203.0.113.7")
    link = session.scalars(select(SignInLink)).one()
    assert timedelta(minutes=59) < link.expires_at - now() <= timedelta(hours=1)
    mail = session.scalars(select(OutboxMail).where(OutboxMail.to_email == user.email)).one()
    assert mail.language == "de"
    token = re.search(r"/sign-in/([\w-]+)", mail.text)[1]
    assert links.find_link(token).user_id == user.id


def test_nobody_is_written_to_where_there_is_no_active_account(session):
    disabled = make_user(active=False)
    for email in ("nobody@example.org", disabled.email, "", "no address", "a\x00b@example.org"):
        services.send_sign_in_link(email)
    assert session.scalar(select(func.count()).select_from(OutboxMail)) == 0
    assert session.scalar(select(func.count()).select_from(SignInLink)) == 0


def test_the_wrong_password_and_the_unknown_account_get_one_answer(session):
    known, silent, gone = make_user(password=PASSWORD), make_user(), make_user(password=PASSWORD, active=False)
    answers = set()
    for email, password in ((known.email, "wrong words entirely"), ("nobody@example.org", PASSWORD),
                            (silent.email, PASSWORD), (gone.email, PASSWORD), (known.email, "")):
        with pytest.raises(Refused) as caught:
            services.sign_in_with_password(email, password)
        answers.add((caught.value.code, str(caught.value.message), caught.value.status))
    assert len(answers) == 1


def test_the_right_password_opens_a_session(session):
    user = make_user(password=PASSWORD)
    token = services.sign_in_with_password(f" {user.email.upper()} ", PASSWORD, address="203.0.113.7", agent="Firefox")
    row = queries.session_by_token(token)
    assert (row.user_id, row.address, row.agent) == (user.id, "203.0.113.7", "Firefox")
    assert user.last_seen_at is not None


def test_tries_are_limited_per_account(session):
    user = make_user(password=PASSWORD)
    for _ in range(10):
        with pytest.raises(Refused):
            services.sign_in_with_password(user.email, "wrong words entirely")
    with pytest.raises(TooMany) as caught:
        services.sign_in_with_password(user.email, PASSWORD)
    assert 0 < caught.value.retry_after <= 900


def test_tries_are_limited_per_network_address(session):
    with transaction():
        window = int(now().timestamp() // 900)
        session.add(Attempt(bucket="sign-in-address:203.0.113.7", window=window, count=100,
                            ends_at=now() + timedelta(minutes=15)))
    with pytest.raises(TooMany):
        services.sign_in_with_password("anybody@example.org", "x", address="203.0.113.7")
    with pytest.raises(Refused) as caught:
        services.sign_in_with_password("anybody@example.org", "x", address="203.0.113.8")
    assert caught.value.code == "sign_in_failed"


def test_links_are_limited_per_account_and_network_address(session):
    user = make_user()
    for _ in range(5):
        services.send_sign_in_link(user.email, address="203.0.113.7")
    with pytest.raises(TooMany):
        services.send_sign_in_link(user.email, address="203.0.113.8")
    for number in range(25):
        services.send_sign_in_link(f"nobody{number}@example.org", address="203.0.113.7")
    with pytest.raises(TooMany):
        services.send_sign_in_link("somebody@example.org", address="203.0.113.7")


def test_a_refused_try_stays_counted(session):
    for _ in range(2):
        services.throttle("test:refused", 2, 60)
    with pytest.raises(TooMany):
        services.throttle("test:refused", 2, 60)
    assert session.scalar(select(Attempt.count).where(Attempt.bucket == "test:refused")) == 3


def test_counting_inside_a_unit_of_work_is_a_mistake(session):
    with pytest.raises(RuntimeError), transaction():
        services.throttle("test:inside", 2, 60)


def test_long_buckets_are_told_apart(session):
    services.throttle("a" * 500 + "1", 1, 60)
    services.throttle("a" * 500 + "2", 1, 60)
    assert session.scalar(select(func.count()).select_from(Attempt)) == 2
    assert max(len(name) for name in session.scalars(select(Attempt.bucket))) <= 200


def test_what_is_over_is_swept_away(session):
    user = make_user()
    with transaction():
        services.start_session(user)
        services.make_sign_in_link(SYSTEM, user)
        session.add(Attempt(bucket="old", window=1, count=1, ends_at=now() - timedelta(seconds=1)))
        session.execute(update(UserSession).values(seen_at=now() - timedelta(hours=13)))
        session.execute(update(SignInLink).values(expires_at=now() - timedelta(days=2)))
        assert (sessions.sweep(), links.sweep(), throttle_module().sweep()) == (1, 1, 1)


def throttle_module():
    """The module; the package offers its function under the same name."""
    import sys

    return sys.modules["outreach.accounts.services.throttle"]


@pytest.mark.parametrize(("column", "age"), [
    ("seen_at", timedelta(hours=12, minutes=1)), ("created_at", timedelta(days=31))])
def test_a_session_ends_by_idleness_and_by_age(session, column, age):
    user = make_user()
    with transaction():
        token = services.start_session(user)
        session.execute(update(UserSession).values({column: now() - age}))
    session.expire_all()
    assert services.touch_session(token) is None


def test_a_session_in_use_is_noted_and_can_be_ended(session):
    user = make_user()
    with transaction():
        token = services.start_session(user)
        session.execute(update(UserSession).values(seen_at=now() - timedelta(hours=1)))
    session.expire_all()
    assert services.touch_session(token).id == user.id
    row = queries.session_by_token(token)
    assert now() - row.seen_at < timedelta(minutes=1)
    with transaction():
        services.end_session(Actor.of(user), row)
    assert services.touch_session(token) is None


def test_a_disabled_account_is_out_at_once(session):
    administrator, user = make_user("administrator"), make_user()
    with transaction():
        token = services.start_session(user)
        bearer = services.create_token(SYSTEM, user, ["leads:read"])
        link = services.make_sign_in_link(SYSTEM, user).rpartition("/")[2]
    with transaction():
        services.disable_user(Actor.of(administrator), user)
    assert services.touch_session(token) is None
    assert services.find_token(bearer) is None
    assert links.find_link(link) is None
    _refused("account_disabled", services.make_sign_in_link, SYSTEM, user)
    _refused("account_disabled", services.create_token, SYSTEM, user, ["leads:read"])
    with transaction():
        services.enable_user(Actor.of(administrator), user)
    assert services.find_token(bearer)[0].id == user.id
