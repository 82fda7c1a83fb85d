"""Events as iCalendar (RFC 5545, RFC 7986): private feeds, public events, parts of invitations.

`text` writes values and components, `vevent` one event or task, `zones` the rules of time zones, `files` whole calendars,
and `kept` knows which texts of events still hold.
"""

from outreach.events.calendar.files import (
    CalendarFile,
    event_calendar,
    feed_calendar,
    feed_mark,
    feed_name,
    finish,
    new_calendar,
    public_calendar,
    public_feed_calendar,
    public_feed_mark,
)
from outreach.events.calendar.text import clean
from outreach.events.calendar.vevent import vevent

__all__ = [
    "CalendarFile", "clean", "event_calendar", "feed_calendar", "feed_mark", "feed_name", "finish", "new_calendar",
    "public_calendar", "public_feed_calendar", "public_feed_mark", "vevent",
]
