"""What the demo's trade fair and roadshow cost, for `flask demo load`. The suppliers are invented."""

from outreach.accounts.models import User
from outreach.activity import Actor
from outreach.db import Money
from outreach.events.models import Event
from outreach.events.queries.budget import lines_of
from outreach.events.services.budget import add_line

#: (category, what for, planned, actual, supplier, payment)
_FAIR = (
    ("stand", "Standfläche 24 m², Halle A2", ("18400", "EUR"), ("18400", "EUR"), "Messebetrieb Beispiel GmbH", "paid"),
    ("stand", "Standbau mit Grafik", ("12000", "EUR"), ("13450.80", "EUR"), "Standwerk Beispiel GmbH", "invoiced"),
    ("travel", "往返机票（4人）", ("42000", "CNY"), None, "", "open"),
    ("hotel", "Hotel, 4 Zimmer, 5 Nächte", ("3600", "EUR"), None, "", "open"),
    ("interpreter", "Dolmetscher Deutsch–Chinesisch, 3 Tage", ("2100", "EUR"), None, "", "open"),
    ("materials", "宣传册印刷（中英德）", ("9800", "CNY"), ("9260", "CNY"), "", "paid"),
    ("shipping", "Carnet ATA und Fracht", ("1500", "CHF"), None, "", "open"),
)
_ROADSHOW = (("travel", "国际机票（全程）", ("96000", "CNY"), None, "", "open"),)
_LEGS = {
    "London": (("fees", "Room hire", ("2400", "GBP"), ("2400", "GBP"), "", "paid"),
               ("catering", "Lunch, 40 guests", ("1800", "GBP"), None, "", "open")),
    "Stuttgart": (("interpreter", "Dolmetscher, 2 Tage", ("1400", "EUR"), None, "", "open"),),
    "Seoul": (("catering", "환영 만찬 30명", ("2700000", "KRW"), None, "", "open"),),
}


def load_budgets(coordinator: User, fair: Event, roadshow: Event) -> None:
    """Budgets of the fair, the roadshow and its legs; made once."""
    if lines_of(fair, roadshow):
        return
    actor = Actor.of(coordinator)
    for event, rows in ((fair, _FAIR), (roadshow, _ROADSHOW), *((leg, _LEGS.get(leg.city, ())) for leg in roadshow.legs)):
        for category, what, planned, actual, supplier, paid in rows:
            add_line(actor, event, {
                "category": category, "what": what, "planned": Money.of(*planned), "actual": Money.of(*actual) if actual else None,
                "supplier": supplier, "paid_state": paid})
