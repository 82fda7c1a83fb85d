"""Invented meetings at the fair, two of which want the same table, for `flask demo load`."""

from datetime import datetime, time

from outreach.accounts.models import User
from outreach.activity import Actor
from outreach.contacts.services import PersonValues, create_person, find_or_create_organisation
from outreach.db import db
from outreach.events.models import Event
from outreach.events.queries.counterparts import at_event
from outreach.events.queries.meetings import count_meetings
from outreach.events.queries.wishes import count_wishes
from outreach.events.services.attendees import save_attendee
from outreach.events.services.meetings import save_meeting, save_table, set_state
from outreach.events.services.wishes import save_plan, want_meeting

#: (from, until, firm, country, subject, state)
_MEETINGS = (
    ((9, 30), (10, 0), "Lichtbogen Lasertechnik GmbH", "DE", "Produktionslinie für Faserlaser", "confirmed"),
    ((14, 0), (14, 30), "Nordlicht Optik GmbH", "DE", "Partner für Beschichtungen", "proposed"),
    ((14, 15), (14, 45), "Hangang Photonics Co., Ltd.", "KR", "Muster und Prüfung", "proposed"),
)


def load_meetings(event: Event, coordinator: User, officer: User) -> None:
    """The meetings; made once."""
    if count_meetings(event):
        return
    actor = Actor.of(coordinator)
    table = save_table(actor, event, "Tisch 4", "Halle B2")
    for begins, ends, firm, country, subject, state in _MEETINGS:
        made = save_meeting(actor, event, {
            "subject": subject, "table_id": table.id, "language": "de", "interpreter_id": coordinator.id,
            "starts_local": datetime.combine(event.starts_on, time(*begins)),
            "ends_local": datetime.combine(event.starts_on, time(*ends))},
            [officer, find_or_create_organisation(actor, firm, country)])
        set_state(actor, made, state)


def load_wishes(event: Event, coordinator: User, officer: User) -> None:
    """Wishes for the planner among the people that the demo has; made once."""
    if count_wishes(event):
        return
    actor = Actor.of(coordinator)
    save_plan(actor, event, {
        "day_from": time(9), "day_until": time(17), "break_from": time(12), "break_until": time(13), "travel_minutes": 15})
    people = list(db.session.scalars(at_event(officer, event).limit(3)))
    save_attendee(actor, event, create_person(actor, PersonValues(
        "陶婉宁", language="zh", country="DE", emails=["t.wanning@example.org"], job_title="Dolmetscherin",
        organisation="Sprachwerk Isar", organisation_country="DE")), {"speaks": ["zh", "de", "ko"]})
    for priority, person in zip((5, 2, 1), people, strict=False):
        want_meeting(actor, event, officer, person, priority)
