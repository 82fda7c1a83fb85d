"""Replies by mail through the front door, the panels of other pages, the words of the log."""

from datetime import timedelta

import pytest

from outreach import jobs
from outreach.activity import SYSTEM
from outreach.activity.models import ActivityEntry
from outreach.db import db, now, transaction
from outreach.i18n import in_language
from outreach.invitations import services
from outreach.invitations.models import Invitation
from outreach.invitations.services import Answer, Ground
from outreach.mail import inbound
from outreach.mail.models import InboundMail, OutboxMail
from outreach.web import doors
from tests.factories.accounts import make_user
from tests.factories.contacts import make_person
from tests.factories.events import make_event
from tests.factories.invitations import invite, reply_mail, reply_text


def _again(row: Invitation) -> Invitation:
    return db.session.get(Invitation, row.id, populate_existing=True)


def test_a_reply_by_mail_is_one_answer_however_often_it_comes(app):
    row = invite().invitation
    raw = reply_mail(row, "ACCEPTED")
    answers = [inbound.receive(raw) for _ in range(50)]
    assert (answers[0]["kind"], answers[0]["outcome"], answers[0]["state"]) == ("rsvp", "counts", "accepted")
    assert answers[0]["invitation"] == row.id
    assert all(answer["repeat"] for answer in answers[1:])
    row = _again(row)
    assert (row.state, row.answered_by, len(row.answers)) == ("accepted", "mail", 1)
    answered = db.select(db.func.count()).select_from(ActivityEntry).where(ActivityEntry.verb == "invitation.answered")
    assert db.session.scalar(answered) == 1


def test_the_same_reply_in_another_mail_changes_nothing(app):
    row = invite().invitation
    stamp = now() - timedelta(minutes=1)
    inbound.receive(reply_mail(row, "ACCEPTED", stamp=stamp, message_id="<one@firma.example.org>"))
    again = inbound.receive(reply_mail(row, "ACCEPTED", stamp=stamp, message_id="<two@firma.example.org>"))
    assert again["outcome"] == "repeat"
    assert len(_again(row).answers) == 1


def test_mails_out_of_order_end_with_the_newest_answer(app):
    row = invite().invitation
    start = now() - timedelta(hours=2)
    for minutes, partstat in ((50, "DECLINED"), (10, "ACCEPTED"), (30, "TENTATIVE")):
        inbound.receive(reply_mail(row, partstat, stamp=start + timedelta(minutes=minutes)))
    assert _again(row).state == "declined"
    assert [item.outcome for item in _again(row).answers] == ["counts", "stale", "stale"]


@pytest.mark.parametrize("values", [
    {"sender": "attacker@example.net"}, {"attendee": "other.guest@example.org"},
    {"sender": "attacker@example.net", "attendee": "attacker@example.net"}])
def test_a_forged_reply_goes_to_review(app, values):
    row = invite().invitation
    answer = inbound.receive(reply_mail(row, "DECLINED", **values))
    assert (answer["kind"], answer["outcome"], answer["state"]) == ("rsvp", "review", "invited")
    assert _again(row).state == "invited"


def test_a_display_name_that_looks_like_the_guest_is_no_proof(app):
    row = invite().invitation
    answer = inbound.receive(reply_mail(row, "DECLINED", sender=f'"{row.email}" <attacker@example.net>'))
    assert answer["outcome"] == "review"


def test_a_reply_to_an_unknown_invitation_is_kept_for_a_person(app):
    row = invite().invitation
    text = reply_text(row).replace(row.ics_uid, "somebody-else@example.org")
    assert inbound.receive(reply_mail(row, text=text))["kind"] == "unmatched"
    assert db.session.scalars(db.select(InboundMail)).one().raw is not None


def test_a_request_or_cancellation_to_us_changes_nothing(app):
    row = invite().invitation
    for method in ("REQUEST", "CANCEL"):
        assert inbound.receive(reply_mail(row, "DECLINED", method=method))["kind"] == "unmatched"
    assert _again(row).state == "invited"


def test_a_meeting_answer_is_no_auto_reply_and_gets_no_mail_back(app):
    row = invite().invitation
    jobs.pending()
    before = db.session.scalar(db.select(db.func.count()).select_from(OutboxMail))
    raw = reply_mail(row, "ACCEPTED").replace(
        b"Subject: ", b"Auto-Submitted: auto-replied\nSubject: Automatische Antwort: ", 1
    )
    assert inbound.receive(raw)["kind"] == "rsvp"
    assert db.session.scalar(db.select(db.func.count()).select_from(OutboxMail)) == before


def _answered(event, state: str, guests: int = 0) -> None:
    row = invite(event, make_person()).invitation
    with transaction():
        services.answer(SYSTEM, row, Answer(state, "staff", guests))


def test_the_panel_of_an_event_counts_all_answers(app):
    event = make_event()
    _answered(event, "accepted", 2)
    _answered(event, "tentative", 1)
    _answered(event, "declined")
    invite(event, make_person())
    panel = doors.page_panel.get("invitations of event")
    assert (panel.page, panel.side) == ("events.detail", False)
    context = panel.load(make_user("officer"), event)
    counts = context["counts"]
    assert (counts.invited, counts.accepted, counts.tentative, counts.declined, counts.no_answer, counts.coming) == (
        4,
        1,
        1,
        1,
        1,
        3,
    )
    assert [number for _label, number in context["rows"]] == [1, 1, 1, 1]
    assert context["may_invite"]
    assert not panel.load(make_user("reader"), event)["may_invite"]


def test_the_panel_of_a_person_lists_invitations_and_stays_away_without(app):
    person, panel = make_person(), doors.page_panel.get("invitations of person")
    assert panel.load(make_user("officer"), person) is None
    invite(make_event(), person)
    assert [row.person_id for row in panel.load(make_user("reader"), person)["invitations"]] == [person.id]
    assert panel.load(make_user("partner_user"), person) is None


def test_every_step_has_a_sentence_that_follows_a_name(app):
    done = invite()
    with transaction():
        services.renew_link(SYSTEM, done.invitation)
        services.send_again(SYSTEM, done.invitation, Ground())
        services.answer(SYSTEM, done.invitation, Answer("accepted", "staff"))
    inbound.receive(reply_mail(done.invitation, "DECLINED", sender="x@example.net"))
    with transaction():
        services.set_aside(SYSTEM, done.invitation, _again(done.invitation).answers[-1])
    entries = db.session.scalars(db.select(ActivityEntry).where(ActivityEntry.verb.startswith("invitation."))).all()
    assert {entry.verb for entry in entries} == {
        "invitation.created", "invitation.link_renewed", "invitation.sent_again", "invitation.answered",
        "invitation.review_waits", "invitation.set_aside"}
    with in_language("en"):
        told = [doors.timeline_kind.get(entry.verb).sentence(entry) for entry in entries]
    assert "invited Anna Köhler to LASER World of PHOTONICS 2027" in told
    assert all(sentence[0].islower() for sentence in told)


def test_a_merge_keeps_one_invitation_and_an_erasure_takes_it_away(app):
    reference = doors.person_references.get("invitation.person_id")
    assert (reference.on_merge, reference.on_erase) == ("move_unique", "delete")
