"""Inviting once, what leaves and what not, and answers by every way with the newest one in force."""

from datetime import date, timedelta

import pytest
import time_machine

from outreach import jobs
from outreach.activity import SYSTEM, Actor
from outreach.activity.models import ActivityEntry
from outreach.db import db, now, token_hash, transaction
from outreach.errors import Conflict, Refused
from outreach.i18n import in_language
from outreach.invitations import services
from outreach.invitations.calendar import CalendarReply
from outreach.invitations.models import Invitation, InvitationAnswer
from outreach.invitations.queries import by_token, counts_of, why_not_sent
from outreach.invitations.services import Answer, Ground
from outreach.mail.models import OutboxMail
from outreach.privacy.models import SendRefusal
from tests.factories.accounts import make_user
from tests.factories.contacts import make_person
from tests.factories.events import make_event
from tests.factories.invitations import invite

GUEST = Actor("visitor", "Anna Köhler")


def _again(row: Invitation) -> Invitation:
    return db.session.get(Invitation, row.id, populate_existing=True)


def _answer(row: Invitation, state: str, way: str = "link", **values):
    with transaction():
        return services.answer(GUEST, row, Answer(state, way, **values))


def _mails() -> list[OutboxMail]:
    return list(db.session.scalars(db.select(OutboxMail).order_by(OutboxMail.id)))


def _log(verb: str) -> list[ActivityEntry]:
    return list(db.session.scalars(db.select(ActivityEntry).where(ActivityEntry.verb == verb)))


def test_an_invitation_that_was_asked_for_leaves_by_mail(app):
    officer = make_user("officer", name="Zhou Min")
    done = invite(actor=Actor.of(officer))
    row, mail = done.invitation, _mails()[0]
    assert (row.state, row.email, row.language, row.mail_refused) == (
        "invited",
        "anna.koehler@firma.example.org",
        "de",
        "",
    )
    assert row.sent_at is not None
    assert (mail.state, mail.purpose, mail.reply_to) == ("waiting", "transactional", officer.email)
    assert (mail.subject_kind, mail.subject_id) == ("invitation", row.id)
    assert jobs.pending() == [("mail.deliver", mail.id)]
    entry = _log("invitation.created")[0]
    assert entry.actor_label == "Zhou Min"
    assert {(item.kind, item.ref_id) for item in entry.subjects} == {
        ("invitation", row.id), ("person", row.person_id), ("event", row.event_id)}


def test_only_the_hash_of_the_link_is_stored(app):
    done = invite()
    assert by_token(done.token).id == done.invitation.id
    assert done.invitation.token_hash == token_hash(done.token)
    assert by_token("forged") is None
    assert done.link.endswith(f"/de/invitations/{done.token}")


def test_without_a_ground_the_gate_refuses_and_the_reason_is_kept_but_not_the_link(app):
    done = invite(ground=None)
    row, mail = done.invitation, _mails()[0]
    assert (row.mail_refused, row.sent_at) == ("advertising_without_rules", None)
    assert (mail.state, mail.purpose) == ("refused", "advertising")
    assert done.token not in mail.text + mail.html + mail.calendar
    assert db.session.scalars(db.select(SendRefusal)).one().email == row.email
    assert jobs.pending() == []
    with in_language("en"):
        assert "consent" in why_not_sent(row, mail)


def test_whoever_has_no_address_gets_the_link_by_hand(app):
    done = invite(person=make_person("王伟", phone="+8613800138000", country="CN"))
    assert (done.invitation.email, done.invitation.mail_refused, done.mail) == ("", "no_address", None)
    assert done.invitation.language == "zh"
    assert _mails() == []


def test_no_mail_is_written_where_the_link_is_handed_over(app):
    done = invite(send=False)
    assert (done.invitation.email, done.invitation.mail_refused) == ("", "not_wanted")
    assert _mails() == []


def test_a_person_is_invited_once_to_an_event(app):
    event, person = make_event(), make_person(country="KR", language="ko")
    first, again = invite(event, person), invite(event, person)
    assert first.token
    assert (again.token, again.invitation.id, again.link) == (None, first.invitation.id, "")
    assert len(_mails()) == 1
    assert len(_log("invitation.created")) == 1


@pytest.mark.parametrize(
    ("country", "language", "code"),
    [
        ("DE", "ko", "ko"),
        ("AT", None, "de"),
        ("CN", None, "zh"),
        ("KR", None, "ko"),
        ("FR", None, "en"),
        (None, None, "en"),
    ],
)
def test_the_invitation_is_written_in_the_guests_language(app, country, language, code):
    done = invite(person=make_person(country=country, language=language))
    assert done.invitation.language == code


def test_a_request_needs_a_ground_and_nothing_is_written_without(app):
    with pytest.raises(Refused) as refused:
        invite(ground=Ground(True, "  "))
    assert (refused.value.code, refused.value.field) == ("ground_missing", "ground")
    assert db.session.scalar(db.select(Invitation)) is None


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"starts_on": date(2025, 3, 1), "ends_on": date(2025, 3, 2)}, "event_over"),
        ({"state": "cancelled"}, "event_cancelled"),
    ],
)
def test_nobody_is_invited_to_what_is_over_or_cancelled(app, values, code):
    with pytest.raises(Refused) as refused:
        invite(make_event(**values))
    assert refused.value.code == code


def test_an_answer_is_kept_put_in_force_and_logged(app):
    row = invite().invitation
    _answer(row, "accepted", guests=2, note="Vegetarisch\x00", note_language="de")
    row = _again(row)
    assert (row.state, row.guests, row.note, row.note_language, row.answered_by) == (
        "accepted", 2, "Vegetarisch", "de", "link")
    entry = _log("invitation.answered")[0]
    assert (entry.actor_kind, entry.actor_label) == ("visitor", "Anna Köhler")
    assert entry.data["changes"] == {"state": ["invited", "accepted"], "guests": [0, 2]}
    assert "Vegetarisch" not in str(entry.data)


def test_the_same_answer_twice_is_one_and_another_one_replaces_it(app):
    row = invite().invitation
    assert _answer(row, "accepted", guests=2) is not None
    assert _answer(row, "accepted", guests=2) is None
    _answer(row, "declined", guests=2)
    row = _again(row)
    assert (row.state, row.guests) == ("declined", 0)
    assert [item.state for item in row.answers] == ["accepted", "declined"]
    counts = counts_of(row.event)
    assert (counts.invited, counts.accepted, counts.declined, counts.coming) == (1, 0, 1, 0)


@pytest.mark.parametrize(("values", "field"), [
    ({"state": "perhaps", "way": "link"}, "answer"), ({"state": "accepted", "way": "link", "guests": 21}, "guests"),
    ({"state": "accepted", "way": "link", "guests": -1}, "guests"),
    ({"state": "accepted", "way": "link", "note": "x" * 2001}, "note")])
def test_an_answer_that_cannot_be_names_its_field(app, values, field):
    row = invite().invitation
    with pytest.raises(Refused) as refused, transaction():
        services.answer(GUEST, row, Answer(**values))
    assert refused.value.field == field
    assert _again(row).answers == []


def test_after_the_event_nobody_answers_any_more_by_any_way(app):
    row = invite().invitation
    with time_machine.travel(row.event.ends_at + timedelta(minutes=1)):
        with pytest.raises(Refused) as refused:
            _answer(row, "accepted")
        assert refused.value.code == "event_over"
        with transaction():
            assert services.take_calendar_reply(_reply(row))[1] == "late"
    assert _again(row).state == "invited"


def _reply(row: Invitation, state: str | None = "accepted", **values) -> CalendarReply:
    given = {
        "sender": row.email,
        "attendees": (row.email,),
        "sequence": 0,
        "stamp": now() - timedelta(seconds=5),
        **values,
    }
    return CalendarReply(row.ics_uid, state, **given)


def _take(reply: CalendarReply) -> str:
    with transaction():
        return services.take_calendar_reply(reply)[1]


def test_calendar_replies_out_of_order_end_with_the_newest(app):
    row = invite().invitation
    start = now() - timedelta(hours=3)
    replies = [_reply(row, state, stamp=start + timedelta(minutes=minutes))
               for minutes, state in ((30, "declined"), (10, "accepted"), (60, "tentative"), (20, "accepted"))]
    assert [_take(reply) for reply in replies] == ["counts", "stale", "counts", "stale"]
    assert [_take(reply) for reply in replies] == ["repeat"] * 4
    row = _again(row)
    assert row.state == "tentative"
    assert [item.outcome for item in row.answers] == ["counts", "stale", "counts", "stale"]
    assert len(_log("invitation.answered")) == 2, "one entry per change"


def test_a_lower_sequence_never_overwrites_and_an_invented_one_locks_nobody_out(app):
    event = make_event()
    with transaction():
        event.ics_sequence = 3
    row = invite(event).invitation
    assert _take(_reply(row, "accepted", sequence=9_999_999)) == "counts"
    assert _again(row).reply_sequence == 3
    assert _take(_reply(row, "declined", sequence=2, stamp=now())) == "stale"
    assert _take(_reply(row, "declined", sequence=3, stamp=now())) == "counts"
    assert _again(row).state == "declined"


def test_a_later_answer_by_the_link_is_not_undone_by_an_older_calendar_reply(app):
    row = invite().invitation
    _answer(row, "declined")
    assert _take(_reply(row, "accepted", stamp=now() - timedelta(minutes=5))) == "stale"
    assert _again(row).state == "declined"
    assert _take(_reply(row, "tentative", stamp=now() + timedelta(seconds=2))) == "counts"
    assert _again(row).answered_by == "mail"


@pytest.mark.parametrize("values", [
    {"sender": "attacker@example.net"}, {"attendees": ("other@example.net",)}, {"attendees": ()},
    {"sender": "anna@privat.example.org", "attendees": ("anna@privat.example.org",)}])
def test_a_reply_from_somebody_else_changes_nothing_and_waits_for_a_look(app, values):
    row = invite().invitation
    assert _take(_reply(row, "declined", **values)) == "review"
    row = _again(row)
    assert (row.state, row.answers[0].review) == ("invited", "sender_differs")
    assert counts_of(row.event).review == 1
    assert len(_log("invitation.review_waits")) == 1
    assert _log("invitation.answered") == []


def test_a_handed_over_invitation_trusts_no_mail(app):
    row = invite(send=False).invitation
    assert _take(_reply(row, "accepted", sender="", attendees=("",))) == "review"


def test_one_of_us_takes_a_reviewed_answer_or_sets_it_aside(app):
    officer = Actor.of(make_user("officer", name="Zhou Min"))
    row = invite().invitation
    _take(_reply(row, "accepted", sender="assistant@firma.example.org"))
    _take(_reply(row, "declined", sender="attacker@example.net"))
    with transaction():
        services.accept_review(officer, row, row.answers[0])
    with transaction():
        services.set_aside(officer, row, row.answers[1])
    row = _again(row)
    assert (row.state, row.answered_by) == ("accepted", "mail")
    assert [item.outcome for item in row.answers] == ["counts", "set_aside"]
    assert counts_of(row.event).review == 0
    with pytest.raises(Conflict), transaction():
        services.accept_review(officer, row, row.answers[1])
    assert _log("invitation.answered")[0].actor_label == "Zhou Min"


def test_an_unclear_answer_cannot_be_taken(app):
    row = invite().invitation
    assert _take(_reply(row, None)) == "review"
    assert _again(row).answers[0].review == "unclear"
    with pytest.raises(Refused) as refused, transaction():
        services.accept_review(SYSTEM, row, row.answers[0])
    assert refused.value.code == "answer_unclear"


def test_a_new_link_ends_the_old_one(app):
    done = invite()
    with transaction():
        new = services.renew_link(SYSTEM, done.invitation)
    assert by_token(done.token) is None
    assert by_token(new.token).id == done.invitation.id
    assert new.token not in str(_log("invitation.link_renewed")[0].data)


def test_a_refused_invitation_leaves_once_the_guest_has_asked_for_it(app):
    done = invite(ground=None)
    with transaction():
        again = services.send_again(SYSTEM, done.invitation, Ground(True, "By telephone on 3 June"))
    row = _again(done.invitation)
    assert (row.requested, row.ground, row.mail_refused) == (True, "By telephone on 3 June", "")
    assert [mail.state for mail in _mails()] == ["refused", "waiting"]
    assert again.token in _mails()[1].text
    assert by_token(done.token) is None


def test_answers_go_with_their_invitation(app):
    row = invite().invitation
    _answer(row, "accepted")
    with transaction():
        db.session.delete(_again(row))
    assert db.session.scalar(db.select(InvitationAnswer)) is None
