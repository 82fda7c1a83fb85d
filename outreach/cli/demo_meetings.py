"""Invented meetings at the fair, two of which want the same table, for `flask demo load`."""

from datetime import datetime, time

from outreach.accounts.models import User
from outreach.activity import Actor
from outreach.contacts.services import find_or_create_organisation
from outreach.events.models import Event
from outreach.events.queries.meetings import count_meetings
from outreach.events.services.meetings import save_meeting, save_table, set_state

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
