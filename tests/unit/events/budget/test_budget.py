"""Budgets: sums per currency and in yuan by dated rates, overruns, receipts, legs, copies and tables."""

import io
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from outreach import files
from outreach.activity import SYSTEM
from outreach.activity.queries import timeline
from outreach.db import Money, db, transaction
from outreach.errors import Conflict, Refused
from outreach.events.models import BudgetLine, Event
from outreach.events.queries import budget as queries
from outreach.events.queries import warnings_of
from outreach.events.services import add_leg
from outreach.events.services import budget as services
from outreach.files import Attachment
from outreach.i18n import in_language
from outreach.i18n.localized import LocalizedText
from outreach.web import doors
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_rate
from tests.factories.events import make_event

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
DAY = date(2026, 6, 23)


@pytest.fixture
def event(session) -> Event:
    """A trade show in Munich."""
    return make_event()


@pytest.fixture
def rates(session) -> None:
    """Invented rates of euro, pound and won on two days."""
    make_rate("EUR", "8", date(2026, 1, 2))
    make_rate("EUR", "7.5", date(2026, 6, 22))
    make_rate("GBP", "9", date(2026, 1, 2))
    make_rate("KRW", "1", date(2026, 1, 2), units="200")


def make_line(event: Event, planned=None, actual=None, category: str = "stand", what: str = "Stand space", **values) -> BudgetLine:
    """A stored line; sums as ("1200.50", "EUR")."""
    with transaction():
        return services.add_line(SYSTEM, event, {
            "category": category, "what": what, "planned": Money.of(*planned) if planned else None,
            "actual": Money.of(*actual) if actual else None, **values})


def make_leg(roadshow: Event, city: str, **values) -> Event:
    """A leg on the roadshow's first day."""
    with transaction():
        return add_leg(SYSTEM, roadshow, {
            "title": LocalizedText.of("en", city), "kind": "promotion_conference", "city": city, "time_zone": "Europe/Berlin",
            "starts_on": roadshow.starts_on, "ends_on": roadshow.starts_on, **values})


def told(row) -> list[str]:
    """The sentences of the row's timeline in English, newest first."""
    with in_language("en"):
        return [str(doors.timeline_kind.get(entry.verb).sentence(entry))
                for entry in db.session.scalars(timeline(row.__tablename__, row.id))]


def test_sums_stand_per_currency_and_in_yuan_by_the_rate_of_the_day_of_the_expense(event, rates):
    make_line(event, ("10000", "EUR"), ("9000.50", "EUR"), spent_on=DAY)
    make_line(event, ("500", "GBP"), ("400", "GBP"), category="hotel", what="Rooms", spent_on=date(2026, 3, 1))
    make_line(event, ("1000000", "KRW"), category="other", what="Gifts", spent_on=DAY)
    found = queries.budget_of(queries.lines_of(event))
    assert found.currencies == {
        "EUR": (Money(1_000_000, "EUR"), Money(900_050, "EUR")), "GBP": (Money(50_000, "GBP"), Money(40_000, "GBP")),
        "KRW": (Money(1_000_000, "KRW"), Money(0, "KRW"))}
    stand = found.rows[0]
    assert (stand.actual.money, stand.actual.rate) == (Money(6_750_375, "CNY"), Decimal("7.5"))
    assert stand.actual.rate_date == date(2026, 6, 22)
    assert found.total.planned_money == Money(75_000_00 + 4_500_00 + 5_000_00, "CNY")
    assert found.total.actual_money == Money(67_503_75 + 3_600_00, "CNY")
    assert [row.line.category for row in found.rows] == ["stand", "hotel", "other"]


def test_a_sum_without_a_rate_is_said_and_never_counted_as_nothing(event, rates):
    make_line(event, ("100", "EUR"), spent_on=DAY)
    make_line(event, ("100", "CHF"), ("300", "CHF"), spent_on=DAY)
    make_line(event, ("1", "EUR"), ("1", "EUR"), category="fees", spent_on=date(2020, 1, 1))
    found = queries.budget_of(queries.lines_of(event))
    assert (found.total.missing, found.total.planned_money) == (2, Money(750_00, "CNY"))
    assert found.rows[1].planned is None and found.rows[1].missing and found.rows[1].over
    assert found.categories["stand"].missing == 1
    # What cannot be converted says nothing about the whole.
    assert found.overruns == [] and found.total.over is None


def test_won_and_yen_have_no_smaller_part(event, rates):
    line = make_line(event, ("1250000", "KRW"), spent_on=DAY)
    assert line.planned_minor == 1_250_000
    assert queries.budget_of([line]).total.planned_money == Money(6_250_00, "CNY")


def test_more_spent_than_planned_is_warned_about_on_the_event_and_may_be_kept(event, rates):
    make_line(event, ("1000", "CNY"), ("100", "EUR"), spent_on=DAY)
    make_line(event, ("100", "CNY"), category="fees", what="Registration")
    assert [item for item in warnings_of(event) if item.code == "overrun"] == []
    make_line(event, None, ("400", "CNY"), what="Carpet")
    found = queries.budget_of(queries.lines_of(event))
    assert [(code, total.over) for code, total in found.overruns] == [("stand", Money(150_00, "CNY"))]
    assert found.total.over == Money(50_00, "CNY")
    with in_language("en"):
        warned, = [item for item in warnings_of(event) if item.code == "overrun"]
    assert warned.fact == "Stand: CNY 150 more than planned, CNY 1,150 instead of CNY 1,000"
    assert warned.key == "overrun:stand:100000:115000"


def test_the_budgets_of_legs_add_up_on_the_roadshow(session, rates):
    roadshow = make_event("ROAD-2027", "Roadshow", kind="roadshow")
    legs = [make_leg(roadshow, city) for city in ("Stuttgart", "London")]
    make_line(roadshow, ("1000", "CNY"), category="travel", what="Flights")
    make_line(legs[0], ("100", "EUR"), ("120", "EUR"), spent_on=DAY)
    make_line(legs[1], ("50", "GBP"), spent_on=DAY)
    parts = queries.parts_of(roadshow)
    assert [(event.label, budget.total.planned) for event, budget in parts] == [
        ("Roadshow", 100_000), ("Stuttgart", 75_000), ("London", 45_000)]
    whole = queries.whole_of(parts)
    assert (whole.total.planned, whole.total.actual) == (220_000, 90_000)
    assert [row.line.category for row in whole.rows] == ["stand", "stand", "travel"]
    assert queries.parts_of(legs[0]) == []


def test_only_what_was_planned_is_copied_to_another_event(event):
    make_line(event, ("1000", "EUR"), ("1100", "EUR"), supplier="Messebau Beispiel GmbH", paid_state="paid",
              spent_on=DAY, note="Paid")
    make_line(event, None, ("5", "EUR"), what="Parking")
    target = make_event("LASER-2029", "LASER 2029")
    with transaction():
        services.copy_planned_lines(SYSTEM, event, target)
    line, = queries.lines_of(target)
    assert (line.planned, line.actual, line.supplier, line.paid_state, line.spent_on, line.note) == (
        Money(100_000, "EUR"), None, "Messebau Beispiel GmbH", "open", None, "")
    assert told(target)[0] == "copied 1 planned budget line of LASER World of PHOTONICS 2027 to LASER 2029"
    part = doors.edition_part.get("budget")
    assert part.count(event) == 1 and part.copy(SYSTEM, event, target) == 1


@pytest.mark.parametrize(("values", "field"), [
    ({"category": "fun"}, "category"), ({"what": " "}, "what"), ({"paid_state": "owed"}, "paid_state"),
    ({"planned": None}, "planned"),
    ({"planned": Money(-1, "EUR")}, "planned"), ({"actual": Money(10**15, "EUR")}, "actual")])
def test_a_line_that_cannot_be_is_refused_with_its_field(event, values, field):
    with pytest.raises(Refused) as refused, transaction():
        services.add_line(SYSTEM, event, {"category": "stand", "what": "x", "planned": Money(1, "EUR"), **values})
    assert refused.value.field == field


def test_changes_stand_on_the_timeline_as_sums_and_a_second_editor_is_told(event):
    line = make_line(event, ("1000", "EUR"))
    with transaction():
        services.change_line(SYSTEM, line, {"actual": Money.of("1200", "EUR"), "paid_state": "invoiced"}, version=1)
    entry = db.session.scalars(timeline("event", event.id)).first()
    assert entry.data["changes"]["actual"] == [None, {"minor": 120_000, "currency": "EUR"}]
    assert told(event)[0] == "changed “Stand space” in the budget of LASER World of PHOTONICS 2027"
    with pytest.raises(Conflict), transaction():
        services.change_line(SYSTEM, line, {"note": "x"}, version=1)


def test_a_receipt_replaces_the_one_before_and_goes_with_its_line(event):
    line = make_line(event, ("1000", "EUR"))
    with transaction():
        services.keep_receipt(SYSTEM, line, files.receive(io.BytesIO(PDF), "one.pdf", services.RECEIPTS))
        services.keep_receipt(SYSTEM, line, files.receive(io.BytesIO(PDF + b"2"), "two.pdf", services.RECEIPTS))
    assert line.receipt.filename == "two.pdf"
    assert db.session.scalar(select(func.count(Attachment.id))) == 1
    with pytest.raises(Refused):
        files.receive(io.BytesIO(b"MZ"), "virus.exe", services.RECEIPTS)
    with transaction():
        services.remove_line(SYSTEM, line)
    assert db.session.scalar(select(func.count(Attachment.id))) == 0


def _line_form(page, **values) -> dict:
    return {"version": page.field("version") or "", "category": "stand", "what": "Stand space", "planned": "1,000",
            "planned_currency": "EUR", "actual": "", "actual_currency": "EUR", "paid_state": "open", **values}


def test_a_coordinator_plans_pays_and_keeps_the_receipt(event, rates, sign_in):
    client = sign_in(make_user(role="coordinator", language="en"))
    page = client.get_page(f"/events/{event.id}/budget", title="Budget and cost")
    assert page.heading == "No budget yet"
    page = client.get_page(f"/events/{event.id}/budget/new")
    assert page.field("planned_currency") == "EUR"
    client.post_page(f"/events/{event.id}/budget/new", _line_form(page, spent_on="2026-06-23"))
    line, = queries.lines_of(event)
    page = client.get_page(f"/events/{event.id}/budget/{line.id}", title="Stand space")
    assert page.field("planned") == "1,000"
    sent = _line_form(page, actual="1,200.50", spent_on="2026-06-23", paid_state="paid", supplier="Messebau Beispiel GmbH",
                      receipt=FileStorage(io.BytesIO(PDF), "invoice.pdf"))
    client.post_page(f"/events/{event.id}/budget/{line.id}", sent)
    page = client.get_page(f"/events/{event.id}/budget")
    assert page.heading == "CNY 9,003.75 spent of CNY 7,500 planned, CNY 1,503.75 over"
    assert "CNY 9,003.75, rate 7.5 of 22 Jun 2026" in page.text and "over plan" in page.text and "Paid" in page.text
    assert client.get(f"/events/{event.id}/budget/{line.id}/receipt").data == PDF
    page = client.get_page(f"/events/{event.id}/budget/{line.id}")
    client.post_page(f"/events/{event.id}/budget/{line.id}", _line_form(page, drop_receipt="y"))
    client.get_page(f"/events/{event.id}/budget/{line.id}/receipt", status=404)
    client.post_page(f"/events/{event.id}/budget/{line.id}/remove")
    assert queries.lines_of(event) == []


def test_a_refused_line_keeps_what_was_typed_and_won_take_no_decimals(event, sign_in):
    client = sign_in(make_user(role="coordinator", language="en"))
    page = client.get_page(f"/events/{event.id}/budget/new?category=fees")
    assert page.field("category") == "fees"
    sent = _line_form(page, planned="1000.5", planned_currency="KRW", supplier="누리")
    page = client.post_page(f"/events/{event.id}/budget/new", sent, status=422)
    assert page.errors() == ["KRW has no such small parts. Round the amount."] and page.field("supplier") == "누리"
    page = client.post_page(f"/events/{event.id}/budget/new", {**sent, "planned": ""}, status=422)
    assert page.errors() == ["Enter what is planned or what it cost"]
    page = client.post_page(f"/events/{event.id}/budget/new", {**sent, "planned": "many"}, status=422)
    assert page.errors() and page.field("planned") == "many"
    page = client.post_page(f"/events/{event.id}/budget/new", {
        **sent, "planned": "1", "receipt": FileStorage(io.BytesIO(b"MZ"), "a.exe")}, status=422)
    assert "This kind of file is not accepted" in page.errors()[0] and queries.lines_of(event) == []
    client.post_page(f"/events/{event.id}/budget/new", {**sent, "planned": "1000", "then": "another"})
    assert queries.lines_of(event)[0].planned == Money(1000, "KRW")


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_readers_see_the_budget_with_what_has_no_rate_and_change_nothing(event, rates, sign_in, language):
    make_line(event, ("1000", "EUR"), ("1100", "EUR"), spent_on=DAY)
    make_line(event, ("1000", "CHF"), category="hotel", what="Rooms")
    client = sign_in(make_user(role="leader", language=language))
    page = client.get_page(f"/events/{event.id}/budget")
    assert {"zh": "没有汇率", "en": "no exchange rate", "de": "keinen Wechselkurs", "ko": "환율이 없"}[language] in page.text
    assert 'role="img"' in page.html
    client.get_page(f"/events/{event.id}/budget/new", status=403)
    client.get_page(f"/events/{event.id}")


def test_the_roadshows_page_adds_its_legs_up(session, rates, sign_in):
    roadshow = make_event("ROAD-2027", "Roadshow", kind="roadshow")
    leg = make_leg(roadshow, "Stuttgart")
    make_line(leg, ("100", "EUR"), ("120", "EUR"), spent_on=DAY)
    page = sign_in(make_user(role="leader", language="en")).get_page(f"/events/{roadshow.id}/budget")
    assert page.heading == "CNY 900 spent of CNY 750 planned, CNY 150 over"
    assert "The legs together" in page.text and "Stuttgart" in page.text


def test_the_table_holds_sums_rates_and_the_lines_of_the_legs(session, rates, sign_in):
    roadshow = make_event("ROAD-2027", "Roadshow", kind="roadshow")
    leg = make_leg(roadshow, "Stuttgart", code="LEG-1")
    make_line(roadshow, ("1000000", "KRW"), category="travel", what="=Flights", spent_on=DAY)
    make_line(leg, ("100", "EUR"), ("120.50", "EUR"), spent_on=DAY)
    make_line(leg, ("100", "CHF"), category="fees", what="Fee", spent_on=DAY)
    client = sign_in(make_user(role="leader", language="en"))
    answer = client.get(f"/events/{roadshow.id}/budget/xlsx")
    assert answer.headers["Content-Disposition"] == "attachment; filename=budget-ROAD-2027.xlsx"
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[1][:7] == ["LEG-1", "Stand", "Stand space", 100, "EUR", 120.5, "EUR"]
    assert rows[1][10:12] == [750, 7.5] and rows[1][13] == 903.75
    assert rows[2][2] == "'=Flights" and rows[2][3:5] == [1_000_000, "KRW"]
    assert rows[3][10] == "no rate"
    text = client.get(f"/events/{roadshow.id}/budget/csv").data.decode("utf-8-sig")
    assert "LEG-1,Stand,Stand space,100.00,EUR,120.50,EUR,2026-06-23" in text
    client.get_page(f"/events/{roadshow.id}/budget/pdf", status=404)


def test_what_is_paid_was_paid_by_today(event):
    line = {"category": "stand", "what": "Stand", "planned": Money(100, "EUR"), "supplier": "", "note": "",
            "paid_state": "paid", "spent_on": date(2099, 1, 1)}
    with pytest.raises(Refused) as refused, transaction():
        services.add_line(SYSTEM, event, line)
    assert refused.value.field == "spent_on"
    with transaction():
        services.add_line(SYSTEM, event, {**line, "paid_state": "invoiced"})
