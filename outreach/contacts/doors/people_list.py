"""The list of people: its columns, filters, and what can be changed for many at once."""

from collections.abc import Callable
from datetime import date

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import Select, exists
from sqlalchemy.orm import selectinload

from outreach.contacts import queries, services
from outreach.contacts.doors.tagging import tag_actions, tag_column, tag_filter
from outreach.contacts.models import Affiliation, Person, PersonChannel, PersonTag
from outreach.contacts.models.people import HANDLE_KINDS, PHONE_KINDS
from outreach.contacts.services.cards import vcards
from outreach.db.time import day_bounds, zone_names
from outreach.errors import Refused
from outreach.i18n import LANGUAGES, current_language, formats
from outreach.identity import written_phone
from outreach.web import doors
from outreach.web.lists.kinds import BulkAction, Column, Filter, RecordList
from outreach.web.page import language_name

SCRIPTS = {"han": _l("Chinese characters"), "hangul": _l("Hangul"), "latin": _l("Latin letters"), "other": _l("another script")}
_CHANNELS = {
    "mobile": _l("Mobile phone"), "direct": _l("Direct line"), "work": _l("Phone"), "home": _l("Private phone"), "fax": _l("Fax"),
    "wechat": _l("WeChat"), "kakaotalk": _l("KakaoTalk"), "whatsapp": _l("WhatsApp"), "linkedin": _l("LinkedIn"),
}
YES_NO = (("1", _l("Yes")), ("0", _l("No")))


def _of_kind(kind: str) -> Callable[[Person, dict], list[str]]:
    def values(person: Person, facts: dict) -> list[str]:
        return [written_phone(item.value) if kind in PHONE_KINDS else item.value for item in person.channels if item.kind == kind]
    return values


def _current(name: str) -> Callable[[Person, dict], str | None]:
    return lambda person, facts: getattr(person.affiliation, name) if person.affiliation else None


def _language(person: Person, facts: dict) -> str | None:
    return language_name(person.language) if person.language else None


def _event(person: Person, facts: dict) -> str | None:
    found = facts.get("events", {}).get(person.id)
    return found[0] if found else None


def _in_reader_script(person: Person, facts: dict) -> str | None:
    found = person.name_for(current_language().code)
    return found.text if found else None


def columns() -> list[Column]:
    """What can be shown and exported of a person; the name is always there."""
    return [
        Column("name", lazy_pgettext("of a person", "Name"), lambda person, facts: person.full_name, order=Person.sort_key,
               usual=True, fixed=True),
        Column("reader_name", _l("Name in my script"), _in_reader_script),
        Column("romanised", _l("In Latin letters"), lambda person, facts: person.romanised),
        Column("family_name", _l("Family name"), lambda person, facts: person.family_name),
        Column("given_name", _l("Given name"), lambda person, facts: person.given_name),
        Column("other_names", _l("Name in other scripts"), lambda person, facts: [
            item.text for item in person.names if item.text != person.full_name]),
        Column("titles", _l("Academic title"), lambda person, facts: person.titles),
        Column("organisation", _l("Organisation"), lambda person, facts: (
            person.organisation.name if person.organisation else None), usual=True),
        Column("job_title", _l("Job title"), _current("job_title"), usual=True),
        Column("department", _l("Department"), _current("department")),
        Column("email", _l("Mail address"), _of_kind("email"), usual=True),
        Column("phone", _l("Phone"), lambda person, facts: written_phone(person.phone) if person.phone else None, usual=True),
        *(Column(f"channel_{kind}", label, _of_kind(kind)) for kind, label in _CHANNELS.items() if kind != "work"),
        Column("event", _l("Last event"), _event, usual=True),
        Column("language", _l("Language"), _language, order=Person.language, usual=True),
        Column("country", _l("Country"), lambda person, facts: formats.country(person.country), order=Person.country, usual=True),
        Column("time_zone", _l("Time zone"), lambda person, facts: person.zone),
        tag_column(),
        Column("notes", _l("Notes"), lambda person, facts: person.notes),
        Column("created", _l("Added"), lambda person, facts: person.created_at, kind="moment", order=Person.id),
        Column("changed", _l("Last change"), lambda person, facts: person.updated_at, kind="moment", order=Person.updated_at),
    ]


def reaches(*kinds: str):
    """The condition of a person having a channel of one of these kinds."""
    return exists().where(PersonChannel.person_id == Person.id, PersonChannel.kind.in_(kinds))


def by_flag(condition_of: Callable[[], object]) -> Callable[[Select, str, object], Select]:
    """A filter of yes and no."""
    def narrow(statement: Select, value: str, viewer) -> Select:
        condition = condition_of()
        return statement.where(condition if value == "1" else ~condition)
    return narrow


def by_value(column) -> Callable[[Select, str, object], Select]:
    """A filter of one code; '-' stands for nothing."""
    return lambda statement, value, viewer: statement.where(column.is_(None) if value == "-" else column == value)


def since(column) -> Callable[[Select, str, object], Select]:
    """A filter of the first day, by the reader's clock."""
    return lambda statement, value, viewer: statement.where(
        column >= day_bounds(date.fromisoformat(value), viewer.time_zone)[0])


def country_choices(viewer) -> list[tuple[str, str]]:
    """Countries, and the records that name none."""
    return [*formats.countries(), ("-", str(_l("not known")))]


def language_choices(viewer) -> list[tuple[str, str]]:
    """Our languages, and the people of whom none is known."""
    return [*((code, language_name(code)) for code in LANGUAGES), ("-", str(_l("not known")))]


def filters() -> list[Filter]:
    """By what people are narrowed."""
    at_organisation = exists().where(Affiliation.person_id == Person.id, Affiliation.until.is_(None))
    return [
        Filter("q", _l("Name, organisation, mail or number"), _said, kind="words", first=True),
        Filter("country", _l("Country"), by_value(Person.country), country_choices, first=True),
        Filter("language", _l("Language"), by_value(Person.language), language_choices, first=True),
        Filter("script", _l("Script of the name"), by_value(Person.script), lambda viewer: [
            (code, str(label)) for code, label in SCRIPTS.items()]),
        tag_filter(PersonTag, PersonTag.person_id, Person.id),
        Filter("has_mail", _l("Has a mail address"), by_flag(lambda: reaches("email")), yes_no),
        Filter("has_phone", _l("Has a phone or messenger"), by_flag(lambda: reaches(*PHONE_KINDS, *HANDLE_KINDS)), yes_no),
        Filter("placed", _l("At an organisation"), by_flag(lambda: at_organisation), yes_no),
        Filter("added", _l("Added since"), since(Person.created_at), kind="day"),
        Filter("changed", _l("Changed since"), since(Person.updated_at), kind="day"),
    ]


def _said(statement: Select, value: str, viewer) -> Select:
    found = queries.find_people(viewer, value).order_by(None)
    return statement.where(Person.id.in_(found.with_only_columns(Person.id)))


def yes_no(viewer) -> list[tuple[str, str]]:
    """Yes and no."""
    return [(code, str(label)) for code, label in YES_NO]


def checked_zone(text: str) -> str:
    """An IANA zone or nothing. Raises Refused for anything else."""
    text = text.strip()
    if text and text not in zone_names():
        raise Refused("no_zone", _l("There is no time zone “%(name)s”. Enter one such as Europe/Berlin.", name=text), field="value")
    return text


def same(column) -> Callable[[str], object]:
    """The condition of holding a value already, nothing included."""
    return lambda value: column == value if value else column.is_(None)


def bulk() -> list[BulkAction]:
    """What can be set for many people at once."""
    def setting(field: str):
        return lambda actor, person, value, version: services.set_person_field(actor, person, field, value or None, version)
    return [
        BulkAction("language", _l("Set the language"), setting("language"), same(Person.language), lambda viewer: [
            (code, language_name(code)) for code in LANGUAGES]),
        BulkAction("country", _l("Set the country"), setting("country"), same(Person.country), lambda viewer: formats.countries()),
        BulkAction("time_zone", _l("Set the time zone"), setting("time_zone"), same(Person.time_zone), read=checked_zone,
                   hint=_l("Such as Europe/Berlin; leave it empty to follow the country.")),
        *tag_actions(PersonTag, PersonTag.person_id, Person.id),
    ]


def options(codes: set) -> list:
    """What is loaded with the rows for these columns."""
    loaded = [selectinload(Person.names)]
    if codes & {"email", "phone", *(f"channel_{kind}" for kind in _CHANNELS)}:
        loaded.append(selectinload(Person.channels))
    if codes & {"organisation", "job_title", "department"}:
        loaded.append(selectinload(Person.affiliations))
    return loaded + ([selectinload(Person.tags)] if "tags" in codes else [])


def facts(viewer, rows: list, codes: set) -> dict:
    """Where each was met last, if that is asked for."""
    return {"events": queries.last_events(viewer, rows)} if "event" in codes and rows else {}


doors.record_list.hang("people", RecordList(
    "people", _l("People"), "contacts.people", Person, columns,
    base=lambda viewer: queries.visible_people(viewer).order_by(None), filters=filters, bulk=bulk, sort="name", facts=facts,
    options=options, cards=vcards))
