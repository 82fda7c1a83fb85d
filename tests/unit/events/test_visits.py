"""The visiting plan: who exhibits, the order of the way, who goes when, what came of it, and what is printed."""

import re
from datetime import date, time

import pytest
import sqlalchemy

from outreach.accounts import services as accounts
from outreach.activity import SYSTEM
from outreach.activity.models import ActivityEntry
from outreach.db import db, transaction
from outreach.errors import Conflict, Refused
from outreach.events.models import TargetVisit
from outreach.events.queries import visits as stops
from outreach.events.services import remove_team_member
from outreach.events.services import visits as services
from outreach.i18n import in_language
from outreach.targets.models import Target
from outreach.web import doors
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation
from tests.factories.events import make_event, make_member, make_series
from tests.factories.targets import make_fact, make_target


@pytest.fixture
def officer(session):
    """An officer who reads English."""
    return make_user(role="officer", language="en", name="Zhou Min")


def make_visit(event, name, hall="", booth="", **values) -> TargetVisit:
    """A target at an event, with its booth and whatever else is planned."""
    with transaction():
        visit, = services.add_visits(SYSTEM, event, [make_target(name)], hall=hall, booth=booth)
        return services.edit_visit(SYSTEM, visit, values) if values else visit


def test_the_way_follows_hall_and_booth_as_people_count_and_a_typed_place_comes_first(app):
    event = make_event()
    for name, hall, booth in (("a", "A10", "3"), ("b", "A2", "12"), ("c", "A2", "E-2"), ("d", "A2", "4"),
                              ("e", "", ""), ("f", "B3", "240")):
        make_visit(event, name, hall, booth)
    assert "".join(visit.target.name for visit in stops.visits_of(event)) == "dbcafe"
    late, own = stops.visits_of(event)[3], stops.visits_of(event)[0]
    with transaction():
        services.order_visits(SYSTEM, event, {late.id: 1, own.id: None})
    assert "".join(visit.target.name for visit in stops.visits_of(event)) == "adbcfe"
    with transaction():
        services.edit_visit(SYSTEM, own, {"planned_on": event.starts_on})
    assert stops.visits_of(event)[0] is own
    found = stops.stretches(stops.visits_of(event))
    assert [(stretch.hall, [number for number, _visit in stretch.stops]) for stretch in found] == [
        ("A2", [1]), ("A10", [2]), ("A2", [3, 4]), ("B3", [5]), ("", [6])]


def test_targets_are_proposed_by_dossier_industry_and_country_and_never_twice(officer):
    event = make_event(series_id=make_series().id, industries=["photonics"])
    fits = make_target("Fits AG", industries=["fibre_laser"], country="KR")
    known = make_target("Known Ltd", country="GB", industries=["graphene_heat_spreader"])
    make_fact(known, "LASER World of PHOTONICS, every edition", kind="exhibits", language="en")
    near = make_target("Near GmbH", country="DE")
    make_target("Far Ltd", country="GB")
    dropped = make_target("Dropped GmbH", country="DE")
    there = make_target("There GmbH", country="DE")
    with transaction():
        services.add_visits(SYSTEM, event, [there, there])
        dropped.state = "dropped"
    found = stops.proposed(officer, event)
    assert [(item.target.id, item.reasons) for item in found] == [
        (known.id, ("exhibits",)), (fits.id, ("industry",)), (near.id, ("country",))]
    assert [item.target.name for item in stops.proposed(officer, event, "far")] == ["Far Ltd"]
    assert stops.count_visits(event) == 1
    again = make_event("LASER-2029", series_id=event.series_id, country=None, starts_on=date(2029, 6, 19),
                       ends_on=date(2029, 6, 22))
    assert {item.target.id: item.reasons for item in stops.proposed(officer, again)} == {
        known.id: ("exhibits",), there.id: ("earlier",)}


@pytest.mark.parametrize(("values", "field"), [
    ({"member_id": 99999}, "member_id"), ({"place": 0}, "place"), ({"hall": "x" * 41}, "hall"),
    ({"planned_time": time(10), "planned_on": None}, "planned_on")])
def test_a_stop_that_cannot_be_is_refused(app, values, field):
    visit = make_visit(make_event(), "a")
    with pytest.raises(Refused) as refused, transaction():
        services.edit_visit(SYSTEM, visit, values)
    assert refused.value.field == field


def test_of_two_planners_the_second_is_told(app):
    visit = make_visit(make_event(), "a")
    with transaction():
        services.edit_visit(SYSTEM, visit, {"booth": "240"}, 1)
    with pytest.raises(Conflict) as conflict, transaction():
        services.edit_visit(SYSTEM, visit, {"booth": "241"}, 1)
    assert conflict.value.theirs == {"booth": "240"}


def test_whoever_leaves_the_team_leaves_the_stops_to_nobody(app):
    event = make_event()
    member = make_member(event, make_user("officer"))
    visit = make_visit(event, "a", member_id=member.id)
    with transaction():
        remove_team_member(SYSTEM, member)
    db.session.expire_all()
    assert visit.member is None


def test_one_person_at_two_booths_at_one_time_is_told(app):
    event = make_event()
    member = make_member(event, make_user("officer"))
    given = {"member_id": member.id, "planned_on": event.starts_on, "planned_time": time(10, 30)}
    one, two = make_visit(event, "a", **given), make_visit(event, "b", **given)
    other = make_visit(event, "c", member_id=member.id, planned_on=event.starts_on)
    assert stops.same_time([one, two, other]) == {one.id, two.id}


def test_a_talk_makes_the_target_met_and_the_result_may_be_taken_back(app):
    visit = make_visit(make_event(), "a")
    with transaction():
        services.note_result(SYSTEM, visit, "talked", "Will im Herbst kommen", "de")
    assert (visit.target.state, visit.noted_by, visit.visited) == ("met", "Outreach", True)
    with transaction():
        services.note_result(SYSTEM, visit, "missed", "Booth was closed", "en")
    assert not visit.visited
    with transaction():
        services.note_result(SYSTEM, visit, "")
    assert (visit.result, visit.noted_at) == (None, None)


def test_every_verb_of_the_plan_is_told(app):
    event = make_event()
    visit = make_visit(event, "Musterlaser AG", "B3", "240", planned_on=event.starts_on)
    with transaction():
        services.order_visits(SYSTEM, event, {visit.id: 4})
        services.note_result(SYSTEM, visit, "absent")
        services.remove_visit(SYSTEM, visit)
    for entry in db.session.scalars(sqlalchemy.select(ActivityEntry).where(ActivityEntry.verb.startswith("visit."))):
        with in_language("en"):
            sentence = str(doors.timeline_kind.get(entry.verb).sentence(entry))
        assert "LASER" in sentence and ("Musterlaser" in sentence or entry.verb == "visit.ordered")


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_targets_are_ticked_planned_ordered_and_visited_on_the_page(session, sign_in, language):
    officer = make_user(role="officer", language=language)
    event = make_event(industries=["photonics"], starts_on=date(2026, 6, 22), ends_on=date(2026, 6, 25))
    member = make_member(event, officer)
    targets = [make_target(f"Musterlaser {number} AG") for number in range(3)]
    client, here = sign_in(officer), f"/events/{event.id}/visits"
    client.get_page(here)
    client.post_page(f"{here}/add", {}, status=422)
    client.post_page(f"{here}/add", {"target": [str(row.id) for row in targets], "source": "Exhibitor list",
                                     "known_on": "2026-05-01"})
    visits = stops.visits_of(event)
    assert [(row.source, row.known_on) for row in visits] == [("Exhibitor list", date(2026, 5, 1))] * 3
    client.post_page(f"{here}/assign", {"visit": str(visits[0].id)}, status=422)
    client.post_page(f"{here}/assign", {"visit": [str(row.id) for row in visits[:2]], "member_id": str(member.id),
                                        "planned_on": "2026-06-23"})
    assert [row.member_id for row in visits] == [member.id, member.id, None]
    refused = client.post_page(f"{here}/order", {f"place-{visits[0].id}": "zero"}, status=422)
    assert refused.field(f"place-{visits[0].id}") == "zero"
    client.post_page(f"{here}/order", {f"place-{visits[1].id}": "1", f"place-{visits[0].id}": ""})
    assert [row.id for row in stops.visits_of(event)][:2] == [visits[1].id, visits[0].id]
    stop = f"{here}/{visits[0].id}"
    page = client.get_page(stop)
    client.post_page(stop, {"version": page.field("version"), "hall": "B3", "booth": "240", "member_id": str(member.id),
                            "planned_on": "2026-06-23", "planned_time": "10:30", "place": ""})
    client.post_page(stop, {"version": "1", "hall": "C", "member_id": ""}, status=409)
    client.post_page(f"{stop}/result", {
        "version": client.get_page(stop).field("version"), "result": "talked", "note": "Kommt im Herbst", "note_language": "de"})
    page = client.get_page(here)
    assert "B3 / 240" in page.text and "Kommt im Herbst" in page.text
    assert len(re.findall("Musterlaser [12] AG", page.html.split('id="missing-h"')[1].split("</section>")[0])) == 2
    assert client.get_page(f"{here}?member={member.id}").text.count("Musterlaser 2 AG") < page.text.count("Musterlaser 2 AG")
    client.post_page(f"{stop}/remove", {})
    client.get_page(stop, status=404)


def test_the_plan_of_a_member_is_in_the_members_language_with_short_facts(officer, sign_in):
    event = make_event()
    german = make_member(event, make_user("coordinator", language="de", name="Katrin Vogt"))
    visit = make_visit(event, "Musterlaser AG", "B3", "240", member_id=german.id)
    make_visit(event, "Nobody's Ltd", "A1", "1")
    make_fact(visit.target, observed_on=date(2024, 1, 1))
    client = sign_in(officer)
    page = client.get_page(f"/events/{event.id}/visits/plan?member={german.id}")
    assert page.tree.get("lang") == "de"
    assert "Besuchsplan" in page.heading and "Katrin Vogt" in page.heading
    assert "240" in page.text and "1.200 Beschäftigte" in page.text and "Nobody's" not in page.text
    assert 'class="box"' in page.html
    page = client.get_page(f"/events/{event.id}/visits/plan?member={german.id}&lang=zh")
    assert page.tree.get("lang") == "zh-Hans" and "走访计划" in page.heading
    assert "Nobody's" in client.get_page(f"/events/{event.id}/visits/plan").text


def test_a_pasted_list_is_checked_first_and_makes_targets_of_what_is_new(officer, sign_in):
    event = make_event(industries=["photonics"])
    known = make_target("Musterlaser AG")
    organisation = make_organisation("Quarzwerk Nord GmbH", "DE")
    client, here = sign_in(officer), f"/events/{event.id}/visits/list"
    text = "Musterlaser AG, Hall B3, 240\nQuarzwerk Nord GmbH; A2; 12\nGanz Neu Optik Ltd\tA10\t3\nLeave Me Out Inc\tA1\t1"
    form = {"text": text, "source": "Exhibitor list", "known_on": "2026-11-20", "kind": "technology_holder"}
    client.post_page(here, {**form, "text": " "}, status=422)
    page = client.post_page(here, {**form, "step": "check"}, status=200)
    assert page.field("do-1") == f"t{known.id}" and page.field("do-2") == f"o{organisation.id}"
    assert page.field("do-3") == "new" and stops.count_visits(event) == 0
    chosen = {f"do-{number}": page.field(f"do-{number}") for number in (1, 2, 3)}
    client.post_page(here, {**form, **chosen, "do-4": "skip", "step": "take"})
    rows = {visit.target.label: visit for visit in stops.visits_of(event)}
    assert {name: visit.stand for name, visit in rows.items()} == {
        "Musterlaser AG": "B3 / 240", "Quarzwerk Nord GmbH": "A2 / 12", "Ganz Neu Optik Ltd": "A10 / 3"}
    assert rows["Quarzwerk Nord GmbH"].target.organisation_id == organisation.id
    new = rows["Ganz Neu Optik Ltd"].target
    assert (new.kind, new.industries, new.owner_id) == ("technology_holder", ["photonics"], officer.id)
    client.post_page(here, {**form, "text": "Musterlaser AG, Hall B4, 1", "do-1": f"t{known.id}", "step": "take"})
    assert rows["Musterlaser AG"].stand == "B4 / 1" and stops.count_visits(event) == 3
    assert db.session.scalar(sqlalchemy.select(sqlalchemy.func.count(Target.id))) == 3


def test_a_target_is_put_at_an_event_on_its_own_page(officer, sign_in):
    event, target = make_event(), make_target("Musterlaser AG")
    client = sign_in(officer)
    assert client.get_page(f"/targets/{target.id}").field("m-hall") == ""
    form = {"m-event_id": str(event.id), "m-hall": "B3", "m-booth": "240"}
    client.post_page(f"/targets/{target.id}/events", {**form, "m-hall": "x" * 50}, status=422)
    client.post_page(f"/targets/{target.id}/events", form)
    assert "B3 / 240" in client.get_page(f"/targets/{target.id}").text


def test_readers_read_and_partners_do_not(officer, sign_in):
    event = make_event()
    visit = make_visit(event, "Musterlaser AG")
    client = sign_in(make_user("reader"))
    client.get_page(f"/events/{event.id}/visits")
    client.get_page(f"/events/{event.id}/visits/plan")
    client.get_page(f"/events/{event.id}/visits/{visit.id}", status=403)
    sign_in(make_user("partner_user")).get_page(f"/events/{event.id}/visits", status=403)


def test_the_plan_is_read_over_http(officer, client):
    event = make_event()
    make_visit(event, "Musterlaser AG", "B3", "240", planned_on=event.starts_on, planned_time=time(10, 30))
    with transaction():
        token = accounts.create_token(SYSTEM, officer, ["events:read"])
    row, = client.get(f"/api/v1/events/{event.id}/visits", headers={"Authorization": f"Bearer {token}"}).get_json()
    assert (row["name"], row["hall"], row["booth"], row["planned_time"], row["result"]) == (
        "Musterlaser AG", "B3", "240", "10:30", None)


@pytest.mark.parametrize("booth", ["²", "①", "٣", "B２", "x"])
def test_a_booth_in_signs_that_are_no_digits_is_sorted_too(session, sign_in, booth):
    event = make_event()
    with transaction():
        stop = services.add_visits(SYSTEM, event, [make_target("Optik AG")], booth=booth, hall=booth)[0]
    for path in ("visits", "visits/plan", f"visits/{stop.id}"):
        sign_in(make_user(role="coordinator")).get_page(f"/events/{event.id}/{path}")


def test_a_stop_that_is_agreed_earlier_than_the_one_ahead_of_it_is_told(officer, sign_in):
    event = make_event()
    member = make_member(event, officer)
    for place, (name, hour) in enumerate((("A AG", 14), ("B AG", 10), ("C AG", 15)), 1):
        visit = make_visit(event, name, member_id=member.id, planned_on=event.starts_on, planned_time=time(hour))
        with transaction():
            services.order_visits(SYSTEM, event, {visit.id: place})
    found = stops.visits_of(event)
    assert stops.out_of_order(found) == {found[1].id} and found[1].target.label == "B AG"
    for address in (f"/events/{event.id}/visits", f"/events/{event.id}/visits/plan"):
        assert sign_in(officer).get_page(address).text.count("earlier than the stop ahead of it") == 1
