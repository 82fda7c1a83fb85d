"""A year of events as one team member's feed shows it, and the instants at which they are, written out by hand.

The instants are not computed: Shanghai is 8 hours ahead of UTC and Seoul 9, both all year. In 2027 London and Berlin
change to summer time on 28 March and back on 31 October, both at 01:00 UTC; London is level with UTC before and one
hour ahead between, Berlin is one hour ahead before and two between. Some events are in the years after.
"""

import urllib.request
from dataclasses import dataclass
from datetime import date, datetime

from outreach.activity import SYSTEM
from outreach.db import db, transaction
from outreach.events import services
from outreach.events.models import Event
from outreach.events.services import recurrence, tasks
from outreach.i18n.localized import LocalizedText
from tests.factories.accounts import make_user
from tests.factories.events import make_event, make_member

#: 300 letters, of which some take four octets.
LONG = ("Ausstellertreffen für Halbleiter 半导体 반도체 🎯 " * 9)[:299] + "!"
LINES = "First line\nSecond; with, marks\\ and \"quotes\"\n\nStraße 第三行 셋째 줄 🚄"

#: Title, zone, begin and end on the wall (f: the second of two equal times), begin and end in UTC.
HOURS = (
    ("Wuxi before", "Asia/Shanghai", "2027-03-27 09:00", "2027-03-27 10:30", "2027-03-27T01:00Z", "2027-03-27T02:30Z"),
    ("Wuxi after", "Asia/Shanghai", "2027-03-28 09:00", "2027-03-28 10:30", "2027-03-28T01:00Z", "2027-03-28T02:30Z"),
    ("无锡 十月", "Asia/Shanghai", "2027-10-30 09:00", "2027-10-30 10:30", "2027-10-30T01:00Z", "2027-10-30T02:30Z"),
    ("无锡 十一月", "Asia/Shanghai", "2027-11-01 09:00", "2027-11-01 10:30", "2027-11-01T01:00Z", "2027-11-01T02:30Z"),
    ("Seoul before", "Asia/Seoul", "2027-03-27 09:00", "2027-03-27 10:00", "2027-03-27T00:00Z", "2027-03-27T01:00Z"),
    ("Seoul after", "Asia/Seoul", "2027-03-28 09:00", "2027-03-28 10:00", "2027-03-28T00:00Z", "2027-03-28T01:00Z"),
    ("서울 10월", "Asia/Seoul", "2027-10-30 09:00", "2027-10-30 10:00", "2027-10-30T00:00Z", "2027-10-30T01:00Z"),
    ("서울 11월", "Asia/Seoul", "2027-11-01 09:00", "2027-11-01 10:00", "2027-11-01T00:00Z", "2027-11-01T01:00Z"),
    ("London before", "Europe/London", "2027-03-27 09:00", "2027-03-27 11:00", "2027-03-27T09:00Z", "2027-03-27T11:00Z"),
    ("London same day", "Europe/London", "2027-03-28 09:00", "2027-03-28 11:00", "2027-03-28T08:00Z", "2027-03-28T10:00Z"),
    ("London night", "Europe/London", "2027-03-28 00:30", "2027-03-28 02:30", "2027-03-28T00:30Z", "2027-03-28T01:30Z"),
    ("London October", "Europe/London", "2027-10-30 09:00", "2027-10-30 11:00", "2027-10-30T08:00Z", "2027-10-30T10:00Z"),
    ("London back", "Europe/London", "2027-10-31 09:00", "2027-10-31 11:00", "2027-10-31T09:00Z", "2027-10-31T11:00Z"),
    ("London first 01:30", "Europe/London", "2027-10-31 01:30", "2027-10-31 01:45", "2027-10-31T00:30Z", "2027-10-31T00:45Z"),
    ("London second 01:30", "Europe/London", "2027-10-31 01:30f", "2027-10-31 01:45f", "2027-10-31T01:30Z", "2027-10-31T01:45Z"),
    ("München davor", "Europe/Berlin", "2027-03-27 09:00", "2027-03-27 17:00", "2027-03-27T08:00Z", "2027-03-27T16:00Z"),
    ("München am Tag", "Europe/Berlin", "2027-03-28 09:00", "2027-03-28 17:00", "2027-03-28T07:00Z", "2027-03-28T15:00Z"),
    ("München nachts", "Europe/Berlin", "2027-03-28 01:30", "2027-03-28 03:30", "2027-03-28T00:30Z", "2027-03-28T01:30Z"),
    ("München Oktober", "Europe/Berlin", "2027-10-30 09:00", "2027-10-30 17:00", "2027-10-30T07:00Z", "2027-10-30T15:00Z"),
    ("München zurück", "Europe/Berlin", "2027-10-31 09:00", "2027-10-31 17:00", "2027-10-31T08:00Z", "2027-10-31T16:00Z"),
    ("Erstes 02:30", "Europe/Berlin", "2027-10-31 02:30", "2027-10-31 02:45", "2027-10-31T00:30Z", "2027-10-31T00:45Z"),
    ("Zweites 02:30", "Europe/Berlin", "2027-10-31 02:30f", "2027-10-31 02:45f", "2027-10-31T01:30Z", "2027-10-31T01:45Z"),
    ("Vom ersten zum zweiten 02:30", "Europe/Berlin", "2027-10-31 02:30", "2027-10-31 02:30f", "2027-10-31T00:30Z",
     "2027-10-31T01:30Z"),
    ("Lange Nacht", "Europe/Berlin", "2027-10-31 01:30", "2027-10-31 03:30", "2027-10-30T23:30Z", "2027-10-31T02:30Z"),
    ("Over midnight 🌙", "Asia/Shanghai", "2027-06-10 22:00", "2027-06-11 02:00", "2027-06-10T14:00Z", "2027-06-10T18:00Z"),
    ("Into the new year 새해", "Asia/Seoul", "2027-12-31 21:00", "2028-01-01 01:00", "2027-12-31T12:00Z", "2027-12-31T16:00Z"),
    (LONG, "Europe/Berlin", "2027-07-05 10:00", "2027-07-05 11:00", "2027-07-05T08:00Z", "2027-07-05T09:00Z"),
    ("To be cancelled", "Europe/London", "2027-07-06 10:00", "2027-07-06 11:00", "2027-07-06T09:00Z", "2027-07-06T10:00Z"),
    ("To be postponed", "Asia/Seoul", "2027-07-07 10:00", "2027-07-07 11:00", "2027-07-07T01:00Z", "2027-07-07T02:00Z"),
    ("London 2028", "Europe/London", "2028-07-10 09:00", "2028-07-10 11:00", "2028-07-10T08:00Z", "2028-07-10T10:00Z"),
    ("München Januar 2029", "Europe/Berlin", "2029-01-15 09:00", "2029-01-15 17:00", "2029-01-15T08:00Z", "2029-01-15T16:00Z"),
    ("München 2029", "Europe/Berlin", "2029-07-09 09:00", "2029-07-09 17:00", "2029-07-09T07:00Z", "2029-07-09T15:00Z"),
    ("Runder Tisch", "Europe/Berlin", "2027-10-19 09:00", "2027-10-19 10:00", "2027-10-19T07:00Z", "2027-10-19T08:00Z"),
)
#: Whole days: title, first and last day, both included.
DAYS = (
    ("Hannover Messe", "2027-04-12", "2027-04-16"),
    ("Ende des Jahres", "2027-12-30", "2028-01-02"),
    # Moved from 21 to 22 September.
    ("展会", "2027-09-22", "2027-09-23"),
)
#: The further dates of the round table, of which two are after the change.
REPEATED = (
    ("Runder Tisch", "2027-10-26T07:00Z", "2027-10-26T08:00Z"),
    ("Runder Tisch", "2027-11-02T08:00Z", "2027-11-02T09:00Z"),
    ("Runder Tisch", "2027-11-09T08:00Z", "2027-11-09T09:00Z"),
)
#: A task of the first fair, on its due day.
TASK = ("Due: Order the stand (Hannover Messe)", "2027-05-03", "2027-05-03")
_SAYS = {"To be cancelled": "Cancelled: To be cancelled", "To be postponed": "Postponed: To be postponed", "展会": "Moved: 展会"}

Shown = tuple[str, str, str]


def expected(**instead: Shown | None) -> list[Shown]:
    """Title, begin and end of everything a client must show; `instead` replaces or takes out one by its code, or 'task'."""
    rows = [(_code(number), (title, begin, end)) for number, (title, _zone, _from, _to, begin, end) in enumerate(HOURS)]
    rows += [(f"D{number}", row) for number, row in enumerate(DAYS)] + [("", row) for row in REPEATED] + [("task", TASK)]
    found = [instead.get(code, row) for code, row in rows]
    return sorted((_SAYS.get(row[0], row[0]), *row[1:]) for row in found if row is not None)


def code_of(title: str) -> str:
    """The code of an event with hours, by its title."""
    return _code([row[0] for row in HOURS].index(title))


def _code(number: int) -> str:
    return f"H{number}"


@dataclass(frozen=True)
class Feed:
    """The feed: its address, and the application in which its events can be changed."""

    address: str
    app: object
    feed_id: int

    def fetch(self) -> bytes:
        """The file as a client gets it."""
        with urllib.request.urlopen(self.address, timeout=30) as answer:
            return answer.read()

    def change(self, code: str, state: str | None = None, **values) -> None:
        """Change columns or the state of one of the events, as an officer would."""
        with self.app.app_context():
            with transaction():
                event = db.session.scalar(db.select(Event).where(Event.code == code))
                if values:
                    services.edit_event(SYSTEM, event, values)
                if state:
                    services.change_state(SYSTEM, event, state, "A reason")
            db.session.remove()


def make(url: str, app, language: str = "en", all_day: bool = False) -> Feed:
    """Make the year, all of it public, and the private address, with tasks, of somebody who goes to all of it."""
    with app.app_context():
        user = make_user(role="coordinator", language=language)
        for number, (title, zone, begins, ends, _begin, _end) in enumerate(HOURS):
            make_member(_with_hours(_code(number), title, zone, begins, ends), user)
        for number, (title, first, last) in enumerate(DAYS):
            make_member(make_event(f"D{number}", LocalizedText.of("zh", title), public=True, starts_on=date.fromisoformat(first),
                                   ends_on=date.fromisoformat(last)), user)
        _go_on()
        with transaction():
            fair = db.session.scalar(db.select(Event).where(Event.code == "D0"))
            tasks.add_task(SYSTEM, fair, {"title": LocalizedText.of("en", "Order the stand"), "owner_id": user.id,
                                          "due_on": date(2027, 5, 3), "note": "Ask: 12 m², corner; „Reihe“ 3"})
            made, token = services.create_feed(SYSTEM, user, "mine", all_day=all_day, with_tasks=True)
            feed = Feed(f"{url}/feeds/{token}.ics", app, made.id)
        db.session.remove()
    return feed


def _with_hours(code: str, title: str, zone: str, begins: str, ends: str) -> Event:
    walls = [datetime.fromisoformat(text.removesuffix("f")) for text in (begins, ends)]
    return make_event(
        code, title, public=True, time_zone=zone, description=LocalizedText.of("en", LINES), venue="Halle 3, Stand „A;7“",
        starts_on=walls[0].date(), ends_on=walls[1].date(), starts_local=walls[0], ends_local=walls[1],
        starts_fold=int(begins.endswith("f")), ends_fold=int(ends.endswith("f")))


def _go_on() -> None:
    """What happens to the events afterwards: one is cancelled, one postponed, one moved, one repeated."""
    by_code = {event.code: event for event in db.session.scalars(db.select(Event))}
    table = by_code[code_of("Runder Tisch")]
    with transaction():
        services.change_state(SYSTEM, by_code[code_of("To be cancelled")], "cancelled", "No stand")
        services.change_state(SYSTEM, by_code[code_of("To be postponed")], "postponed", "Flood")
        services.change_state(SYSTEM, by_code["D2"], "moved", "Hall closed", values={
            "starts_on": date(2027, 9, 22), "ends_on": date(2027, 9, 23)})
        recurrence.make_recurring(SYSTEM, table, recurrence.Rule("weekly", count=4))
    with transaction():
        recurrence.make_pending(SYSTEM, table)
