"""States of events: which steps need a reason, what stays readable of the old days, and how the team is told."""

from datetime import date, datetime

import pytest
import time_machine

from outreach.activity import SYSTEM, Actor
from outreach.db import db, transaction
from outreach.errors import Refused
from outreach.events import queries, services
from outreach.events.models import STATES, Event
from outreach.events.services import planning, states
from outreach.i18n import in_language
from outreach.i18n.localized import LocalizedText
from outreach.mail.models import OutboxMail
from tests.factories.accounts import make_user
from tests.factories.events import make_event, make_member


@pytest.fixture(autouse=True)
def before_the_fair(session):
    """All of it happens in November 2026."""
    with time_machine.travel("2026-11-20T08:00:00Z", tick=False):
        yield


@pytest.fixture
def coordinator(session):
    """A coordinator who reads English in Berlin."""
    return make_user(role="coordinator", language="en", time_zone="Europe/Berlin", name="Katrin Vogt")


def mails() -> dict[str, OutboxMail]:
    """The mails in the outbox about changed events, by address."""
    found = db.session.scalars(db.select(OutboxMail).where(OutboxMail.template == "events/changed")).all()
    assert len({mail.to_email for mail in found}) == len(found), "somebody is told twice"
    return {mail.to_email: mail for mail in found}


def make_roadshow() -> Event:
    """A roadshow of two legs; the second is done already."""
    roadshow = make_event("ROAD", "Roadshow", kind="roadshow", starts_on=date(2027, 6, 20), ends_on=date(2027, 6, 30))
    with transaction():
        for number, state in ((1, "confirmed"), (2, "done")):
            services.add_leg(SYSTEM, roadshow, {
                "title": LocalizedText.of("en", f"Leg {number}"), "kind": "promotion_conference", "state": state,
                "time_zone": "Europe/Berlin", "starts_on": date(2027, 6, 20 + number), "ends_on": date(2027, 6, 20 + number)})
    return roadshow


@pytest.mark.parametrize("old", STATES)
@pytest.mark.parametrize("new", STATES)
def test_every_step_between_states_is_possible_and_the_unusual_ones_need_a_reason(old, new):
    event = make_event(state=old)
    if old == new:
        return
    if states.needs_reason(old, new):
        with pytest.raises(Refused) as caught:
            services.change_state(SYSTEM, event, new, "  ")
        assert caught.value.field == "reason" and event.state == old
    with transaction():
        services.change_state(SYSTEM, event, new, "The hall is closed")
    assert event.state == new


def test_a_moved_event_keeps_its_old_days_readable_until_the_new_ones_are_confirmed():
    event = make_event(starts_local=datetime(2027, 6, 22, 9), ends_local=datetime(2027, 6, 25, 17))
    with transaction():
        services.change_state(SYSTEM, event, "moved", "The hall is closed", values={"starts_on": date(2027, 7, 6)})
    assert (event.starts_on, event.ends_on) == (date(2027, 7, 6), date(2027, 7, 9))
    assert event.starts_local == datetime(2027, 7, 6, 9)
    assert queries.was_of(event, lang="en") == "22–25 Jun 2027"
    assert queries.was_of(event, lang="de") == "22.–25.06.2027"
    with transaction():
        services.change_state(SYSTEM, event, "moved", "And the city", values={"city": "Nürnberg", "venue": "Messe Nürnberg"})
    assert queries.was_of(event, lang="en") == "22–25 Jun 2027, Messe München, München"
    with transaction():
        services.change_state(SYSTEM, event, "confirmed")
    assert queries.was_of(event) == ""


def test_days_that_were_settled_and_then_typed_anew_are_known_when_the_event_counts_as_moved():
    event = make_event()
    with transaction():
        services.edit_event(SYSTEM, event, {"starts_on": date(2027, 6, 29), "ends_on": date(2027, 7, 2)})
        services.change_state(SYSTEM, event, "moved", "The hall is closed")
    assert queries.was_of(event, lang="en") == "22–25 Jun 2027"


def test_the_team_is_told_once_in_each_ones_language_and_clock_but_not_whoever_did_it(coordinator):
    event = make_event(starts_local=datetime(2027, 6, 22, 9), ends_local=datetime(2027, 6, 22, 17), ends_on=date(2027, 6, 22))
    wuxi = make_user(language="zh", time_zone="Asia/Shanghai")
    berlin = make_user(language="de", time_zone="Europe/Berlin")
    gone = make_user(language="ko")
    for user in (coordinator, wuxi, berlin, gone):
        make_member(event, user)
    with transaction():
        gone.active = False
        services.change_state(Actor.of(coordinator), event, "moved", "The hall is closed", values={"starts_on": date(2027, 7, 6)})
    found = mails()
    assert set(found) == {wuxi.email, berlin.email}
    text = found[wuxi.email].text
    assert found[wuxi.email].subject.startswith("已改期/易地") and found[wuxi.email].language == "zh"
    assert "2027年6月22日 09:00 – 17:00 (柏林) / 2027年6月22日 15:00 – 23:00 (无锡)" in text
    assert "2027年7月6日 15:00 – 23:00 (无锡)" in text
    german = found[berlin.email].text
    assert "22.06.2027 09:00 – 17:00 (Berlin) → 06.07.2027 09:00 – 17:00 (Berlin)" in german
    assert "The hall is closed" in german and "Katrin Vogt" in german
    assert "(Wuxi)" not in german


def test_an_edit_that_changes_the_place_is_told_and_one_that_does_not_matter_is_not(coordinator):
    event, member = make_event(), make_user(language="en")
    make_member(event, member)
    with transaction():
        services.edit_event(Actor.of(coordinator), event, {"website": "https://fair.example.org", "public": True})
    assert mails() == {}
    with transaction():
        services.edit_event(Actor.of(coordinator), event, {"venue": "Halle A3"})
    assert "Where: Messe München, München, Germany → Halle A3, München, Germany" in mails()[member.email].text


def test_the_page_says_how_many_are_told_those_of_the_legs_too(coordinator, sign_in):
    roadshow = make_roadshow()
    make_member(roadshow.legs[0], make_user())
    page = sign_in(coordinator).post_page(f"/events/{roadshow.id}/state", {
        "state": "cancelled", "reason": "No visas", "with_legs": "y", "version": str(roadshow.version)})
    assert len(mails()) == 1
    assert "1 person on the team is told by mail" in sign_in(coordinator).get_page(page.location).text


def test_a_cancelled_roadshow_takes_its_open_legs_along_and_tells_each_person_once(coordinator):
    roadshow, both, one = make_roadshow(), make_user(language="en"), make_user(language="ko")
    make_member(roadshow, both)
    make_member(roadshow.legs[0], both)
    make_member(roadshow.legs[0], one)
    with transaction():
        services.change_state(Actor.of(coordinator), roadshow, "cancelled", "No visas", with_legs=True)
    assert [leg.state for leg in roadshow.legs] == ["cancelled", "done"]
    found = mails()
    assert set(found) == {both.email, one.email}
    assert "Roadshow" in found[both.email].text and "Leg 1" in found[both.email].text
    assert "Leg 1" in found[one.email].subject and "No visas" in found[one.email].text


def test_without_the_tick_the_legs_of_a_cancelled_roadshow_go_on():
    roadshow = make_roadshow()
    with transaction():
        services.change_state(SYSTEM, roadshow, "cancelled", "No visas")
    assert roadshow.legs[0].state == "confirmed"


def test_moving_a_roadshow_tells_each_person_once(coordinator):
    roadshow, member = make_roadshow(), make_user(language="en")
    make_member(roadshow, member)
    make_member(roadshow.legs[0], member)
    with transaction():
        planning.move_event(Actor.of(coordinator), roadshow, 7)
    text = mails()[member.email].text
    assert "20–30 Jun 2027 → 27 Jun – 7 Jul 2027" in text and "21 Jun 2027 → 28 Jun 2027" in text


def test_nobody_is_told_of_an_event_that_is_over(coordinator):
    event = make_event(starts_on=date(2026, 6, 22), ends_on=date(2026, 6, 25))
    make_member(event, make_user())
    with transaction():
        services.change_state(Actor.of(coordinator), event, "done")
    assert mails() == {}


def test_a_coordinator_moves_an_event_on_its_page_and_everybody_reads_the_old_days(coordinator, sign_in, client):
    event = make_event(public=True)
    address = f"/events/{event.id}/state"
    opened = sign_in(coordinator).get_page(f"/events/{event.id}").form_values("state")
    page = client.post_page(address, {**opened, "state": "moved", "reason": "", "starts_on": "2027-07-06"}, status=422)
    assert page.errors() == ["Enter why. The team reads it."] and page.field("starts_on") == "2027-07-06"
    page = client.post_page(address, {
        **opened, "state": "moved", "reason": "Hall", "starts_on": "2027-07-06", "ends_on": "2027-07-01"}, status=422)
    assert page.errors()
    client.post_page(address, {**opened, "state": "moved", "reason": "Hall", "starts_on": "2027-07-06"})
    for path in (f"/events/{event.id}", "/events/?when=all", "/en/events/LASER-2027", "/en/events/"):
        assert "was 22–25 Jun 2027" in client.get_page(path).text, path
    assert client.get_page(f"/events/{event.id}/edit").field("state") is None


@pytest.mark.parametrize("lang", ["zh", "en", "de", "ko"])
def test_an_unusual_step_is_asked_for_in_every_language(lang):
    event = make_event(state="done")
    with in_language(lang), pytest.raises(Refused) as caught:
        services.change_state(SYSTEM, event, "planned")
    assert "%(" not in str(caught.value.message)


def test_a_move_with_both_days_keeps_the_last_day_that_was_entered(session):
    event = make_event(starts_on=date(2027, 5, 1), ends_on=date(2027, 5, 2))
    with transaction():
        services.change_state(SYSTEM, event, "moved", "Hall", values={"starts_on": date(2027, 5, 2), "ends_on": date(2027, 5, 2)})
    assert (event.starts_on, event.ends_on) == (date(2027, 5, 2), date(2027, 5, 2))


def test_a_move_to_another_city_leaves_the_old_house_unless_the_new_one_is_entered(session):
    event = make_event()
    with transaction():
        services.change_state(SYSTEM, event, "moved", "Hall", values={"city": "Stuttgart"})
    assert (event.city, event.venue) == ("Stuttgart", "")
    with transaction():
        services.change_state(SYSTEM, event, "moved", "Hall", values={"city": "Köln", "venue": "Koelnmesse"})
    assert (event.city, event.venue) == ("Köln", "Koelnmesse")
