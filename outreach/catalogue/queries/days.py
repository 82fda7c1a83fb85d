"""Working days: the computed calendars with the overrides of the catalogue on top."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from outreach.catalogue.calendars import computed_year, name_of, zone_of
from outreach.catalogue.kept import kept
from outreach.catalogue.models import CalendarDay, WorkCalendar
from outreach.catalogue.queries.labels import Label
from outreach.catalogue.queries.values import setting
from outreach.db import db, today_in
from outreach.i18n import current_language
from outreach.i18n.localized import LocalizedText

#: A clock that would run longer than this many days off in a row has lost its calendar.
_LONGEST_GAP = 400


@dataclass(frozen=True)
class CalendarDate:
    """A day that is not as its weekday says: kind 'holiday' or 'workday' (a make-up working day at a weekend).

    `estimated` is true where the arrangement of the year is not published yet; `override_id` names the row
    that somebody entered, None for a computed day.
    """

    day: date
    kind: str
    name: str
    estimated: bool
    override_id: int | None = None


@dataclass(frozen=True)
class _Override:
    id: int
    kind: str
    name: LocalizedText | None
    decreed: bool


def calendars() -> list[WorkCalendar]:
    """The calendars of the catalogue, China first."""
    return list(db.session.scalars(select(WorkCalendar).order_by(WorkCalendar.order, WorkCalendar.id)))


def calendar_codes() -> list[str]:
    """The codes of the calendars in order."""
    return kept("calendar codes", lambda: [row.code for row in calendars()])


def calendars_of(country: str | None) -> list[str]:
    """The codes of a country's calendars, those of its regions where it has some."""
    return [code for code in calendar_codes() if code.partition("-")[0] == country]


def calendar_label(code: str) -> Label:
    """The place of a calendar; the code itself where it is unknown."""
    known = kept("calendar labels", lambda: {row.code: Label.from_text(row.label) for row in calendars()})
    return known.get(code) or Label.of("en", code)


def override_of(calendar: str, day: date) -> CalendarDay | None:
    """The row that somebody entered for a day."""
    return db.session.scalars(
        select(CalendarDay).join(CalendarDay.calendar).where(WorkCalendar.code == calendar, CalendarDay.day == day)
    ).first()


def _overrides(calendar: str) -> dict[date, _Override]:
    def load() -> dict[str, dict[date, _Override]]:
        rows = db.session.execute(
            select(WorkCalendar.code, CalendarDay.day, CalendarDay.id, CalendarDay.kind, CalendarDay.name, CalendarDay.decreed)
            .join(WorkCalendar, WorkCalendar.id == CalendarDay.calendar_id))
        found: dict[str, dict[date, _Override]] = {}
        for row in rows:
            found.setdefault(row.code, {})[row.day] = _Override(row.id, row.kind, row.name, row.decreed)
        return found
    # The few rows of all calendars in one question: a page asks for a dozen calendars.
    return kept("overrides", load).get(calendar, {})


def is_estimated(calendar: str, year: int) -> bool:
    """True for China as long as neither an override marked as decreed nor the package has the year's arrangement."""
    if not calendar.startswith("CN") or computed_year(calendar, year).decreed:
        return False
    return not any(row.decreed and day.year == year for day, row in _overrides(calendar).items())


def is_working_day(day: date, calendar: str = "CN") -> bool:
    """True where people work on that day: override, then make-up day, then holiday, then the weekday decides."""
    override = _overrides(calendar).get(day)
    if override:
        return override.kind == "workday"
    computed = computed_year(calendar, day.year)
    return day in computed.makeup or (day.weekday() < 5 and day not in computed.off)


def holiday_name(day: date, calendar: str = "CN", lang: str | None = None) -> str | None:
    """The name of the holiday in `lang` (else the reader's), or None where it is none.

    An override without a name of its own keeps the computed name; a day made a working day has none.
    """
    override = _overrides(calendar).get(day)
    computed = computed_year(calendar, day.year).off.get(day)
    code = lang or current_language().code
    if override and override.kind == "workday":
        return None
    if override and override.name:
        return override.name.shown(code).text
    if computed:
        return name_of(computed, code)
    return name_of("One-off public holiday", code) if override else None


def calendar_year(calendar: str, year: int, lang: str | None = None) -> list[CalendarDate]:
    """The holidays and make-up working days of a year in order, with names in `lang` (else the reader's)."""
    code = lang or current_language().code
    computed, overrides = computed_year(calendar, year), _overrides(calendar)
    estimated = is_estimated(calendar, year)
    days = set(computed.off) | computed.makeup | {day for day in overrides if day.year == year}
    found = []
    for day in sorted(days):
        override = overrides.get(day)
        kind = override.kind if override else "workday" if day in computed.makeup else "holiday"
        if kind == "workday":
            name = override.name.shown(code).text if override and override.name else ""
        else:
            name = holiday_name(day, calendar, code) or ""
        found.append(CalendarDate(day, kind, name, estimated and not (override and override.decreed),
                                  override.id if override else None))
    return found


def add_working_days(start_instant: datetime, days: int, calendar: str = "CN") -> datetime:
    """The deadline after `days` working days, as a UTC instant.

    The first working day after the start's day in the calendar's place is day 1; the deadline is the end of
    the working day (setting office_hours_end) there on day `days`. With 0 it is the end of the start's own
    day, or of the next working day. Raises ValueError for a negative number or a naive instant.
    """
    if days < 0 or start_instant.tzinfo is None:
        raise ValueError("an aware instant and at least 0 working days are needed")
    zone = zone_of(calendar)
    day = today_in(zone, start_instant)
    left, gap = days, 0
    while left > 0 or not is_working_day(day, calendar):
        day += timedelta(days=1)
        gap += 1
        if is_working_day(day, calendar):
            left, gap = max(0, left - 1), 0
        if gap > _LONGEST_GAP:
            raise ValueError(f"calendar {calendar} has no working day")
    end = datetime.combine(day, setting("office_hours_end"), ZoneInfo(zone))
    return end.astimezone(ZoneInfo("UTC"))


def working_days_between(start: datetime | date, end: datetime | date, calendar: str = "CN") -> int:
    """Working days after the start's day up to and with the end's day; negative where the end is earlier.

    Instants count by the day in the calendar's place. working_days_between(t, add_working_days(t, n)) is n.
    """
    zone = zone_of(calendar)
    first, last = (today_in(zone, at) if isinstance(at, datetime) else at for at in (start, end))
    sign, first, last = (1, first, last) if first <= last else (-1, last, first)
    span = (first + timedelta(days=offset) for offset in range(1, (last - first).days + 1))
    return sign * sum(is_working_day(day, calendar) for day in span)
