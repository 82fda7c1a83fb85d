"""Receiving: stored once, acknowledged by mail, with deadlines in China's working days."""

import threading
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from outreach.activity import Actor
from outreach.activity.models import ActivityEntry
from outreach.db import Money, db, transaction
from outreach.errors import Conflict
from outreach.intentions.models import Intention
from outreach.intentions.services import content_hash, receive_intention
from outreach.intentions.services.receiving import deadlines
from outreach.mail.models import OutboxMail
from outreach.privacy.models import Consent
from tests.factories.catalogue import change_setting, make_override
from tests.factories.events import make_event
from tests.factories.intentions import make_intention, make_submission
from tests.factories.partners import make_partner

VISITOR = Actor("visitor", "Dr. Hanna Muster")


def _receive(sent, **options):
    with transaction():
        return receive_intention(VISITOR, sent, **options)


def _shanghai(moment: datetime) -> str:
    from outreach.db import to_zone

    return f"{to_zone(moment, 'Asia/Shanghai'):%Y-%m-%d %H:%M}"


def test_an_intention_is_stored_with_everything_that_was_sent(app):
    event, partner = make_event(), make_partner("DE-HAUS")
    row = make_intention(event="laser-2027", partner="DE-HAUS", project__title="Faserkreisel")
    assert row.receipt.startswith("IN-") and row.receipt.endswith("-0001")
    assert (row.event, row.partner, row.state, row.channel) == (event, partner, "received", "form")
    assert row.investment == Money(1250000000, "EUR")
    assert row.contact_phone == "089 1234567" and row.contact_phone_e164 == "+49891234567"
    assert row.label == f"{row.receipt} Faserkreisel"
    assert make_intention().receipt.endswith("-0002")


def test_the_log_names_the_sender_and_stands_on_the_events_and_partners_timelines(app):
    event, partner = make_event(), make_partner("DE-HAUS")
    row = make_intention(event=event.code, partner=partner.code)
    entry = db.session.scalars(select(ActivityEntry).where(ActivityEntry.verb == "intention.received")).one()
    assert (entry.actor_kind, entry.actor_label) == ("visitor", "Dr. Hanna Muster")
    assert {(subject.kind, subject.ref_id) for subject in entry.subjects} == {
        ("intention", row.id), ("event", event.id), ("partner", partner.id)}


def test_consents_are_rows_with_purpose_version_language_source_and_time(app):
    row = make_intention(consents=[{"purpose": "contact_reply", "text_version": "2026-1"},
                                   {"purpose": "events_news", "text_version": "2026-1"}])
    rows = db.session.scalars(select(Consent).order_by(Consent.purpose)).all()
    assert [(one.purpose, one.text_version, one.language, one.email, one.source, one.at) for one in rows] == [
        (purpose, "2026-1", "de", "hanna.muster@photonik.example.org", f"intention {row.receipt}", row.received_at)
        for purpose in ("contact_reply", "events_news")]


def test_the_same_key_gives_the_same_receipt_and_no_second_mail(app):
    sent = make_submission(client_key="form:one")
    first, second = _receive(sent), _receive(sent)
    assert not first.repeated and second.repeated and first.intention is second.intention
    assert db.session.query(Intention).count() == db.session.query(OutboxMail).count() == 1


def test_a_number_that_was_not_used_is_given_to_the_next(app):
    sent = make_submission()
    first = _receive(sent).intention
    _receive(sent)
    other = make_intention()
    assert int(other.receipt[-4:]) == int(first.receipt[-4:]) + 1


def test_the_same_words_with_another_key_within_a_day_are_one_intention(app):
    first = _receive(make_submission(project__title="Kreisel", client_key="form:a"))
    second = _receive(make_submission(project__title="  Ｋreisel ", client_key="form:b", language="en"))
    assert second.repeated and second.intention is first.intention


def test_the_same_words_after_a_day_are_a_new_intention(app):
    first = _receive(make_submission(project__title="Kreisel"))
    with transaction():
        first.intention.received_at = datetime(2026, 1, 5, tzinfo=UTC)
    assert not _receive(make_submission(project__title="Kreisel")).repeated


def test_a_key_with_other_words_makes_a_second_intention_so_that_nothing_is_lost(app):
    first = _receive(make_submission(project__title="Kreisel", client_key="form:a"))
    other = make_submission(project__title="Laser", client_key="form:a")
    second, third = _receive(other), _receive(other)
    assert not second.repeated and second.intention is not first.intention
    assert third.repeated and third.intention is second.intention


def test_a_key_with_other_words_is_a_conflict_where_the_caller_is_strict(app):
    _receive(make_submission(project__title="Kreisel", client_key="api:a"), strict=True)
    with pytest.raises(Conflict) as caught:
        _receive(make_submission(project__title="Laser", client_key="api:a"), strict=True)
    assert caught.value.code == "idempotency_key_used"
    assert db.session.query(Intention).count() == 1


@pytest.mark.parametrize(("field", "value"), [
    ("contact__email", "other@photonik.example.org"), ("project__summary", "Anderes"),
    ("project__investment", {"amount": "1", "currency": "EUR"}), ("organisation__country", "AT"),
])
def test_what_differs_in_a_field_is_another_content(app, field, value):
    same = make_submission(project__title="Kreisel")
    assert content_hash(same) == content_hash(make_submission(project__title="Kreisel", client_key="z"))
    assert content_hash(same) != content_hash(make_submission(project__title="Kreisel", **{field: value}))


def test_two_equal_posts_at_once_make_one_intention(real_app):
    """Neither key nor content lets a second row in, on whichever engine."""
    sent, found, failed = make_submission(client_key="form:same"), [], []
    gate = threading.Barrier(4)

    def post():
        with real_app.app_context():
            try:
                gate.wait(20)
                with transaction():
                    found.append(receive_intention(VISITOR, sent).intention.receipt)
            except Exception as error:
                failed.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=post) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.rollback()  # What this thread has read is older than what the others stored.
    assert failed == [] and len(found) == 4 and len(set(found)) == 1
    assert db.session.query(Intention).count() == 1
    assert db.session.query(OutboxMail).count() == 1


def test_two_equal_posts_with_two_keys_at_once_make_one_intention(real_app):
    sent = [make_submission(project__title="Kreisel", client_key=f"form:{number}") for number in range(3)]
    found, gate = [], threading.Barrier(3)

    def post(one):
        with real_app.app_context():
            gate.wait(20)
            with transaction():
                found.append(receive_intention(VISITOR, one).intention.receipt)
            db.session.remove()

    threads = [threading.Thread(target=post, args=(one,)) for one in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.rollback()  # What this thread has read is older than what the others stored.
    assert len(found) == 3 and len(set(found)) == 1 and db.session.query(Intention).count() == 1


def test_deadlines_are_working_days_of_china(app):
    due = deadlines(datetime(2027, 6, 23, 10, tzinfo=UTC))
    assert {name: _shanghai(at) for name, at in due.items()} == {
        "assign_due": "2027-06-24 18:00", "verdict_due": "2027-06-28 18:00", "answer_due": "2027-07-02 18:00"}


def test_deadlines_step_over_the_national_holiday_and_keep_the_make_up_day(app):
    """The golden week as it was decreed, with a Saturday that is worked to make up for it."""
    for number in range(1, 8):
        make_override(date(2027, 10, number), "holiday", zh="国庆节")
    make_override(date(2027, 10, 9), "workday", zh="调休上班")
    assert _shanghai(deadlines(datetime(2027, 9, 30, 2, tzinfo=UTC))["assign_due"]) == "2027-10-08 18:00"
    assert _shanghai(deadlines(datetime(2027, 10, 8, 2, tzinfo=UTC))["assign_due"]) == "2027-10-09 18:00"


def test_deadlines_follow_the_settings(app):
    change_setting("answer_feedback_days", 10)
    assert _shanghai(deadlines(datetime(2027, 6, 23, 2, tzinfo=UTC))["answer_due"]) == "2027-07-07 18:00"


def test_a_day_that_has_begun_in_china_counts_by_chinas_clock(app):
    """17:30 UTC is already the next day in Wuxi."""
    assert _shanghai(deadlines(datetime(2027, 6, 23, 17, 30, tzinfo=UTC))["assign_due"]) == "2027-06-25 18:00"
