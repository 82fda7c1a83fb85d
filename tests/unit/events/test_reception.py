"""The reception of guests: programme by the hour, hosts wanted twice, the sheet in two languages, visits received."""

from datetime import date, datetime

import pytest

from outreach.activity import SYSTEM
from outreach.activity.queries import timeline
from outreach.db import db, transaction
from outreach.errors import Conflict, Refused
from outreach.events import queries
from outreach.events.models import Event, ReceptionItem, VisitGuest
from outreach.events.queries import reception as asked
from outreach.events.services import planning
from outreach.events.services import reception as services
from outreach.i18n import in_language
from outreach.i18n.localized import LocalizedText
from outreach.web import doors
from tests.factories.accounts import make_unit, make_user
from tests.factories.contacts import make_organisation, make_person
from tests.factories.events import make_event, make_member


@pytest.fixture
def coordinator(session):
    """A coordinator who reads English."""
    return make_user(role="coordinator", language="en", name="Katrin Vogt")


def make_visit(code: str = "VISIT-2027", **values) -> Event:
    """A visit to Wuxi on 4 and 5 May 2027."""
    return make_event(code, LocalizedText.of("zh", "德国代表团来访", de="Besuch aus Deutschland"), **{
        "kind": "inbound_visit", "presence": "host", "country": "CN", "city": "Wuxi", "venue": "", "time_zone": "Asia/Shanghai",
        "starts_on": date(2027, 5, 4), "ends_on": date(2027, 5, 5), **values})


def make_item(event: Event, begins: int = 9, ends: int = 10, title: str = "欢迎会", day: int = 4, **values) -> ReceptionItem:
    """A line of the programme from hour to hour of a day in May 2027."""
    with transaction():
        return services.save_item(SYSTEM, event, {
            "kind": "meeting", "title": LocalizedText.of("zh", title), "starts_local": datetime(2027, 5, day, begins),
            "ends_local": datetime(2027, 5, day, ends), **values})


def make_guest(event: Event, name: str, rank: int = 1, language: str | None = "de", **values) -> VisitGuest:
    """A guest with a name and a language."""
    with transaction():
        return services.save_guest(SYSTEM, event, {"name": name, "rank": rank, "language": language, **values})


def test_a_host_who_is_at_two_items_at_once_is_told_by_name_and_hours(coordinator):
    visit = make_visit()
    make_item(visit, 9, 11, "参观工厂", host_id=coordinator.id)
    make_item(visit, 10, 12, "座谈", interpreter_id=coordinator.id)
    make_item(visit, 12, 13, "午餐", host_id=coordinator.id)
    with in_language("en"):
        facts = [fact for fact, _key in asked.reception_facts(visit, asked.items_of(visit))]
        warned = [item for item in queries.warnings_of(visit) if item.code == "reception"]
    assert facts == ["Wanted twice: Katrin Vogt. 4 May 2027 09:00 参观工厂 and 4 May 2027 10:00 座谈"]
    assert [item.fact for item in warned] == facts


def test_a_host_who_travels_or_receives_others_at_that_time_is_told(coordinator):
    visit, other = make_visit(), make_visit("VISIT-B", time_zone="Asia/Seoul")
    make_item(visit, 9, 11, host_id=coordinator.id)
    # Half past ten in Seoul is half past nine in Wuxi.
    make_item(other, 10, 11, "Rundgang", host_id=coordinator.id)
    make_item(other, 13, 14, "Essen", host_id=coordinator.id)
    make_member(make_event("FAIR", "Fair", starts_on=date(2027, 5, 3), ends_on=date(2027, 5, 4)), coordinator)
    with in_language("en"):
        facts = [fact for fact, _key in asked.reception_facts(visit, asked.items_of(visit))]
    assert len(facts) == 2 and any("Rundgang" in fact for fact in facts) and any("Fair, 3–4 May 2027" in fact for fact in facts)


def test_one_car_and_one_interpreter_from_outside_cannot_be_at_two_places(session):
    visit = make_visit()
    make_item(visit, 9, 11, car="苏B 12345", interpreter_name="Frau Li")
    make_item(visit, 10, 12, car="苏b 12345", interpreter_name="frau li")
    with in_language("en"):
        facts = [fact for fact, _key in asked.reception_facts(visit, asked.items_of(visit))]
    assert sorted(fact.split(". ")[0] for fact in facts) == ["Wanted twice: Frau Li, 苏B 12345"]


def test_a_team_member_of_the_visit_itself_is_no_clash(coordinator):
    visit = make_visit()
    make_member(visit, coordinator)
    make_item(visit, host_id=coordinator.id)
    assert asked.reception_facts(visit, asked.items_of(visit)) == []


@pytest.mark.parametrize(("values", "field"), [
    ({"ends_local": datetime(2027, 5, 4, 8)}, "ends_time"), ({"kind": "party"}, "kind"), ({"title": None}, "title"),
    ({"starts_local": None}, "starts_time")])
def test_an_item_that_cannot_be_is_refused_with_its_field(session, values, field):
    with pytest.raises(Refused) as caught:
        make_item(make_visit(), **values)
    assert caught.value.field == field


def test_an_hour_that_the_clocks_skip_is_refused(session):
    visit = make_visit(time_zone="Europe/Berlin", starts_on=date(2027, 3, 28), ends_on=date(2027, 3, 28))
    with pytest.raises(Refused) as caught, transaction():
        services.save_item(SYSTEM, visit, {
            "kind": "transfer", "title": LocalizedText.of("de", "Abholung"), "starts_local": datetime(2027, 3, 28, 2, 30),
            "ends_local": datetime(2027, 3, 28, 4)})
    assert caught.value.code == "time_skipped"


def test_the_programme_moves_with_its_event(session):
    visit = make_visit()
    item = make_item(visit, 9, 10)
    with transaction():
        planning.move_event(SYSTEM, visit, 7)
    assert item.starts_local == datetime(2027, 5, 11, 9)


def test_what_somebody_else_changed_is_not_written_over(session):
    visit = make_visit()
    item = make_item(visit)
    with pytest.raises(Conflict):
        services.save_item(SYSTEM, visit, {"kind": "meal"}, item, version=item.version + 1)
    with transaction():
        services.save_notes(SYSTEM, visit, {"gifts": "Tee"}, version=0)
    with pytest.raises(Conflict):
        services.save_notes(SYSTEM, visit, {"gifts": "Seide"}, version=0)


def test_visits_received_count_by_period_and_unit_of_whoever_leads(session):
    one, two = make_unit(name="招商一科"), make_unit(name="招商二科")
    head, helper = make_user(unit=one), make_user(unit=two)
    first, second = make_visit("V-1"), make_visit("V-2", starts_on=date(2027, 6, 1), ends_on=date(2027, 6, 1))
    make_member(first, helper)
    make_member(first, head, "head")
    make_member(second, head)
    make_member(make_visit("V-3", state="cancelled"), helper)
    make_visit("V-4")
    make_guest(first, "Anna Weber")
    make_guest(first, "Jens Holt", 2)
    reader = make_user(role="reader")
    found = asked.visits_received(reader, date(2027, 1, 1), date(2027, 12, 31))
    assert [(count.unit and count.unit.id, count.visits, count.guests) for count in found] == [(one.id, 2, 2), (None, 1, 0)]
    assert [count.visits for count in asked.visits_received(reader, date(2027, 5, 1), date(2027, 5, 31))] == [1, 1]
    assert asked.visits_received(make_user(role="partner_user"), date(2027, 1, 1), date(2027, 12, 31)) == []


def test_every_verb_of_the_reception_is_told_in_every_language(session):
    visit = make_visit()
    guest, item = make_guest(visit, "Anna Weber"), make_item(visit)
    with transaction():
        services.save_guest(SYSTEM, visit, {"name": "Dr. Anna Weber"}, guest)
        services.save_item(SYSTEM, visit, {"kind": "meal", "title": item.title, "starts_local": item.starts_local,
                                           "ends_local": item.ends_local}, item)
        services.save_notes(SYSTEM, visit, {"gifts": "Tee"})
        services.remove_guest(SYSTEM, guest)
        services.remove_item(SYSTEM, item)
    told = {entry.verb: entry for entry in db.session.scalars(timeline("event", visit.id))}
    verbs = {verb for verb in told if verb.startswith("reception.")}
    assert len(verbs) == 7
    for verb in verbs:
        for lang in ("zh", "en", "de", "ko"):
            with in_language(lang):
                assert "%(" not in str(doors.timeline_kind.get(verb).sentence(told[verb]))


def test_a_banquet_may_end_after_midnight_and_is_shown_so_wherever_it_stands(coordinator, sign_in):
    visit, client = make_visit(), sign_in(coordinator)
    form = {"source": "zh", "title_zh": "欢迎晚宴", "kind": "meal", "day": "2027-05-04", "starts_time": "22:00",
            "ends_time": "00:30", "host_id": str(coordinator.id), "interpreter_id": ""}
    address = f"/events/{visit.id}/reception"
    client.post_page(f"{address}/items/new", form, status=422)
    client.post_page(f"{address}/items/new", {**form, "overnight": "y"})
    item, = asked.items_of(visit)
    assert (item.starts_local, item.ends_local) == (datetime(2027, 5, 4, 22), datetime(2027, 5, 5, 0, 30))
    assert "22:00–00:30 (+1)" in client.get_page(address).text
    assert "22:00–00:30 (+1)" in client.get_page(f"{address}/sheet?languages=zh,de").text
    assert client.get_page(f"{address}/items/{item.id}").field("overnight")
    assert client.get_page(f"{address}/items/new").field("day") == "2027-05-05"
    # A second item that begins before the banquet ends, on the day after, wants its host twice.
    make_item(visit, 0, 2, "送行", day=5, host_id=coordinator.id)
    with in_language("en"):
        assert len(asked.reception_facts(visit, asked.items_of(visit))) == 1
    with pytest.raises(Refused) as refused:
        make_item(visit, title="通宵", starts_local=datetime(2027, 5, 4, 9), ends_local=datetime(2027, 5, 5, 10))
    assert refused.value.code == "over_a_day"


def test_a_coordinator_plans_a_reception_and_prints_it_in_two_languages(coordinator, sign_in):
    visit, client = make_visit(), sign_in(coordinator)
    address = f"/events/{visit.id}/reception"
    person = make_person("Anna Weber", organisation=make_organisation("Weber Optik GmbH"), language="de")
    client.get_page(f"{address}/guests/new", title="New guest")
    assert client.post_page(f"{address}/guests/new", {"rank": "1", "language": ""}, status=422).errors()
    client.post_page(f"{address}/guests/new", {"who": f"Anna Weber [p{person.id}]", "rank": "1", "language": "",
                                               "function": "Geschäftsführerin"})
    guest = db.session.scalars(db.select(VisitGuest)).one()
    assert (guest.name, guest.language, guest.organisation.name) == ("Anna Weber", "de", "Weber Optik GmbH")
    form = {"source": "zh", "title_zh": "参观厂房", "title_de": "Rundgang", "place_zh": "二号楼", "kind": "site_stop",
            "day": "2027-05-04", "starts_time": "09:30", "ends_time": "09:00",
            "host_id": str(coordinator.id), "interpreter_id": "", "car": "苏B 12345"}
    page = client.post_page(f"{address}/items/new", form, status=422)
    assert page.errors() == ["It ends before it begins"] and page.field("title_de") == "Rundgang"
    client.post_page(f"{address}/items/new", {**form, "ends_time": "11:00"})
    page = client.get_page(address, title="Reception plan")
    assert "1 guest, 1 programme item" in page.heading and "09:30–11:00" in page.text
    page = client.get_page(f"{address}/items/new")
    assert (page.field("day"), page.field("starts_time")) == ("2027-05-04", "11:00")
    client.post_page(address, {"version": "0", "gifts": "Seide", "report": "Gut verlaufen", "report_language": "de"})
    sheet = client.get_page(f"{address}/sheet")
    assert "参观厂房" in sheet.text and "Rundgang" in sheet.text and "二号楼" in sheet.text
    assert "日程" in sheet.html or "接待人" in sheet.html
    assert "Seide" not in sheet.html
    assert "Gastgeber" in client.get_page(f"{address}/sheet?first=de&second=nonsense").text
    item = db.session.scalars(db.select(ReceptionItem)).one()
    assert client.get_page(f"{address}/items/{item.id}").field("title_de") == "Rundgang"
    client.post_page(f"{address}/items/{item.id}/remove")
    client.post_page(f"{address}/guests/{guest.id}/remove")
    assert asked.count_reception(visit) == 0


@pytest.mark.parametrize("lang", ["zh", "en", "de", "ko"])
def test_the_reception_opens_for_readers_in_every_language(session, sign_in, lang):
    visit = make_visit()
    make_guest(visit, "Anna Weber")
    make_item(visit)
    client = sign_in(make_user(role="reader", language=lang))
    assert "欢迎会" in client.get_page(f"/events/{visit.id}/reception").text
    client.get_page(f"/events/{visit.id}/reception/sheet?first=ko&second=en")


def test_the_sheet_says_what_is_not_yet_in_a_column_and_gives_names_by_their_sound(session, sign_in):
    visit, host = make_visit(), make_user(role="officer", name="周敏", language="zh")
    make_item(visit, title="座谈", host_id=host.id)
    lunch = make_item(visit, 12, 13, host_id=host.id)
    with transaction():
        lunch.title = LocalizedText.of("zh", "午餐", de="Essen")
    page = sign_in(make_user(role="coordinator", language="en")).get_page(
        f"/events/{visit.id}/reception/sheet?first=zh&second=de")
    assert "1 line is not yet in German" in page.text
    assert page.text.count("Zhou Min (周敏)") == 2
    assert "not yet in Chinese" not in page.text
