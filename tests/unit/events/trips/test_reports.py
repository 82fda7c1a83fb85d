"""Reports of trips: due some days after the return, drafts, handing in, the list of missing ones, reminders."""

from datetime import timedelta

import pytest

from outreach.activity import SYSTEM
from outreach.catalogue.services import change_settings
from outreach.db import db, today_in, transaction
from outreach.errors import Conflict, Refused
from outreach.events.jobs import remind_of_reports
from outreach.events.queries import trips as asked
from outreach.events.services import trip_reports as services
from outreach.events.services.trips import edit_trip
from outreach.mail.models import OutboxMail
from tests.factories.accounts import make_user
from tests.factories.trips import make_trip


@pytest.fixture
def officer(session):
    """An officer in Wuxi who reads German."""
    return make_user(role="officer", language="de", name="周敏", time_zone="Asia/Shanghai")


def over_since(days: int, *users, **values):
    """A trip of three days that ended so many days ago on the clock of Wuxi."""
    ended = today_in("Asia/Shanghai") - timedelta(days=days)
    return make_trip(*users, starts_on=ended - timedelta(days=2), ends_on=ended, **values)


def write(trip, submit: bool = True, version: int | None = None, **values):
    """Write or hand in a report."""
    with transaction():
        return services.save_report(SYSTEM, trip, {"language": "zh", "result": "两家企业有意落户", "met": "", "text": "",
                                                   "next_steps": "", **values}, submit=submit, version=version)


def test_a_report_is_due_so_many_days_after_the_return_as_the_setting_says(officer):
    today = today_in("Asia/Shanghai")
    trip = over_since(16, officer)
    assert asked.report_due(trip) == today - timedelta(days=1) and asked.is_overdue(trip, today)
    assert not asked.is_overdue(over_since(15, officer), today)
    assert asked.count_late_reports(officer) == 1
    with transaction():
        change_settings(SYSTEM, {"trip_report_days": 16})
    assert not asked.is_overdue(trip, today) and asked.count_late_reports(officer) == 0


def test_a_draft_counts_as_missing_and_a_cancelled_trip_needs_no_report(officer):
    trip, gone = over_since(20, officer), over_since(20, officer, state="cancelled")
    write(trip, submit=False)
    assert asked.count_late_reports(officer) == 1
    with pytest.raises(Refused):
        write(gone)
    report = write(trip)
    handed_in = report.submitted_at
    assert trip.reported and asked.count_late_reports(officer) == 0
    write(trip, result="三家企业有意落户")
    assert report.submitted_at == handed_in and report.result == "三家企业有意落户"


def test_handing_in_asks_for_a_result_and_the_second_of_two_writers_is_told(officer):
    trip = over_since(3, officer)
    with pytest.raises(Refused) as refused:
        write(trip, result=" ")
    assert refused.value.field == "result"
    write(trip, submit=False, version=0)
    with pytest.raises(Conflict) as conflict:
        write(trip, version=0, result="Mine")
    assert conflict.value.theirs == {"result": "两家企业有意落户"}
    with pytest.raises(Refused):
        write(trip, language="fr")


def test_the_head_writes_else_the_first_traveller_and_nobody_who_left(officer):
    head, gone = make_user(role="leader", name="高一帆"), make_user(role="officer")
    trip = over_since(3, head, officer)
    assert trip.reporter is head
    with transaction():
        head.active = False
    assert trip.reporter is officer
    with transaction():
        gone.active = False
    assert over_since(3).reporter is None


def test_whoever_writes_is_reminded_before_the_report_is_due_and_some_days_after(officer):
    soon, late = over_since(13, officer, title="Soon"), over_since(17, officer, title="Late")
    over_since(2, officer, title="Fresh")
    write(over_since(30, officer, title="Written"))
    over_since(30, officer, title="Cancelled", state="cancelled")
    over_since(90, title="Nobody's")
    assert remind_of_reports() == 1
    mail = db.session.scalars(db.select(OutboxMail)).one()
    assert (mail.to_email, mail.language) == (officer.email, "de")
    assert {name for name in ("Soon", "Late", "Fresh", "Written", "Cancelled", "Nobody's") if name in mail.text} == {"Soon", "Late"}
    assert remind_of_reports() == 0 and soon.reminded_on == late.reminded_on
    with transaction():
        # As if a week had gone by since the last reminder.
        late.reminded_on -= timedelta(days=7)
        edit_trip(SYSTEM, late, {"starts_on": late.starts_on - timedelta(days=7), "ends_on": late.ends_on - timedelta(days=7)})
    assert remind_of_reports() == 1


def test_whoever_travelled_writes_the_report_even_as_a_leader_and_others_only_read(officer, sign_in):
    leader = make_user(role="leader", language="en", name="高一帆")
    trip, other = over_since(20, leader), over_since(20, officer)
    client = sign_in(leader)
    page = client.get_page("/events/trips/reports")
    assert page.heading == "2 reports are missing, 2 overdue" and "report overdue for 5 days" in page.text
    assert client.get_page("/events/trips/reports?who=mine").heading == "1 report is missing, 1 overdue"
    client.get_page(f"/events/trips/{other.id}/report", status=403)
    client.post_page(f"/events/trips/{other.id}/report", {"do": "submit"}, status=403)
    address = f"/events/trips/{trip.id}/report"
    typed = {"language": "en", "result": "", "met": "Anna Weber, Lichtbogen", "version": client.get_page(address).field("version")}
    page = client.post_page(address, {**typed, "do": "submit"}, status=422)
    assert page.errors() and page.field("met") == "Anna Weber, Lichtbogen"
    client.post_page(address, {**typed, "result": "Two firms", "do": "draft"})
    page = client.post_page(address, {**typed, "result": "Mine", "do": "submit"}, status=409)
    assert "Stored now" in page.text and "Two firms" in page.text and page.field("result") == "Mine"
    client.post_page(address, {**typed, "result": "Two firms want to come", "version": page.field("version"), "do": "submit"})
    page = client.get_page(f"/events/trips/{trip.id}")
    assert "handed in the report on Trip to Munich: Two firms want to come" in page.text
    assert client.get_page("/events/trips/reports?who=mine").heading == "0 reports are missing"


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_the_pages_open_in_every_language(session, sign_in, language):
    reader = make_user(role="officer", language=language)
    trip = over_since(20, reader)
    write(trip, submit=False)
    client = sign_in(reader)
    for path in ("/events/trips/reports", f"/events/trips/{trip.id}/report", f"/events/trips/{trip.id}", "/events/trips?when=past"):
        client.get_page(path)
    remind_of_reports()


def test_people_met_at_the_event_of_a_trip_stand_beside_it(officer, sign_in):
    from tests.factories.event_contacts import make_event_contact
    from tests.factories.events import make_event

    event = make_event()
    make_event_contact(event)
    page = sign_in(officer).get_page(f"/events/trips/{make_trip(officer, event=event).id}")
    assert f"/event-contacts/?event={event.id}&state=all" in page.links()


def test_nobody_hands_in_what_came_of_a_trip_that_has_not_begun(officer):
    trip = over_since(-10, officer)
    with pytest.raises(Refused) as refused:
        write(trip)
    assert refused.value.code == "trip_ahead"
    assert write(trip, submit=False).submitted_at is None
