"""The page behind the personal link: opening it changes nothing, a POST answers, in four languages, for anybody."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from outreach.activity.models import ActivityEntry
from outreach.db import db, transaction
from outreach.invitations.models import Invitation, InvitationAnswer
from outreach.invitations.queries import counts_of
from outreach.mail.models import OutboxMail
from tests.factories.catalogue import change_setting
from tests.factories.contacts import make_person
from tests.factories.events import make_event
from tests.factories.invitations import invite

WORDS = {"zh": "zh-Hans", "en": "en", "de": "de", "ko": "ko"}


def _again(row: Invitation) -> Invitation:
    return db.session.get(Invitation, row.id, populate_existing=True)


def _count(model) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(model))


@pytest.mark.parametrize("lang", list(WORDS))
def test_the_page_opens_in_each_language_and_changes_nothing(client, lang):
    done = invite()
    before = (_count(ActivityEntry), _count(InvitationAnswer), _count(OutboxMail), _again(done.invitation).version)
    for _ in range(3):
        page = client.get_page(f"/{lang}/invitations/{done.token}")
        client.head(f"/{lang}/invitations/{done.token}")
    assert (
        _count(ActivityEntry),
        _count(InvitationAnswer),
        _count(OutboxMail),
        _again(done.invitation).version,
    ) == before
    assert page.tree.get("lang") == WORDS[lang]
    assert "LASER World of PHOTONICS 2027" in page.heading
    assert "Anna Köhler" in page.text
    assert "Messe München" in page.text
    assert page.response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.response.headers["Cache-Control"] == "no-store"
    assert 'content="noindex, nofollow"' in page.html
    for other in WORDS:
        assert f"/{other}/invitations/{done.token}" in page.links()


def test_a_post_answers_and_the_page_then_shows_it(client):
    done = invite()
    path = f"/en/invitations/{done.token}"
    assert client.post_page(path, {"answer": "accepted", "guests": "2", "note": "Vegetarian, please"}).location == path
    row = _again(done.invitation)
    assert (row.state, row.guests, row.note, row.note_language, row.answered_by) == (
        "accepted", 2, "Vegetarian, please", "en", "link")
    page = client.get_page(path)
    assert "Your answer: I am coming" in page.text
    assert (page.field("answer"), page.field("guests"), page.field("note")) == ("accepted", "2", "Vegetarian, please")
    assert counts_of(row.event).coming == 3


def test_two_posts_make_one_changed_answer(client):
    done = invite()
    path = f"/de/invitations/{done.token}"
    for _ in range(2):
        client.post_page(path, {"answer": "accepted", "guests": "0", "note": ""})
    assert len(_again(done.invitation).answers) == 1
    client.post_page(path, {"answer": "declined", "guests": "0", "note": ""})
    row = _again(done.invitation)
    assert (row.state, len(row.answers)) == ("declined", 2)
    assert counts_of(row.event).accepted == 0


def test_the_guest_gets_a_confirmation_in_their_language_for_every_change(client):
    done = invite()
    for _ in range(2):
        client.post_page(f"/en/invitations/{done.token}", {"answer": "tentative", "guests": "0", "note": ""})
    mails = db.session.scalars(db.select(OutboxMail).where(OutboxMail.template == "invitations/confirmation")).all()
    assert [(mail.language, mail.purpose, mail.state, mail.to_email) for mail in mails] == [
        ("de", "transactional", "waiting", done.invitation.email)]
    assert done.token in mails[0].text


@pytest.mark.parametrize(("data", "field"), [
    ({}, "answer"), ({"answer": "perhaps"}, "answer"), ({"answer": "accepted", "guests": "99"}, "guests"),
    ({"answer": "accepted", "guests": "two"}, "guests"), ({"answer": "accepted", "note": "x" * 2001}, "note")])
def test_bad_input_comes_back_with_what_was_typed(client, data, field):
    done = invite()
    page = client.post_page(f"/en/invitations/{done.token}", {"note": "My note", **data}, status=422, title="Error:")
    assert len(page.errors()) == 1
    assert page.field("note") == data.get("note", "My note")
    assert any(node.get("href", "").startswith(f"#{field}") for node in page.tree.iter("a"))
    assert _again(done.invitation).answers == []


def test_a_page_that_was_open_too_long_keeps_what_was_typed(client):
    done = invite()
    answer = client.post(
        f"/en/invitations/{done.token}", data={"answer": "accepted", "note": "Late", "csrf_token": "old"}
    )
    page = client._checked(answer, "/en/invitations/", 400, None)
    assert "open too long" in page.text
    assert (page.field("answer"), page.field("note")) == ("accepted", "Late")
    assert _again(done.invitation).answers == []


@pytest.mark.parametrize("lang", list(WORDS))
def test_a_forged_link_is_a_page_in_the_language_that_says_what_to_do(client, lang):
    change_setting("legal_mails", ["info@zone.example.org"])
    page = client.get_page(f"/{lang}/invitations/forged-token", status=404)
    assert page.tree.get("lang") == WORDS[lang]
    assert "info@zone.example.org" in page.text
    client.post_page(f"/{lang}/invitations/forged-token", {"answer": "accepted"}, status=404)


def test_an_expired_link_says_that_the_event_is_over(client):
    done = invite()
    with time_machine.travel(done.invitation.event.ends_at + timedelta(minutes=1)):
        page = client.get_page(f"/en/invitations/{done.token}", status=404)
        assert "The event is over" in page.text
        client.post_page(f"/en/invitations/{done.token}", {"answer": "accepted"}, status=404)
    assert _again(done.invitation).state == "invited"


def test_a_link_that_a_newer_one_replaced_opens_nothing(client):
    from outreach.activity import SYSTEM
    from outreach.invitations import services

    done = invite()
    with transaction():
        new = services.renew_link(SYSTEM, done.invitation)
    client.get_page(f"/en/invitations/{done.token}", status=404)
    client.get_page(f"/en/invitations/{new.token}")


def test_a_cancelled_event_asks_nothing_any_more(client):
    done = invite()
    with transaction():
        done.invitation.event.state = "cancelled"
    page = client.get_page(f"/en/invitations/{done.token}")
    assert "cancelled" in page.text
    assert page.field("answer") is None
    assert not list(page.tree.iter("textarea"))
    client.post_page(f"/en/invitations/{done.token}", {"answer": "accepted"}, status=409)


def test_hours_stand_in_the_events_zone_and_in_the_guests(client):
    event = make_event(
        starts_local=datetime(2027, 6, 22, 10), ends_local=datetime(2027, 6, 22, 12), ends_on=date(2027, 6, 22)
    )
    done = invite(event, make_person(country="KR", language="ko"))
    text = client.get_page(f"/en/invitations/{done.token}").text
    assert "22 Jun 2027 10:00 – 12:00 (Berlin)" in text
    assert "22 Jun 2027 17:00 – 19:00 (Seoul)" in text


def test_a_name_cannot_write_html_into_the_page(client):
    done = invite(person=make_person("<script>alert(1)</script>"))
    assert "<script>alert(1)" not in client.get_page(f"/en/invitations/{done.token}").html


def test_nobody_answers_by_one_link_without_end(client, monkeypatch):
    from outreach.invitations.views import public

    monkeypatch.setattr(public, "PER_HOUR", 2)
    done = invite()
    for answer in ("accepted", "declined"):
        client.post_page(f"/en/invitations/{done.token}", {"answer": answer, "guests": "0", "note": ""})
    page = client.post_page(
        f"/en/invitations/{done.token}", {"answer": "tentative", "guests": "0", "note": "N"}, status=429
    )
    assert page.field("note") == "N"
    assert _again(done.invitation).state == "declined"


def test_another_language_in_the_address_is_none(client):
    done = invite()
    assert client.get(f"/fr/invitations/{done.token}").status_code == 404
