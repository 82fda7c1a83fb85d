"""Copying an event to its next edition: weekdays that stay, parts that go along, what is shown before."""

from datetime import date, datetime

import pytest

from outreach.activity import SYSTEM
from outreach.activity.queries import timeline
from outreach.db import db, transaction
from outreach.errors import Refused
from outreach.events import services
from outreach.events.models import Event, EventTask, TargetVisit
from outreach.events.queries.packs import pack_of
from outreach.events.queries.reception import items_of
from outreach.events.services import copying
from outreach.events.services import reception as receptions
from outreach.events.services.packs import add_to_pack
from outreach.events.services.tasks import add_task
from outreach.events.services.visits import add_visits
from outreach.i18n import in_language
from outreach.i18n.localized import LocalizedText
from outreach.materials.services import withdraw_version
from outreach.web import doors
from tests.factories.accounts import make_user
from tests.factories.events import make_event, make_member, make_series
from tests.factories.materials import make_material, make_version
from tests.factories.targets import make_target


@pytest.fixture
def coordinator(session):
    """A coordinator who reads English."""
    return make_user(role="coordinator", language="en", time_zone="Europe/Berlin")


def make_roadshow() -> Event:
    """A roadshow of June 2027 with a leg in London and one in Berlin, the second with hours."""
    roadshow = make_event("ROAD-2027", "Roadshow 2027", kind="roadshow", starts_on=date(2027, 6, 21), ends_on=date(2027, 6, 25))
    with transaction():
        services.add_leg(SYSTEM, roadshow, {
            "title": LocalizedText.of("en", "London 2027"), "kind": "promotion_conference", "city": "London",
            "time_zone": "Europe/London", "starts_on": date(2027, 6, 21), "ends_on": date(2027, 6, 22)})
        services.add_leg(SYSTEM, roadshow, {
            "title": LocalizedText.of("en", "Berlin 2027"), "kind": "promotion_conference", "city": "Berlin", "presence": "host",
            "time_zone": "Europe/Berlin", "starts_on": date(2027, 6, 24), "ends_on": date(2027, 6, 24),
            "starts_local": datetime(2027, 6, 24, 9), "ends_local": datetime(2027, 6, 24, 17)})
    return roadshow


@pytest.mark.parametrize(("cycle", "first", "proposed"), [
    ("yearly", date(2027, 6, 22), [date(2028, 6, 20)]),
    ("odd_years", date(2027, 6, 22), [date(2029, 6, 19)]),
    # A year of 53 weeks lies between, so the week of the year and whole years of weeks part.
    ("yearly", date(2026, 9, 15), [date(2027, 9, 21), date(2027, 9, 14)]),
    ("three_years", date(2025, 10, 8), [date(2028, 10, 11), date(2028, 10, 4)]),
    # 2026 has a week 53, 2027 has none.
    ("yearly", date(2026, 12, 29), [date(2027, 12, 28)]),
])
def test_the_next_edition_is_proposed_on_the_same_weekday(session, cycle, first, proposed):
    event = make_event(series_id=make_series(cycle=cycle).id, starts_on=first, ends_on=first)
    with in_language("en"):
        found = copying.proposed_days(event)
    assert [day for day, _why in found] == proposed
    assert {day.weekday() for day, _why in found} == {first.weekday()}


def test_an_event_of_which_only_the_month_is_known_goes_to_the_same_month(session):
    event = make_event(starts_on=date(2027, 11, 1), ends_on=date(2027, 12, 31), days_known=False)
    with in_language("en"):
        assert [day for day, _why in copying.proposed_days(event)] == [date(2028, 11, 1)]
    with transaction():
        made = copying.copy_event(SYSTEM, event, date(2028, 11, 1), [])
    assert (made.ends_on, made.days_known) == (date(2028, 12, 31), False)


def test_a_roadshow_is_copied_with_its_legs_its_hours_and_its_team(coordinator):
    roadshow, gone = make_roadshow(), make_user()
    make_member(roadshow, coordinator, "head")
    make_member(roadshow.legs[0], coordinator, from_on=date(2027, 6, 22), until_on=date(2027, 6, 22))
    make_member(roadshow.legs[0], gone)
    with transaction():
        gone.active = False
    with in_language("en"):
        seen = copying.preview(roadshow, date(2028, 6, 19), ["legs", "team"])
    assert seen.parts == ["2 legs", "2 team members"] and seen.ends_on == date(2028, 6, 23)
    assert [(leg.title.original, first) for leg, first, _last in seen.legs] == [
        ("London 2027", date(2028, 6, 19)), ("Berlin 2027", date(2028, 6, 22))]
    with transaction():
        made = copying.copy_event(SYSTEM, roadshow, date(2028, 6, 19), ["legs", "team"])
    assert (made.title.original, made.code, made.state, made.confirmed_on, made.public) == (
        "Roadshow 2028", "ROADSHOW-2028", "planned", None, False)
    assert [(leg.title.original, leg.starts_on, leg.position) for leg in made.legs] == [
        ("London 2028", date(2028, 6, 19), 1), ("Berlin 2028", date(2028, 6, 22), 2)]
    assert made.legs[1].starts_local == datetime(2028, 6, 22, 9) and made.legs[1].starts_at.hour == 7
    assert [(member.user_id, member.role) for member in made.team] == [(coordinator.id, "head")]
    assert [(member.user_id, member.from_on) for member in made.legs[0].team] == [(coordinator.id, date(2028, 6, 20))]
    assert made.ics_uid != roadshow.ics_uid and roadshow.legs[0].starts_on == date(2027, 6, 21)
    assert "event.copied" in {entry.verb for entry in db.session.scalars(timeline("event", roadshow.id))}


def test_a_leg_of_which_only_the_month_is_known_keeps_its_month(coordinator):
    roadshow = make_roadshow()
    with transaction():
        services.add_leg(SYSTEM, roadshow, {
            "title": LocalizedText.of("en", "Seoul"), "kind": "promotion_conference", "time_zone": "Asia/Seoul",
            "days_known": False, "starts_on": date(2027, 7, 1), "ends_on": date(2027, 7, 31)})
        made = copying.copy_event(SYSTEM, roadshow, date(2028, 6, 19), ["legs"])
    assert (made.legs[2].starts_on, made.legs[2].ends_on) == (date(2028, 7, 1), date(2028, 7, 31))


def test_what_was_not_chosen_stays_behind(coordinator):
    roadshow = make_roadshow()
    make_member(roadshow, coordinator)
    with transaction():
        made = copying.copy_event(SYSTEM, roadshow, date(2028, 6, 19), [])
    assert made.legs == [] and made.team == []


def test_the_programme_of_a_visit_goes_along_on_its_days(session):
    visit = make_event("VISIT", "Visit 2027", kind="inbound_visit", starts_on=date(2027, 5, 4), ends_on=date(2027, 5, 5))
    with transaction():
        receptions.save_item(SYSTEM, visit, {
            "kind": "meal", "title": LocalizedText.of("zh", "午餐"), "starts_local": datetime(2027, 5, 5, 12),
            "ends_local": datetime(2027, 5, 5, 13)})
        made = copying.copy_event(SYSTEM, visit, date(2028, 5, 2), ["reception"])
    assert [item.starts_local for item in items_of(made)] == [datetime(2028, 5, 3, 12)]


def test_the_place_of_a_series_that_changes_its_city_is_that_of_the_year(session):
    series = make_series("EMO", "EMO", cycle="odd_years", places={
        "2029": {"country": "DE", "city": "Hannover", "venue": "", "time_zone": "Europe/Berlin"}})
    event = make_event("EMO-2027", "EMO 2027", series_id=series.id, country="IT", city="Milan", venue="", time_zone="Europe/Rome")
    with transaction():
        made = copying.copy_event(SYSTEM, event, date(2029, 6, 19), [])
    assert (made.city, made.time_zone, made.code) == ("Hannover", "Europe/Berlin", "EMO-2029")


@pytest.mark.parametrize(("day", "code", "field"), [
    (date(2027, 6, 22), "", "starts_on"), (date(2029, 6, 19), "LASER-2027", "code")])
def test_a_copy_onto_the_same_day_or_code_is_refused(session, day, code, field):
    event = make_event()
    with pytest.raises(Refused) as caught, transaction():
        copying.copy_event(SYSTEM, event, day, [], code=code)
    assert caught.value.field == field


def test_an_hour_that_does_not_exist_on_the_new_day_is_refused_and_nothing_is_made(session):
    event = make_event("NIGHT", "Night", starts_on=date(2027, 3, 27), ends_on=date(2027, 3, 27),
                       starts_local=datetime(2027, 3, 27, 2, 30), ends_local=datetime(2027, 3, 27, 5))
    with pytest.raises(Refused) as caught, transaction():
        copying.copy_event(SYSTEM, event, date(2027, 3, 28), [])
    assert caught.value.code == "time_skipped"
    assert db.session.scalars(db.select(Event.id)).all() == [event.id]


@pytest.mark.parametrize("lang", ["zh", "en", "de", "ko"])
def test_the_page_says_what_will_be_made_and_makes_it(session, sign_in, lang):
    roadshow = make_roadshow()
    user = make_user(role="coordinator", language=lang)
    make_member(roadshow, user)
    client, address = sign_in(user), f"/events/{roadshow.id}/copy"
    page = client.get_page(address)
    assert page.field("proposal") == "2028-06-19" and page.field("title_en") == "Roadshow 2028"
    form = {"proposal": "2028-06-19", "source": "en", "title_en": "Roadshow 2028", "code": "ROAD-2028", "parts": ["legs", "team"]}
    page = client.post_page(address, {**form, "do": "preview"}, status=200)
    assert "Roadshow 2028" in page.text and db.session.scalar(db.select(Event.id).where(Event.code == "ROAD-2028")) is None
    refused = client.post_page(address, {**form, "proposal": "other", "starts_on": "", "do": "copy"}, status=422)
    assert refused.errors()
    made = client.post_page(address, {**form, "do": "copy"})
    target = db.session.scalars(db.select(Event).where(Event.code == "ROAD-2028")).one()
    assert made.location.endswith(f"/events/{target.id}") and len(target.legs) == 2
    with in_language(lang):
        entry = next(one for one in db.session.scalars(timeline("event", target.id)) if one.verb == "event.copied")
        assert "Roadshow 2027" in doors.timeline_kind.get("event.copied").sentence(entry)


def test_a_name_left_as_proposed_bears_the_year_of_the_day_that_was_chosen(session, sign_in):
    event = make_event(title=LocalizedText.of("en", "LASER 2027", de="LASER 2027 (Messe)"))
    client, address = sign_in(make_user(role="coordinator", language="en")), f"/events/{event.id}/copy"
    page = client.get_page(address)
    form = {name: page.field(name) for name in ("source", "title_en", "title_de", "proposal")} | {
        "proposal": "other", "starts_on": "2030-06-18"}
    assert "2030" not in form["title_en"]
    page = client.post_page(address, {**form, "title_de": "Lasermesse", "do": "preview"}, status=200)
    assert (page.field("title_en"), page.field("title_de")) == ("LASER 2030", "Lasermesse")
    client.post_page(address, {**form, "do": "copy"})
    made = db.session.scalars(db.select(Event).where(Event.id != event.id)).one()
    assert {code: entry["text"] for code, entry in made.title.texts.items()} == {"en": "LASER 2030", "de": "LASER 2030 (Messe)"}


def test_the_pack_goes_along_but_for_what_was_withdrawn_meanwhile(coordinator):
    event = make_event()
    kept, gone = make_version(make_material(), "en").material, make_version(make_material("MAP"), "en", filename="map.pdf")
    with transaction():
        add_to_pack(SYSTEM, event, kept, ["en"])[0].copies = 50
        add_to_pack(SYSTEM, event, gone.material, ["en"])
    with transaction():
        withdraw_version(SYSTEM, gone, "Old figures")
        made = copying.copy_event(SYSTEM, event, date(2028, 6, 20), ["pack"])
    assert [(item.material_id, item.copies) for item in pack_of(made).items] == [(kept.id, 50)]


def test_tasks_go_along_at_the_same_distance_and_targets_without_their_booths(coordinator):
    event = make_event()
    with transaction():
        first = add_task(SYSTEM, event, {"title": LocalizedText.of("en", "Order the stand"), "anchor": "start", "offset_days": -90})
        add_task(SYSTEM, event, {"title": LocalizedText.of("en", "Ship"), "due_on": date(2027, 6, 1)}, [first])
        add_visits(SYSTEM, event, [make_target("Lumora Laser GmbH")], hall="B3", booth="240")
    with in_language("en"):
        assert copying.preview(event, date(2028, 6, 20), ["tasks", "targets"]).parts == ["2 tasks", "1 target"]
    with transaction():
        made = copying.copy_event(SYSTEM, event, date(2028, 6, 20), ["tasks", "targets"])
    tasks = db.session.scalars(db.select(EventTask).where(EventTask.event_id == made.id).order_by(EventTask.id)).all()
    assert [task.due_on for task in tasks] == [date(2028, 3, 22), date(2028, 5, 30)]
    assert tasks[1].after == [tasks[0]] and tasks[0].done_at is None
    visit = db.session.scalars(db.select(TargetVisit).where(TargetVisit.event_id == made.id)).one()
    assert (visit.hall, visit.booth, visit.result) == ("", "", None)


def test_a_copy_that_is_asked_for_twice_is_made_once(coordinator, sign_in):
    client, roadshow = sign_in(coordinator), make_roadshow()
    address, before = f"/events/{roadshow.id}/copy", db.session.query(Event).count()
    sent = {"proposal": "2028-06-19", "source": "en", "title_en": "Roadshow 2028", "parts": ["legs"], "code": "",
            "form_mark": "one-press", "do": "preview"}
    page = client.post_page(address, sent, 200)
    assert "London" in page.text and "22 Jun 2028" in page.text
    first, again = (client.post_page(address, {**sent, "do": "copy"}).location for _twice in range(2))
    assert first == again and db.session.query(Event).count() == before + 3
