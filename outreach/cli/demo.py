"""`flask demo load`: an invented team, a fair, captured people, leads and intentions to look around in."""

from datetime import date, timedelta

import click
from flask.cli import AppGroup
from sqlalchemy import select

from outreach.accounts.models import Unit, User
from outreach.accounts.services import create_unit, create_user, make_sign_in_link
from outreach.activity import SYSTEM, Actor
from outreach.catalogue.services import load_demo_rates, seed
from outreach.cli import demo_people as people
from outreach.cli.demo_agenda import load_agenda
from outreach.cli.demo_budget import load_budgets
from outreach.cli.demo_events import load_roadshow
from outreach.cli.demo_exchange import load_exchange
from outreach.cli.demo_materials import load_materials
from outreach.cli.demo_meetings import load_meetings, load_wishes
from outreach.cli.demo_targets import load_targets
from outreach.cli.demo_tasks import load_tasks
from outreach.cli.demo_trips import load_trips
from outreach.cli.demo_visit import load_visit
from outreach.db import db, today_in, transaction
from outreach.event_contacts.services import CaptureValues, capture, convert_to_lead
from outreach.events.models import Event
from outreach.events.services import add_team_member, create_event, edition_values, take_from_starter
from outreach.i18n.localized import LocalizedText
from outreach.leads.services import LeadValues, TextValues, add_need, change_stage, translate_text
from outreach.partners.services import add_user, create_partner

command = AppGroup("demo", help="Invented data to look around in.")

#: (address before the @, role, name, language, zone)
USERS = (
    ("admin", "administrator", "Lin Yu", "zh", "Asia/Shanghai"),
    ("coordinator", "coordinator", "Katrin Vogt", "de", "Europe/Berlin"),
    ("officer", "officer", "周敏", "zh", "Asia/Shanghai"),
    ("leader", "leader", "高一帆", "zh", "Asia/Shanghai"),
    ("partner", "partner_user", "한지은", "ko", "Asia/Seoul"),
)


def address(name: str) -> str:
    """The invented address of a demo user."""
    return f"{name}@demo.example.org"


def user(name: str) -> User | None:
    """The demo user with this name."""
    return db.session.scalar(select(User).where(User.email == address(name)))


def load() -> None:
    """Make what is missing of the demo. Safe to repeat; what people changed stays."""
    with transaction():
        seed()
        _team()
    with transaction():
        load_demo_rates()
        event = _fair()
        roadshow = load_roadshow(user("coordinator"), user("officer"))
        load_tasks(event, user("coordinator"), user("officer"))
        load_budgets(user("coordinator"), event, roadshow)
        load_trips(roadshow, user("coordinator"), user("officer"))
        load_exchange(user("coordinator"), user("officer"))
        load_visit(user("coordinator"), user("officer"))
    with transaction():
        load_agenda(db.session.get(Event, event.id), user("coordinator"), user("officer"))
        load_meetings(db.session.get(Event, event.id), user("coordinator"), user("officer"))
        load_targets(db.session.get(Event, event.id), user("coordinator"), user("officer"))
        load_materials(user("coordinator"), db.session.get(Event, event.id))
    with transaction():
        _captures(db.session.get(Event, event.id))
        load_wishes(db.session.get(Event, event.id), user("coordinator"), user("officer"))
    with transaction():
        _intentions(db.session.get(Event, event.id))


def demo_links(base: str) -> list[tuple[str, str]]:
    """(role, one-time link) of every demo user that is there and active, at the address `base`."""
    links = []
    with transaction():
        for name, role, *_rest in USERS:
            found = user(name)
            if found and found.active:
                url = make_sign_in_link(SYSTEM, found)
                links.append((role, base + url[url.index("/sign-in/"):]))
    return links


def _team() -> None:
    if not db.session.scalar(select(Unit).where(Unit.code == "P1")):
        create_unit(SYSTEM, code="P1", kind="promotion_unit", name=LocalizedText.of(
            "zh", "招商一科", en="Promotion Unit 1", de="Ansiedlung, Team 1", ko="투자유치 1과"))
        create_unit(SYSTEM, code="S1", kind="service_unit", name=LocalizedText.of(
            "zh", "产业服务科", en="Industry Service Unit", de="Unternehmensservice", ko="산업지원과"))
    unit = db.session.scalar(select(Unit).where(Unit.code == "P1"))
    for name, role, full_name, language, zone in USERS:
        if user(name) is None:
            made = create_user(SYSTEM, email=address(name), role=role, name=full_name, language=language,
                               unit=None if role == "partner_user" else unit)
            made.time_zone = zone
            if role == "partner_user":
                partner = create_partner(
                    SYSTEM, code="KR-INKUBATOR", kind="offshore_incubator", organisation="한울 창업보육센터", country="KR",
                    language="ko", agreement_from=date(2026, 1, 1), agreement_until=date(2028, 12, 31))
                add_user(SYSTEM, partner, made)


def _fair() -> Event:
    stored = db.session.scalar(select(Event).where(Event.code == "LASER-2027"))
    if stored:
        return stored
    actor = Actor.of(user("coordinator"))
    series = take_from_starter(actor, "LASER")
    event = create_event(actor, {
        **edition_values(series, 2027), "code": "LASER-2027", "city": "München", "country": "DE", "venue": "Messe München",
        "time_zone": "Europe/Berlin", "starts_on": date(2027, 6, 22), "ends_on": date(2027, 6, 25), "days_known": True,
        "state": "confirmed", "confirmed_on": date(2026, 11, 2), "confirmed_source": "Organiser's calendar", "public": True,
    })
    for name in ("coordinator", "officer"):
        role = "head" if name == "coordinator" else "member"
        add_team_member(actor, event, user(name), role, date(2027, 6, 21), date(2027, 6, 26))
    return event


def _captures(event: Event) -> None:
    officer, today = Actor.of(user("officer")), today_in("Asia/Shanghai")
    made = {}
    for key, values in people.CAPTURES.items():
        made[key] = capture(officer, event, CaptureValues(**values), f"demo-{key}")
    if not any(item.created for item in made.values()):
        return
    for lead in people.LEADS:
        converted = convert_to_lead(officer, [made[key].contact for key in lead["contacts"]], LeadValues(
            **lead["values"], owner_id=officer.id, next_step_on=today + timedelta(days=lead["due_in"]),
            texts=[TextValues(*text) for text in lead["texts"]]))
        for need in lead["needs"]:
            add_need(officer, converted, **need)
        for stage in lead["stages"]:
            change_stage(officer, converted, stage)
        for entry in converted.texts:
            for code, text in lead["translations"].get(entry.field, {}).items():
                translate_text(officer, entry, code, text)


def _intentions(event: Event) -> None:
    from outreach.intentions.models import Intention
    from outreach.intentions.services import receive_intention

    if db.session.scalar(select(Intention.id).limit(1)):
        return
    for sent in people.submissions(event):
        receive_intention(Actor("visitor", sent.contact_name), sent)


@command.command("load")
def load_command() -> None:
    """Load the demo: event LASER-2027 and coordinator@, officer@, leader@, partner@ at demo.example.org."""
    load()
    click.echo("Demo data is loaded: LASER-2027, " + ", ".join(address(name) for name, *_rest in USERS))
