"""The calendar request that goes out, and replies as real clients write them."""

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy

import pytest

from outreach import jobs
from outreach.db import db, now, transaction
from outreach.invitations.calendar import MOST_OCTETS, read_replies
from outreach.mail.inbound import parse
from outreach.mail.models import OutboxMail
from tests.factories.contacts import make_person
from tests.factories.events import make_event
from tests.factories.invitations import calendar_of, invite, reply_mail, reply_text
from tests.factories.mail import Sink


def _mail() -> OutboxMail:
    return db.session.scalars(db.select(OutboxMail).order_by(OutboxMail.id.desc())).first()


def _vevent(mail: OutboxMail):
    return calendar_of(mail).walk("VEVENT")[0]


def test_the_request_names_organiser_guest_days_and_link(app):
    done = invite()
    calendar, part = calendar_of(_mail()), _vevent(_mail())
    assert str(calendar["method"]) == "REQUEST"
    assert str(part["uid"]) == done.invitation.ics_uid
    assert str(part["organizer"]) == "mailto:outreach@demo.example.org"
    attendee = part["attendee"]
    assert str(attendee) == "mailto:anna.koehler@firma.example.org"
    assert {name: str(attendee.params[name]) for name in ("CN", "RSVP", "PARTSTAT", "ROLE")} == {
        "CN": "Anna Köhler", "RSVP": "TRUE", "PARTSTAT": "NEEDS-ACTION", "ROLE": "REQ-PARTICIPANT"}
    assert (part.decoded("dtstart"), part.decoded("dtend")) == (date(2027, 6, 22), date(2027, 6, 26))
    assert done.link in str(part["description"])
    assert str(part["url"]) == done.link
    assert now() - part.decoded("dtstamp") < timedelta(minutes=1)
    assert "confirmed" not in str(part["description"]).lower()


def test_hours_carry_their_zone(app):
    invite(
        make_event(
            starts_local=datetime(2027, 6, 22, 10), ends_local=datetime(2027, 6, 22, 12), ends_on=date(2027, 6, 22)
        )
    )
    calendar, part = calendar_of(_mail()), _vevent(_mail())
    assert part["dtstart"].params["TZID"] == "Europe/Berlin"
    assert part.decoded("dtstart").astimezone(UTC) == datetime(2027, 6, 22, 8, tzinfo=UTC)
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]
    assert all(len(line) <= 75 for line in _mail().calendar.encode().split(b"\r\n"))


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_a_strict_reader_finds_nothing_to_complain_about(app, language):
    import vobject

    invite(make_event(), make_person("김민수", email="minsu@firma.example.org", language=language))
    calendar = vobject.readOne(_mail().calendar)
    assert calendar.validate(raiseException=True)
    assert calendar.vevent.attendee.params["CN"] == ["김민수"]


def test_two_guests_of_one_event_have_two_identities(app):
    event = make_event()
    assert invite(event, make_person()).invitation.ics_uid != invite(event, make_person()).invitation.ics_uid


def test_while_only_the_month_is_known_no_calendar_shows_it(app):
    invite(make_event(starts_on=date(2027, 6, 1), ends_on=date(2027, 6, 30), days_known=False))
    assert (_mail().calendar, _mail().calendar_method) == (None, None)
    assert "Juni 2027" in _mail().text


@pytest.mark.parametrize(("code", "words", "zone"), [
    ("zh", "2027年6月22日 16:00", "无锡"), ("en", "22 Jun 2027 09:00", "London"), ("de", "22.06.2027 10:00", "Berlin"),
    ("ko", "2027년 6월 22일 17:00", "서울")])
def test_the_mail_tells_the_time_on_both_clocks_in_the_guests_language(app, code, words, zone):
    event = make_event(
        starts_local=datetime(2027, 6, 22, 10), ends_local=datetime(2027, 6, 22, 12), ends_on=date(2027, 6, 22)
    )
    done = invite(event, make_person(language=code))
    mail = _mail()
    assert mail.language == code
    for text in (mail.text, mail.html):
        assert words in text
        assert zone in text
        assert done.token in text
    assert f'lang="{"zh-Hans" if code == "zh" else code}"' in mail.html


def test_a_real_server_gets_an_invitation_that_calendars_understand(app):
    server = Sink()
    server.serve(app)
    try:
        done = invite()
        jobs.drain()
    finally:
        server.stop()
    message = message_from_bytes(server.raw[0], policy=policy.default)
    part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert part.get_param("method") == "REQUEST"
    assert done.invitation.ics_uid in part.get_payload(decode=True).decode()
    assert "invite.ics" in [part.get_filename() for part in message.walk()]
    row = db.session.get(OutboxMail, _mail().id, populate_existing=True)
    assert (row.state, row.text, row.html, row.calendar) == ("sent", "", "", "")


def test_names_write_no_line_of_their_own_into_the_calendar(app):
    person = make_person('Eve "Q" O\'Neil; X,Y')
    with transaction():
        person.full_name = 'Eve\u2028BEGIN:VEVENT"; X=1:mailto:x'
    invite(make_event(), person, send=True)
    mail = _mail()
    # A name with a line break is no header either, so no mail is written at all.
    assert mail is None or len(calendar_of(mail).walk("VEVENT")) == 1


def _read(raw: bytes):
    return read_replies(parse(raw))


@pytest.mark.parametrize("cte", ["base64", "quoted-printable"])
@pytest.mark.parametrize(
    ("partstat", "state"), [("ACCEPTED", "accepted"), ("TENTATIVE", "tentative"), ("DECLINED", "declined")]
)
def test_a_reply_without_organiser_is_read_in_every_encoding(app, cte, partstat, state):
    row = invite().invitation
    stamp = (
        datetime(2027, 1, 5, 12, 30, tzinfo=UTC)
        if now().year > 2027
        else now().replace(microsecond=0) - timedelta(hours=1)
    )
    reply = _read(reply_mail(row, partstat, cte=cte, stamp=stamp, comment="Ich komme später\\, gegen elf"))[0]
    assert (reply.uid, reply.state, reply.sender, reply.attendees) == (row.ics_uid, state, row.email, (row.email,))
    assert (reply.sequence, reply.stamp, reply.note) == (0, stamp, "Ich komme später, gegen elf")


def test_googles_count_of_companions_and_comment_are_read(app):
    row = invite().invitation
    reply = _read(reply_mail(row, extra=';X-NUM-GUESTS=2;X-RESPONSE-COMMENT="With two colleagues"'))[0]
    assert (reply.guests, reply.note) == (2, "With two colleagues")


def test_a_clock_that_runs_ahead_counts_as_now(app):
    row = invite().invitation
    assert _read(reply_mail(row, stamp=now() + timedelta(days=4000)))[0].stamp <= now()


@pytest.mark.parametrize(("partstat", "method"), [
    ("DELEGATED", "REPLY"), ("NEEDS-ACTION", "REPLY"), ("ACCEPTED", "COUNTER")])
def test_what_is_neither_yes_maybe_nor_no_is_unclear(app, partstat, method):
    row = invite().invitation
    reply = _read(reply_mail(row, partstat, method=method))[0]
    assert (reply.uid, reply.state) == (row.ics_uid, None)


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH", "ADD"])
def test_other_methods_say_nothing_to_an_organiser(app, method):
    row = invite().invitation
    assert _read(reply_mail(row, method=method)) == []


def test_a_part_that_was_cut_off_is_unclear_and_raises_nothing(app):
    row = invite().invitation
    cut = reply_text(row)[:-40]
    reply = _read(reply_mail(row, text=cut))[0]
    assert (reply.uid, reply.state) == (row.ics_uid, None)


def test_a_busy_list_and_a_bomb_are_no_replies(app):
    row = invite().invitation
    busy = reply_text(row).replace("VEVENT", "VFREEBUSY")
    assert [reply.state for reply in _read(reply_mail(row, text=busy))] == [None]
    bomb = reply_text(row).replace("END:VEVENT", "X-A:" + "x" * MOST_OCTETS + "\r\nEND:VEVENT")
    assert _read(reply_mail(row, text=bomb)) == []
    rule = reply_text(row).replace("END:VEVENT", "RRULE:FREQ=SECONDLY;COUNT=1000000000\r\nEND:VEVENT")
    assert _read(reply_mail(row, text=rule))[0].state == "accepted"


@pytest.mark.parametrize("octets", [
    b"", b"\x00\xff\xfe", b"Content-Type: text/calendar; method=REPLY\r\n\r\n",
    b"Content-Type: text/calendar; method=REPLY; charset=no-such\r\n\r\nBEGIN:VCALENDAR\r\nUID:\xff",
    b"Content-Type: text/calendar\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!"])
def test_broken_octets_raise_nothing(app, octets):
    assert [reply.state for reply in _read(octets)] in ([], [None])
