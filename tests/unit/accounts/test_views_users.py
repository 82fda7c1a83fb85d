"""The administrators' pages of users."""

import pytest
from sqlalchemy import func, select, update

from outreach.accounts import queries, services
from outreach.accounts.models import SignInLink, User
from outreach.activity.models import ActivityEntry
from outreach.db import db, transaction
from outreach.mail.models import OutboxMail
from tests.factories.accounts import make_unit, make_user


def test_only_administrators_keep_users_and_units(sign_in):
    client = sign_in(make_user("leader"))
    for path in ("/users", "/users/new", "/units", "/units/new"):
        client.get_page(path, status=403)


def test_users_are_listed_with_filters_that_keep_their_values(sign_in):
    unit = make_unit(name="产业服务科")
    make_user("leader", name="Zhou Min", unit=unit)
    make_user("reader", name="Gone Person", active=False)
    client = sign_in(make_user("administrator"))
    page = client.get_page("/users")
    assert "Zhou Min" in page.text and "Gone Person" in page.text
    page = client.get_page(f"/users?q=zhou&role=leader&unit={unit.id}&state=active")
    assert "Zhou Min" in page.text and "Gone Person" not in page.text
    assert (page.field("role"), page.field("unit"), page.field("state")) == ("leader", str(unit.id), "active")
    assert next(node.get("value") for node in page.tree.iter("input") if node.get("id") == "users-q") == "zhou"
    empty = client.get_page("/users?q=nobodyhere")
    assert "/users" in empty.links() and "Drop a filter" in empty.text
    for odd in ("?role=king", "?unit=x", "?unit=99999999999", "?state=maybe", "?page=-1", "?page=x", "?q=%25"):
        client.get_page("/users" + odd)
    client.get_page("/users?q=%00", status=400)


def test_a_user_is_added_and_gets_a_link(sign_in):
    unit = make_unit()
    client = sign_in(make_user("administrator"))
    data = {"email": "New@Example.org", "name": "Neu", "role": "officer", "unit_id": unit.id, "language": "de",
            "time_zone": "Europe/Berlin", "then": "link"}
    answer = client.post_page("/users/new", data)
    user = queries.user_by_email("new@example.org")
    assert answer.location == f"/users/{user.id}"
    assert (user.unit_id, user.language) == (unit.id, "de")
    assert db.session.scalar(select(func.count()).select_from(OutboxMail).where(OutboxMail.to_email == user.email)) == 1
    page = client.post_page("/users/new", data, status=422)
    assert page.errors() == ["Another account has this address"]
    assert page.field("name") == "Neu"


def test_a_user_form_without_sense_says_so(sign_in):
    data = {"email": "no address", "role": "king", "language": "fr", "time_zone": "x", "unit_id": "12345"}
    page = sign_in(make_user("administrator")).post_page("/users/new", data, status=422)
    assert len(page.errors()) == 5


def test_a_user_is_changed_and_the_story_says_what(sign_in):
    user = make_user("officer", name="Anna Alt")
    client = sign_in(make_user("administrator", name="Ada Admin"))
    page = client.get_page(f"/users/{user.id}")
    data = {"email": user.email, "name": "Anna Neu", "role": "leader", "unit_id": "", "language": "en",
            "time_zone": "Europe/London", "version": page.field("version")}
    client.post_page(f"/users/{user.id}", data)
    page = client.get_page(f"/users/{user.id}")
    assert "Ada Admin changed the account of Anna Neu" in page.text
    assert "Name Anna Alt → now Anna Neu" in page.text
    assert "Role Project officer → now Leader" in page.text
    conflict = client.post_page(f"/users/{user.id}", {**data, "name": "Anna Drei", "role": "reader"}, status=409)
    assert conflict.field("name") == "Anna Drei"
    assert "Anna Neu" in conflict.text and "Leader" in conflict.text
    client.post_page(f"/users/{user.id}", {**data, "name": "Anna Drei", "version": conflict.field("version")})
    assert user.name == "Anna Drei"


def test_a_user_is_disabled_enabled_signed_out_and_sent_a_link(sign_in):
    user = make_user(name="Anna")
    with transaction():
        services.start_session(user)
    client = sign_in(make_user("administrator"))
    assert "Signed in with 1 browser" in client.get_page(f"/users/{user.id}").text
    client.post_page(f"/users/{user.id}/end-sessions")
    assert queries.open_sessions(user) == []
    client.post_page(f"/users/{user.id}/send-link")
    assert db.session.scalar(select(func.count()).select_from(SignInLink).where(SignInLink.user_id == user.id)) == 1
    client.post_page(f"/users/{user.id}/disable")
    assert "This account is disabled" in client.get_page(f"/users/{user.id}").text
    assert client.post_page(f"/users/{user.id}/send-link", status=422).errors()
    client.post_page(f"/users/{user.id}/enable")
    assert user.active
    about = (ActivityEntry.subject_id == user.id, ActivityEntry.subject_kind == "user_account")
    verbs = db.session.scalars(select(ActivityEntry.verb).where(*about).order_by(ActivityEntry.id)).all()
    assert verbs[-4:] == ["user.sessions_ended", "user.link_sent", "user.disabled", "user.enabled"]


def test_the_last_administrator_and_oneself_cannot_be_disabled(sign_in):
    with transaction() as session:
        session.execute(update(User).where(User.role == "administrator").values(active=False))
    me = make_user("administrator")
    client = sign_in(me)
    assert client.post_page(f"/users/{me.id}/disable", status=422).errors()
    page = client.get_page(f"/users/{me.id}")
    data = {"email": me.email, "name": "", "role": "officer", "unit_id": "", "language": "en",
            "time_zone": "Asia/Shanghai", "version": page.field("version")}
    assert "last administrator" in client.post_page(f"/users/{me.id}", data, status=422).errors()[0]
    assert me.active and me.role == "administrator"


@pytest.mark.parametrize("path", ["/users/999999", "/units/999999"])
def test_what_is_not_there_is_not_found(sign_in, path):
    sign_in(make_user("administrator")).get_page(path, status=404)
