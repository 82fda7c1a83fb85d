"""Two people at one record of an event: the second sees both versions, decides, and loses nothing."""

from datetime import date

import pytest

from outreach.activity import SYSTEM
from outreach.db import Money, db, transaction
from outreach.events.models import (
    AgendaItem,
    BudgetLine,
    ChecklistEntry,
    Event,
    EventSeries,
    EventTask,
    MeetingTable,
    TechnologyEntry,
)
from outreach.events.models.reception import VisitGuest
from outreach.events.queries import agenda, reception
from outreach.events.services import budget, create_series, exchange
from outreach.events.services import reception as receptions
from outreach.i18n.localized import LocalizedText
from tests.factories.accounts import make_user
from tests.factories.contacts import make_person
from tests.factories.events import make_event
from tests.factories.trips import make_trip
from tests.unit.events.test_agenda import make_agenda_item, make_room, make_track
from tests.unit.events.test_exchange import fitting, make_entry
from tests.unit.events.test_meetings import make_meeting, make_table
from tests.unit.events.test_reception import make_guest, make_item
from tests.unit.events.test_tasks import make_task
from tests.unit.events.test_visits import make_visit


@pytest.fixture
def browser(session, sign_in):
    """A coordinator who reads English."""
    return sign_in(make_user(role="coordinator", language="en", time_zone="Asia/Shanghai", name="Katrin Vogt"))


def _line(event):
    with transaction():
        return budget.add_line(SYSTEM, event, {"category": "stand", "what": "Stand", "planned": Money.of(900, "EUR")})


def _series(event):
    with transaction():
        return create_series(SYSTEM, {"code": "LASER", "name": LocalizedText.of("en", "Laser"), "city": "Jena"})


def _notes(event):
    with transaction():
        return receptions.save_notes(SYSTEM, event, {"report": "Begun", "report_language": "en", "gifts": "Tea"}, version=0)


def _meeting(event):
    return make_meeting(event, [make_user(name="Gao Yifan"), make_person("Anna Weber")])


def _pair(event):
    with transaction():
        return exchange.accept_pair(SYSTEM, *fitting(event))


#: What is edited: how it is made, the address of its form, a field that both change, and one that only one of them does.
KINDS = {
    "agenda item": (make_agenda_item, "/events/{event}/agenda/items/{row}", "title_en", "capacity", "30"),
    "agenda room": (make_room, "/events/{event}/agenda/rooms/{row}", "name", "capacity", "30"),
    "agenda track": (make_track, "/events/{event}/agenda/tracks/{row}", "name_en", "position", "3"),
    "reception item": (make_item, "/events/{event}/reception/items/{row}", "car", "interpreter_name", "Frau Li"),
    "reception notes": (_notes, "/events/{event}/reception", "report", "gifts", "Silk"),
    "guest": (lambda event: make_guest(event, "Anna Weber"), "/events/{event}/reception/guests/{row}", "function", "note", "Tea"),
    "budget line": (_line, "/events/{event}/budget/{row}", "what", "supplier", "Messe Jena"),
    "task": (lambda event: make_task(event, note="Red"), "/events/{event}/tasks/{row}", "note", "title_en", "Order water"),
    "series": (_series, "/events/series/{row}", "city", "venue", "Hall 4"),
    "event": (lambda event: event, "/events/{event}/edit", "venue", "city", "Jena"),
    "trip": (lambda event: make_trip(make_user(name="Lin Yu")), "/events/trips/{row}/edit", "cities", "purpose_en", "Suppliers"),
    "meeting": (_meeting, "/events/{event}/meetings/{row}/edit", "note", "place", "Hall 4"),
    "result of a meeting": (_meeting, "/events/{event}/meetings/{row}", "result", "state", "held"),
    "table": (make_table, "/events/{event}/meetings/tables/{row}", "name", "venue", "Hall 4"),
    "exchange entry": (make_entry, "/events/{event}/exchange/{row}", "title_en", "trl", "7"),
    "minutes of a pair": (_pair, "/events/{event}/exchange/pairs/{row}", "minutes", "met_on", "2027-06-23"),
    "stop": (lambda event: make_visit(event, "Musterlaser AG"), "/events/{event}/visits/{row}", "booth", "hall", "B3"),
}


@pytest.fixture(params=KINDS)
def kind(request):
    """One of what is edited."""
    return KINDS[request.param]


def _opened(browser, kind):
    make, address, *_fields = kind
    event = make_event()
    row = make(event)
    return address.format(event=event.id, row=row.id), row


def _sent(page, **typed) -> dict:
    return {**page.form_values(next((name for name in typed if not name.startswith("keep.")), None)), **typed}


def test_of_two_who_change_one_field_the_second_sees_both_and_may_overwrite_knowingly(browser, kind):
    address, row = _opened(browser, kind)
    field = kind[2]
    first, second = browser.get_page(address), browser.get_page(address)
    browser.post_page(address, _sent(first, **{field: "Theirs"}))
    page = browser.post_page(address, _sent(second, **{field: "Mine"}), status=409)
    assert "Theirs" in page.text and "Mine" in page.text and page.field(field) == "Mine"
    assert page.form_values(field)[f"keep.{field}"] == "mine"
    browser.post_page(address, page.form_values(field))
    assert browser.get_page(address).field(field) == "Mine"


def test_the_second_may_take_over_what_the_first_wrote(browser, kind):
    address, row = _opened(browser, kind)
    field = kind[2]
    first, second = browser.get_page(address), browser.get_page(address)
    browser.post_page(address, _sent(first, **{field: "Theirs"}))
    page = browser.post_page(address, _sent(second, **{field: "Mine"}), status=409)
    browser.post_page(address, {**page.form_values(field), f"keep.{field}": "theirs"})
    assert browser.get_page(address).field(field) == "Theirs"


def test_what_was_decided_holds_where_a_third_one_saves_meanwhile(browser):
    event = make_event()
    address = f"/events/{event.id}/edit"
    first, second = browser.get_page(address), browser.get_page(address)
    browser.post_page(address, _sent(first, venue="Theirs"))
    told = browser.post_page(address, _sent(second, venue="Mine"), status=409)
    browser.post_page(address, _sent(browser.get_page(address), city="Jena"))
    told = browser.post_page(address, _sent(told, **{"venue": "Mine", "keep.venue": "theirs"}), status=409)
    assert told.field("venue") == "Theirs" and "keep.venue" not in told.form_values("venue")
    browser.post_page(address, told.form_values("venue"))
    page = browser.get_page(address)
    assert (page.field("venue"), page.field("city")) == ("Theirs", "Jena")


def test_a_field_that_the_third_one_changed_too_is_asked_about_again(browser):
    event = make_event()
    address = f"/events/{event.id}/edit"
    first, second = browser.get_page(address), browser.get_page(address)
    browser.post_page(address, _sent(first, venue="Theirs"))
    told = browser.post_page(address, _sent(second, venue="Mine"), status=409)
    browser.post_page(address, _sent(browser.get_page(address), venue="A third one"))
    told = browser.post_page(address, _sent(told, **{"venue": "Mine", "keep.venue": "theirs"}), status=409)
    assert "A third one" in told.text and told.form_values("venue")["keep.venue"] == "mine"


def test_what_only_the_other_one_changed_stays_when_the_second_saves(browser, kind):
    address, row = _opened(browser, kind)
    _make, _address, field, other, value = kind
    first, second = browser.get_page(address), browser.get_page(address)
    browser.post_page(address, _sent(first, **{other: value}))
    page = browser.post_page(address, _sent(second, **{field: "Mine"}), status=409)
    assert "You left this as it was" in page.text and f"keep.{other}" not in page.form_values(field)
    browser.post_page(address, page.form_values(field))
    page = browser.get_page(address)
    assert (page.field(field), page.field(other)) == ("Mine", value)


def test_two_who_write_the_same_are_not_asked(browser, kind):
    address, row = _opened(browser, kind)
    first, second = browser.get_page(address), browser.get_page(address)
    for page in (first, second):
        browser.post_page(address, _sent(page, **{kind[2]: "Same"}))


def test_a_line_of_a_checklist_is_not_written_over_either(browser):
    address = "/events/checklists/trade_show/goal"
    first, second = browser.get_page(address), browser.get_page(address)
    browser.post_page(address, _sent(first, title_en="Goals first"))
    page = browser.post_page(address, _sent(second, title_en="Budget first"), status=409)
    assert "Goals first" in page.text
    browser.post_page(address, _sent(page))
    stored = db.session.scalars(db.select(ChecklistEntry).where(ChecklistEntry.key == "goal")).one()
    assert stored.title.shown("en").text == "Budget first"


def test_the_result_of_a_visit_is_not_written_over_either(browser):
    event = make_event()
    address = f"/events/{event.id}/visits/{make_visit(event, 'Musterlaser AG').id}"
    first, second = browser.get_page(address), browser.get_page(address)
    browser.post_page(f"{address}/result", _sent(first, note="Comes in autumn"))
    page = browser.post_page(f"{address}/result", _sent(second, note="Wants samples"), status=409)
    assert "Comes in autumn" in page.text and page.field("note") == "Wants samples"
    # Where the stop is was changed by nobody else.
    browser.post_page(address, _sent(second, hall="B3"))
    assert browser.get_page(address).field("hall") == "B3"


def test_of_two_who_change_the_state_the_second_sees_state_and_days_that_were_new(browser):
    event = make_event()
    page, address = f"/events/{event.id}", f"/events/{event.id}/state"
    first, second = browser.get_page(page), browser.get_page(page)
    browser.post_page(address, _sent(first, state="moved", reason="The hall is closed", starts_on="2027-07-06"))
    told = browser.post_page(address, _sent(second, state="moved", reason="A strike", starts_on="2027-08-03"), status=409)
    assert "6–9 Jul 2027" in told.text and told.form_values("state")["reason"] == "A strike"
    browser.post_page(address, told.form_values("state"))
    db.session.expire_all()
    assert event.starts_on == date(2027, 8, 3)


def test_a_state_is_changed_by_whoever_opened_the_page_before_the_programme_grew(browser):
    event = make_event()
    page = browser.get_page(f"/events/{event.id}")
    browser.post_page(f"/events/{event.id}/edit", _sent(browser.get_page(f"/events/{event.id}/edit"), website="https://example.org"))
    browser.post_page(f"/events/{event.id}/state", _sent(page, state="cancelled", reason="No stand"))
    db.session.expire_all()
    assert event.state == "cancelled"


def test_the_settings_of_the_planner_are_not_written_over_either(browser):
    event = make_event()
    page, address = f"/events/{event.id}/planner", f"/events/{event.id}/planner/settings"
    first, second = browser.get_page(page), browser.get_page(page)
    browser.post_page(address, _sent(first, slot_minutes="20"))
    told = browser.post_page(address, _sent(second, slot_minutes="45", pause_minutes="10"), status=409)
    assert "20" in told.text and told.field("slot_minutes") == "45"
    browser.post_page(address, {**told.form_values("slot_minutes"), "keep.slot_minutes": "theirs"})
    told = browser.get_page(page)
    assert (told.field("slot_minutes"), told.field("pause_minutes")) == ("20", "10")


#: What is made: the address of its form, the table, and what is typed.
NEW = {
    "agenda item": ("/events/{event}/agenda/items/new", AgendaItem,
                    {"source": "en", "title_en": "Opening", "kind": "talk", "day": "2027-06-22", "starts_time": "09:00",
                     "ends_time": "10:00"}),
    "room": ("/events/{event}/agenda/rooms/new", agenda.AgendaRoom, {"name": "Hall A"}),
    "track": ("/events/{event}/agenda/tracks/new", agenda.AgendaTrack, {"source": "en", "name_en": "Photonics"}),
    "guest": ("/events/{event}/reception/guests/new", VisitGuest, {"name": "Anna Weber", "rank": "1"}),
    "reception item": ("/events/{event}/reception/items/new", reception.ReceptionItem,
                       {"source": "en", "title_en": "Arrival", "kind": "transfer", "day": "2027-06-22", "starts_time": "09:00",
                        "ends_time": "10:00"}),
    "budget line": ("/events/{event}/budget/new", BudgetLine,
                    {"category": "stand", "what": "Stand", "planned": "900", "planned_currency": "EUR",
                     "actual_currency": "EUR", "paid_state": "open"}),
    "task": ("/events/{event}/tasks", EventTask, {"title": "Order flowers"}),
    "series": ("/events/series/new", EventSeries,
               {"source": "en", "name_en": "Laser", "code": "LASER", "kind": "trade_show", "time_zone": "Europe/Berlin"}),
    "event": ("/events/new", Event, {"title_en": "Fair", "kind": "trade_show", "starts_on": "2027-06-22", "ends_on": "2027-06-25"}),
    "table": ("/events/{event}/meetings/tables/new", MeetingTable, {"name": "Table 1"}),
    "exchange entry": ("/events/{event}/exchange/new", TechnologyEntry, {"title_en": "Laser"}),
    "checklist line": ("/events/checklists/trade_show/new", ChecklistEntry,
                       {"source": "en", "title_en": "Order flowers", "anchor": "start", "offset_days": "-3", "role": "head"}),
}


@pytest.mark.parametrize("what", NEW)
def test_a_form_that_arrives_twice_makes_one(browser, what):
    address, model, typed = NEW[what]
    address = address.format(event=make_event(starts_on=date(2027, 6, 22), ends_on=date(2027, 6, 25)).id)
    form = _sent(browser.get_page(address), **typed)
    assert form["form_mark"]
    browser.post_page(address, form)
    made = db.session.scalar(db.select(db.func.count()).select_from(model))
    browser.post_page(address, form)
    assert db.session.scalar(db.select(db.func.count()).select_from(model)) == made
    browser.post_page(address, {**form, "form_mark": "another", "code": "LASER-B"})
    assert db.session.scalar(db.select(db.func.count()).select_from(model)) == made + 1


def test_a_meeting_whose_form_arrives_twice_is_arranged_once(browser):
    event, person = make_event(), make_person("Anna Weber")
    address = f"/events/{event.id}/meetings/new"
    form = _sent(browser.get_page(address), starts_time="09:00", ends_time="10:00", **{"people-0": f"Anna Weber [p{person.id}]"})
    assert browser.post_page(address, form).location == browser.post_page(address, form).location


def test_what_was_made_and_removed_again_is_made_anew_by_the_same_form(browser):
    event = make_event()
    address = f"/events/{event.id}/agenda/rooms"
    form = _sent(browser.get_page(f"{address}/new"), name="Hall A")
    browser.post_page(f"{address}/new", form)
    browser.post_page(f"{address}/{agenda.rooms_of(event)[0].id}/remove")
    browser.post_page(f"{address}/new", form)
    assert [room.name for room in agenda.rooms_of(event)] == ["Hall A"]


def _leave(user):
    with transaction():
        user.active = False


def test_whoever_has_left_stays_where_something_else_is_edited(browser):
    event, gone = make_event(), make_user(role="officer", name="Lin Yu")
    item = make_agenda_item(event, speakers=[gone])
    visit = make_item(event, host_id=gone.id, interpreter_id=gone.id)
    person = make_person("Anna Weber")
    meeting = make_meeting(event, [gone, person], interpreter_id=gone.id)
    task = make_task(event, owner_id=gone.id)
    _leave(gone)
    for address, typed in ((f"agenda/items/{item.id}", {"capacity": "30"}), (f"reception/items/{visit.id}", {"car": "Van"}),
                           (f"meetings/{meeting.id}/edit", {"note": "Tea"}), (f"tasks/{task.id}", {"note": "Red"})):
        page = browser.get_page(f"/events/{event.id}/{address}")
        assert "Lin Yu (has left)" in page.text
        browser.post_page(f"/events/{event.id}/{address}", _sent(page, **typed))
    db.session.expire_all()
    assert [speaker.user_id for speaker in item.speakers] == [gone.id] and item.capacity == 30
    assert (visit.host_id, visit.interpreter_id, visit.car) == (gone.id, gone.id, "Van")
    assert [one.user_id for one in meeting.ours] == [gone.id] and (meeting.interpreter_id, meeting.note) == (gone.id, "Tea")
    assert (task.owner_id, task.note) == (gone.id, "Red")


def test_whoever_has_left_is_not_offered_anew(browser):
    event, gone = make_event(), make_user(role="officer", name="Lin Yu")
    _leave(gone)
    for address in ("agenda/items/new", "reception/items/new", "meetings/new", "tasks"):
        assert "Lin Yu" not in browser.get_page(f"/events/{event.id}/{address}").text
