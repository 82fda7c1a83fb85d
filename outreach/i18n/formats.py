"""How dates, times, numbers and money are written in the reader's language, as an office there writes them."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from babel.dates import format_date as babel_date
from babel.dates import format_skeleton
from babel.numbers import format_decimal, format_percent, get_currency_name
from babel.units import format_unit

from outreach.db.time import to_zone
from outreach.db.types import Money
from outreach.i18n.languages import Language, current_language, language
from outreach.identity import sort_key

#: Long, with the day of the week, and short; Babel's own patterns differ from office habit in all four.
_DATES = {
    "zh": ("y年M月d日 EEEE", "y年M月d日", "M月d日"),
    "en": ("EEE d MMM y", "d MMM y", "d MMM"),
    "de": ("EEE, dd.MM.y", "dd.MM.y", "dd.MM."),
    "ko": ("y년 M월 d일 (EEE)", "y년 M월 d일", "M월 d일"),
}
#: Places whose clocks we name instead of a zone; further zones show the last part of their IANA name.
_PLACES = {
    "Asia/Shanghai": {"zh": "无锡", "en": "Wuxi", "de": "Wuxi", "ko": "우시"},
    "Europe/Berlin": {"zh": "柏林", "en": "Berlin", "de": "Berlin", "ko": "베를린"},
    "Europe/London": {"zh": "伦敦", "en": "London", "de": "London", "ko": "런던"},
    "Asia/Seoul": {"zh": "首尔", "en": "Seoul", "de": "Seoul", "ko": "서울"},
    "UTC": {"zh": "协调世界时", "en": "UTC", "de": "UTC", "ko": "협정 세계시"},
}
#: Names as offices in China write them where Babel's differ.
_TERRITORIES = {"zh": {"TW": "中国台湾"}}


def _reader(code: str | None) -> Language:
    return language(code) if code else current_language()


def day(value: date | None, *, weekday: bool = False, year: bool = True, lang: str | None = None) -> str:
    """A calendar day: 2027年7月1日, 1 Jul 2027, 01.07.2027, 2027년 7월 1일; empty text for None."""
    if value is None:
        return ""
    reader = _reader(lang)
    long, short, brief = _DATES[reader.code]
    return babel_date(value, long if weekday else short if year else brief, locale=reader.locale)


def day_span(first: date, last: date, *, lang: str | None = None) -> str:
    """An inclusive span of days with what both share written once."""
    reader = _reader(lang)
    if first == last:
        return day(first, lang=reader.code)
    if (first.year, first.month) == (last.year, last.month):
        pattern = {"zh": f"y年M月d日至{last.day}日", "en": f"d–{last.day} MMM y",
                   "de": f"dd.–{last:%d}.MM.y", "ko": f"y년 M월 d일~{last.day}일"}[reader.code]
        if reader.code == "en":
            return f"{first.day}–" + babel_date(last, "d MMM y", locale=reader.locale)
        if reader.code == "de":
            return f"{first:%d}.–{last:%d.%m.%Y}"
        return babel_date(first, pattern, locale=reader.locale)
    joint = {"zh": "至", "en": " – ", "de": " – ", "ko": " ~ "}[reader.code]
    if first.year == last.year:
        if reader.code in ("zh", "ko"):
            return day(first, lang=reader.code) + joint + day(last, year=False, lang=reader.code)
        begin = f"{first:%d.%m.}" if reader.code == "de" else babel_date(first, "d MMM", locale=reader.locale)
        return begin + joint + day(last, lang=reader.code)
    return day(first, lang=reader.code) + joint + day(last, lang=reader.code)


def clock(instant: datetime | None, zone: str, beside: date | None = None) -> str:
    """The time of day in `zone`, 24 hours: 16:00; beside another day it says that it is the next or the last one there: (+1)."""
    if instant is None:
        return ""
    there = to_zone(instant, zone)
    days = (there.date() - beside).days if beside else 0
    return f"{there:%H:%M}" + (f" ({'+' if days > 0 else '−'}{abs(days)})" if days else "")


def clock_span(starts: datetime, ends: datetime) -> str:
    """Two times on one clock, 14:00–15:30; an end past midnight says so: 22:00–00:30 (+1)."""
    days = (ends.date() - starts.date()).days
    return f"{starts:%H:%M}–{ends:%H:%M}" + (f" (+{days})" if days else "")


def moment(instant: datetime | None, zone: str, *, year: bool = True, lang: str | None = None) -> str:
    """Day and time in `zone`, without naming the zone: callers put place(zone) beside it."""
    if instant is None:
        return ""
    there = to_zone(instant, zone)
    return f"{day(there.date(), year=year, lang=lang)} {there:%H:%M}"


def moment_named(instant: datetime | None, zone: str, *, lang: str | None = None) -> str:
    """Day, time and the place whose clock it is, as one text for mails and logs."""
    return f"{moment(instant, zone, lang=lang)} ({place(zone, lang=lang)})" if instant else ""


def place(zone: str, *, lang: str | None = None) -> str:
    """The city that names a zone for the reader."""
    reader = _reader(lang)
    known = _PLACES.get(zone)
    if known:
        return known[reader.code]
    from babel.dates import get_timezone_location

    return get_timezone_location(zone, locale=reader.locale, return_city=True)


def number(value: int | Decimal | float | None, *, lang: str | None = None) -> str:
    """A number with the reader's separators; empty text for None."""
    return "" if value is None else format_decimal(value, locale=_reader(lang).locale)


def share(value: float, *, lang: str | None = None) -> str:
    """A share of one in whole percent: 82%, 82 %."""
    return format_percent(value, locale=_reader(lang).locale)


def amount(value: Money, *, lang: str | None = None) -> str:
    """A sum without its currency: whole units alone, or with all decimal places that the currency has: 1,200.50."""
    return _digits(value.amount, _reader(lang))


def _digits(number: Decimal, reader: Language) -> str:
    # What has a part of a unit is written with as many places as the currency has, as on an invoice.
    places = max(0, -number.as_tuple().exponent) if number % 1 else 0
    return format_decimal(number, f"#,##0.{'0' * places}" if places else "#,##0", locale=reader.locale)


def money(value: Money | None, *, lang: str | None = None) -> str:
    """A sum as the reader's office writes it: 1.8 亿元, CNY 180 million, 180 Mio. CNY, 1억 8,000만 위안."""
    if value is None:
        return ""
    reader = _reader(lang)
    amount = value.amount
    if reader.code == "zh":
        return _chinese_sum(amount, value.currency, reader)
    if reader.code == "ko":
        return _korean_sum(amount, value.currency, reader)
    steps = {"en": ((10**9, "billion"), (10**6, "million")), "de": ((10**9, "Mrd."), (10**6, "Mio."))}[reader.code]
    text, word = _digits(amount, reader), ""
    for size, name in steps:
        # A sum is shortened only where nothing is lost: 12,345,678 stays as it is.
        if abs(amount) >= size and (amount / size * 100) % 1 == 0:
            text, word = format_decimal(amount / size, locale=reader.locale), f" {name}"
            break
    return f"{value.currency} {text}{word}" if reader.code == "en" else f"{text}{word} {value.currency}"


def _chinese_sum(amount: Decimal, currency: str, reader: Language) -> str:
    unit = {"CNY": "元", "EUR": "欧元", "USD": "美元", "GBP": "英镑", "KRW": "韩元"}.get(currency, f" {currency}")
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if abs(amount) >= size and (amount / size * 10000) % 1 == 0:
            return f"{format_decimal(amount / size, '#,##0.####', locale=reader.locale)} {name}{unit}"
    return f"{_digits(amount, reader)} {unit.strip()}"


def _korean_sum(amount: Decimal, currency: str, reader: Language) -> str:
    unit = {"CNY": "위안", "EUR": "유로", "USD": "달러", "GBP": "파운드", "KRW": "원"}.get(currency, currency)
    if amount % 10000 or amount < 10000:
        return f"{_digits(amount, reader)}{'' if currency == 'KRW' else ' '}{unit}"
    eok, rest = divmod(int(amount), 10**8)
    parts = [f"{format_decimal(eok, locale=reader.locale)}억"] if eok else []
    if rest:
        parts.append(f"{format_decimal(rest // 10**4, locale=reader.locale)}만")
    return f"{' '.join(parts)} {unit}"


def currency_name(code: str, *, lang: str | None = None) -> str:
    """The name of a currency: EUR is Euro, 欧元, 유로."""
    return get_currency_name(code, locale=_reader(lang).locale)


def country(code: str | None, *, lang: str | None = None) -> str:
    """The name of a country or region by ISO code; the code itself where Babel has no name."""
    reader = _reader(lang)
    own = _TERRITORIES.get(reader.code, {})
    return own.get(code) or reader.locale.territories.get(code, code) if code else ""


def countries(*, lang: str | None = None) -> list[tuple[str, str]]:
    """All countries and regions for a choice list: our four first, then by name, Chinese by pinyin. Pairs of ISO code and name."""
    reader = _reader(lang)
    ours = ["CN", "GB", "DE", "KR"]
    names = {code: country(code, lang=reader.code) for code in reader.locale.territories if len(code) == 2 and code.isalpha()}
    no_countries = ("ZZ", "EU", "EZ", "UN", "XA", "XB", "QO")
    rest = sorted(names.keys() - {*ours, *no_countries}, key=lambda code: (sort_key(names[code], reader.code), code))
    return [(code, names[code]) for code in (*ours, *rest)]


def month(value: date, *, lang: str | None = None) -> str:
    """Month and year: 2027年6月, June 2027, Juni 2027, 2027년 6월."""
    return format_skeleton("yMMMM", value, locale=_reader(lang).locale)


def hours(span: timedelta, *, lang: str | None = None) -> str:
    """How long something takes, in days, hours and minutes: 3 d 15 h, 16 h 30 min; Babel's narrow words."""
    reader = _reader(lang)
    minutes = round(abs(span.total_seconds()) / 60)
    parts = [(minutes // 1440, "day"), (minutes % 1440 // 60, "hour"), (minutes % 60, "minute")]
    said = [format_unit(value, f"duration-{unit}", "short", locale=reader.locale) for value, unit in parts if value]
    return " ".join(said) or format_unit(0, "duration-minute", "short", locale=reader.locale)


def file_size(octets: int, *, lang: str | None = None) -> str:
    """A file's size in kB or MB of 1,000."""
    reader = _reader(lang)
    if octets < 1_000_000:
        return f"{format_decimal(max(1, round(octets / 1000)), locale=reader.locale)} kB"
    return f"{format_decimal(round(octets / 1e6, 1), locale=reader.locale)} MB"
