"""A form for a new record that arrives twice makes one record; filled in anew it makes another."""

import re
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from outreach.accounts import services as accounts
from outreach.contacts.models import Organisation, Person
from outreach.db import db, now, transaction
from outreach.web.models import SentForm
from outreach.web.once import KEPT, forget_sent
from tests.factories.accounts import make_user

FORMS = [("/people/new", "full_name", Person), ("/organisations/new", "name", Organisation)]


def count(model) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


def asked(client, url: str) -> dict[str, str]:
    """The hidden fields of the form."""
    page = client.get(url).get_data(as_text=True)
    return {name: re.search(f'name="{name}" value="([^"]+)"', page)[1] for name in ("csrf_token", "form_mark")}


@pytest.mark.parametrize(("url", "field", "model"), FORMS)
def test_a_form_that_comes_twice_makes_one_and_leads_there_again(sign_in, url, field, model):
    client = sign_in(make_user("officer"))
    sent = {**asked(client, url), field: "Torvrast Zilt"}
    first, again = (client.post(url, data=sent) for _once in range(2))
    assert (first.status_code, again.status_code, again.location) == (302, 302, first.location)
    assert count(model) == 1


@pytest.mark.parametrize(("url", "field", "model"), FORMS)
def test_the_same_page_filled_in_anew_makes_another(sign_in, url, field, model):
    client = sign_in(make_user("officer"))
    hidden = asked(client, url)
    for name in ("Torvrast Zilt", "Wundparv Crem"):
        assert client.post(url, data={**hidden, field: name}).status_code == 302
    assert count(model) == 2


@pytest.mark.parametrize(("url", "field", "model"), FORMS)
def test_four_that_come_together_make_one(real_app, url, field, model):
    with transaction():
        token = accounts.start_session(make_user("officer"), address="127.0.0.1", agent="test")
    clients = [real_app.test_client() for _each in range(4)]
    for client in clients:
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
    hidden = asked(clients[0], url)
    with clients[0].session_transaction() as cookie:
        csrf = cookie["csrf_token"]
    for client in clients[1:]:
        with client.session_transaction() as cookie:
            cookie["csrf_token"] = csrf
    gate, answers = threading.Barrier(4), []

    def post(client) -> None:
        gate.wait()
        answers.append(client.post(url, data={**hidden, field: "Torvrast Zilt"}).location)
    threads = [threading.Thread(target=post, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(model) == 1
    assert len(set(answers)) == 1 and answers[0] is not None


def test_marks_are_forgotten_after_a_while(app):
    with transaction() as session:
        session.add_all(SentForm(mark=mark, ref=1, at=at) for mark, at in (
            ("old", now() - KEPT - timedelta(hours=1)), ("new", now())))
    forget_sent()
    assert db.session.scalars(select(SentForm.mark)).all() == ["new"]
