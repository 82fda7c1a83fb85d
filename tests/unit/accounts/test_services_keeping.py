"""Keeping users, tokens and units: who may be changed how, and the last administrator stays."""


import pytest
from sqlalchemy import update

from outreach.accounts import queries, services
from outreach.accounts.models import User
from outreach.activity import SYSTEM, Actor
from outreach.db import transaction
from outreach.errors import Conflict, NotFound, Refused
from outreach.i18n.localized import LocalizedText
from tests.factories.accounts import make_unit, make_user


def _refused(expected: str, function, /, *args, **kwargs):
    with pytest.raises(Refused) as caught, transaction():
        function(*args, **kwargs)
    assert caught.value.code == expected
    assert str(caught.value.message)
    return caught.value


def _sole_administrator() -> User:
    from outreach.db import db

    with transaction():
        db.session.execute(update(User).where(User.role == "administrator").values(active=False))
    return make_user("administrator")


def test_the_last_administrator_stays(session):
    last = _sole_administrator()
    _refused("last_administrator", services.disable_user, SYSTEM, last)
    _refused("last_administrator", services.change_user, SYSTEM, last, {"role": "officer"})
    second = make_user("administrator")
    with transaction():
        services.change_user(Actor.of(last), second, {"role": "officer"})
    assert second.role == "officer"


def test_nobody_disables_the_own_account(session):
    one, _other = make_user("administrator"), make_user("administrator")
    _refused("own_account", services.disable_user, Actor.of(one), one)


@pytest.mark.parametrize(("values", "code"), [
    ({"email": "no address"}, "bad_email"), ({"email": "a@b\r\nBcc: c@example.org"}, "bad_email"),
    ({"role": "king"}, "unknown_role"), ({"language": "fr"}, "unknown_language"),
    ({"time_zone": "Mars/Olympus"}, "unknown_zone"), ({"theme": "pink"}, "unknown_theme")])
def test_wrong_values_are_refused(session, values, code):
    given = {"email": "new@example.org", "role": "officer", **values}
    _refused(code, services.create_user, SYSTEM, **given)


def test_an_address_belongs_to_one_account_whatever_its_case(session):
    user, other = make_user(email="anna@example.org"), make_user()
    _refused("email_taken", services.create_user, SYSTEM, email="ANNA@example.org", role="officer")
    _refused("email_taken", services.change_user, SYSTEM, other, {"email": "Anna@Example.org"})
    with transaction():
        services.change_user(SYSTEM, user, {"email": "ANNA@example.org", "name": "Anna"})
    assert user.email == "anna@example.org"


def test_the_second_of_two_editors_sees_the_first(session):
    user = make_user(name="Anna")
    version = user.version
    with transaction():
        services.change_user(SYSTEM, user, {"name": "Berta"}, version=version)
    with pytest.raises(Conflict) as caught, transaction():
        services.change_user(SYSTEM, user, {"name": "Clara"}, version=version)
    assert caught.value.theirs == {"name": "Berta"}


def test_the_own_profile_is_all_one_may_change_about_oneself(session):
    user = make_user("reader")
    with transaction():
        services.change_own_profile(
            Actor.of(user), user, {"name": "Neu", "role": "administrator", "email": "x@example.org"})
    assert (user.name, user.role) == ("Neu", "reader")
    with pytest.raises(ValueError, match="not changeable"):
        services.change_user(SYSTEM, user, {"password_hash": "x"})


def test_a_token_gets_no_more_than_its_role_and_none_at_all_is_refused(session):
    reader = make_user("reader")
    assert _refused("scope_beyond_role", services.create_token, SYSTEM, reader, ["leads:write"]).field == "scopes"
    _refused("no_scope", services.create_token, SYSTEM, reader, [])
    with transaction():
        token = services.create_token(SYSTEM, reader, ["leads:read", "leads:read"])
    user, scopes = services.find_token(token)
    assert (user.id, scopes) == (reader.id, {"leads:read"})
    row = queries.api_tokens(reader)[0]
    assert row.used_at is not None
    with transaction():
        services.revoke_token(Actor.of(reader), row)
    assert services.find_token(token) is None
    assert queries.api_tokens(reader) == []


def test_ones_own_sessions_and_tokens_only(session):
    mine, theirs = make_user(), make_user()
    with transaction():
        services.start_session(theirs)
        services.create_token(SYSTEM, theirs, ["leads:read"])
    row, token = queries.open_sessions(theirs)[0], queries.api_tokens(theirs)[0]
    for look, ref_id in ((queries.session_of, row.id), (queries.token_of, token.id), (queries.session_of, 10**6)):
        with pytest.raises(NotFound):
            look(mine, ref_id)


def test_a_unit_has_a_code_a_kind_and_a_name(session):
    make_unit(code="P1")
    name = LocalizedText.of("zh", "甲")
    _refused("code_taken", services.create_unit, SYSTEM, code="P1", kind="service_unit", name=name)
    _refused("bad_code", services.create_unit, SYSTEM, code="a b", kind="service_unit", name=name)
    _refused("unknown_kind", services.create_unit, SYSTEM, code="P2", kind="x", name=name)
    _refused("name_missing", services.create_unit, SYSTEM, code="P2", kind="service_unit", name=LocalizedText("zh", {}))


def test_a_unit_with_active_users_stays_in_use(session):
    unit = make_unit()
    user = make_user(unit=unit)
    assert _refused("unit_in_use", services.change_unit, SYSTEM, unit, {"active": False}).field == "state"
    with transaction():
        services.change_user(SYSTEM, user, {"unit_id": None})
        services.change_unit(SYSTEM, unit, {"active": False})
    assert not unit.active
    assert unit.id not in [row_id for row_id, _name in queries.unit_choices("en")]
    assert unit.id in [row_id for row_id, _name in queries.unit_choices("en", keep=unit.id)]


def test_users_stand_in_the_order_of_their_names_in_every_script(session):
    names = ["Özil Anna", "周敏", "Zimmer Eva", "한서윤", "Ahrens Jan"]
    for number, name in enumerate(names):
        make_user(name=name, email=f"order{number}@order.example.org")
    found = [user.name for user in session.scalars(queries.users(words="order.example.org"))]
    assert found.index("Ahrens Jan") < found.index("Özil Anna") < found.index("Zimmer Eva")
    assert sorted(found) == sorted(names)


def test_users_are_narrowed_by_words_role_unit_and_state(session):
    unit = make_unit()
    user = make_user("leader", name="50 % Müller", unit=unit)

    def found(**filters):
        return user in session.scalars(queries.users(**filters)).all()
    assert found(words="müller") or found(words="Müller")
    assert found(words="50 %") and not found(words="5_ %")
    assert found(role="leader", unit_id=unit.id, active=True)
    assert not found(active=False)
