"""The trip of the demo's roadshow with flights, hotels and visas, and one from which nobody reported yet."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from outreach.accounts.models import User
from outreach.activity import Actor
from outreach.db import db, today_in
from outreach.events.models import Event, Trip
from outreach.events.services.itinerary import save_item
from outreach.events.services.trips import add_traveller, create_trip
from outreach.i18n.localized import LocalizedText

#: (kind, what, from, to, month, day and time of the departure and its zone, the same of the arrival, who, state)
_WAYS = (
    ("flight", "ZX 831", "Shanghai", "London", "09-28T13:20", "Asia/Shanghai", "09-28T18:05", "Europe/London", "head", "booked"),
    ("flight", "ZX 219", "Shanghai", "Stuttgart", "10-04T10:30", "Asia/Shanghai", "10-04T17:10", "Europe/Berlin", "other",
     "booked"),
    ("train", "", "London", "Stuttgart", "10-04T09:30", "Europe/London", "10-04T18:50", "Europe/Berlin", "head", "planned"),
    ("flight", "ZX 540", "Frankfurt", "Seoul", "10-07T19:25", "Europe/Berlin", "10-08T13:55", "Asia/Seoul", "all", "booked"),
    ("flight", "ZX 362", "Seoul", "Shanghai", "10-13T12:10", "Asia/Seoul", "10-13T13:15", "Asia/Shanghai", "all", "planned"),
)
_HOTELS = (("Linden House", "London", (9, 28), (10, 4)), ("Gasthof Sonnenhof", "Stuttgart", (10, 4), (10, 7)),
           ("한강 스테이", "Seoul", (10, 8), (10, 13)))
#: (country, state, valid from, valid until)
_VISAS = (("GB", "granted", date(2027, 8, 1), date(2028, 1, 31)), ("DE", "granted", date(2027, 9, 25), date(2027, 10, 6)),
          ("KR", "applied", None, None))


def load_trips(roadshow: Event, coordinator: User, officer: User) -> None:
    """The trips; made once. One visa ends a day too early, another is not granted yet."""
    if db.session.scalar(select(Trip.id).limit(1)):
        return
    actor = Actor.of(coordinator)
    trip = create_trip(actor, {
        "event_id": roadshow.id, "title": roadshow.title, "countries": ["GB", "DE", "KR"], "cities": "London, Stuttgart, Seoul",
        "starts_on": date(2027, 9, 28), "ends_on": date(2027, 10, 13), "state": "confirmed",
        "purpose": LocalizedText.of(
            "zh", "推介新材料与光电产业园，走访三国重点企业。",
            en="Present the parks for new materials and photonics, visit firms in three countries.",
            de="Die Parks für Werkstoffe und Photonik vorstellen, Firmen in drei Ländern besuchen.",
            ko="신소재·광학 산업단지를 소개하고 3개국 주요 기업을 방문합니다.")})
    add_traveller(actor, trip, coordinator, "head")
    db.session.flush()
    who = {"all": None, "head": trip.travellers[0].id,
           "other": add_traveller(actor, trip, officer, "speaker", date(2027, 10, 4)).id}
    for kind, what, start, end, begins, zone, ends, there, whose, state in _WAYS:
        save_item(actor, trip, {
            "kind": kind, "what": what, "place_from": start, "place_to": end, "state": state, "starts_zone": zone,
            "starts_local": datetime.fromisoformat(f"2027-{begins}"), "ends_local": datetime.fromisoformat(f"2027-{ends}"),
            "ends_zone": there, "traveller_id": who[whose], "reference": "K7Q2XX" if state == "booked" else ""})
    for what, city, first, last in _HOTELS:
        save_item(actor, trip, {"kind": "hotel", "state": "booked", "what": what, "place_to": city, "from_on": date(2027, *first),
                                "until_on": date(2027, *last)})
    for country, state, first, last in _VISAS:
        save_item(actor, trip, {"kind": "visa", "country": country, "state": state, "from_on": first, "until_on": last})
    _past(actor, officer)


def _past(actor: Actor, officer: User) -> None:
    """A trip within the country that ended so long ago that its report is overdue."""
    ended = today_in("Asia/Shanghai") - timedelta(days=24)
    past = create_trip(actor, {
        "title": LocalizedText.of("zh", "走访深圳激光企业", en="Visits to laser firms in Shenzhen",
                                  de="Besuche bei Laserfirmen in Shenzhen", ko="선전 레이저 기업 방문"),
        "countries": ["CN"], "cities": "Shenzhen", "starts_on": ended - timedelta(days=2), "ends_on": ended, "state": "confirmed"})
    add_traveller(actor, past, officer, "head")
