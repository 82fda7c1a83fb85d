"""What is said about a person from outside: a form, a scanned card, a row of a file. Plain values, nothing stored."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from outreach.contacts.models.people import HANDLE_KINDS, PHONE_KINDS
from outreach.identity import PersonEvidence, handle_of, national_digits, normalise_email, parse_organisation, parse_phone

#: A language that a file is written in tells where its numbers are dialled, if nothing else does.
COUNTRY_OF_LANGUAGE = {"zh": "CN", "ko": "KR", "de": "DE", "en": "GB"}


@dataclass
class PersonValues:
    """A person as told. `phones` are (kind, number as written), `handles` (kind, handle); kinds as in the models.

    `country` is the person's own; `fallback_country` only says how to read numbers where nothing else does.
    """

    full_name: str
    family_name: str | None = None
    given_name: str | None = None
    gender: str | None = None
    titles: str | None = None
    language: str | None = None
    country: str | None = None
    emails: list[str] = field(default_factory=list)
    phones: list[tuple[str, str]] = field(default_factory=list)
    handles: list[tuple[str, str]] = field(default_factory=list)
    organisation: str | None = None
    organisation_country: str | None = None
    job_title: str | None = None
    department: str | None = None
    city: str | None = None
    street: str | None = None
    postcode: str | None = None
    website: str | None = None
    industry: str | None = None
    notes: str | None = None
    notes_language: str | None = None
    #: The notes in further languages, by code.
    notes_in: dict[str, str] = field(default_factory=dict)
    other_names: list[str] = field(default_factory=list)
    #: Of single writings, the name as given among them: (language, reading).
    writings: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    #: Codes of the catalogue or free words; None where nothing is told of them.
    tags: list[str] | None = None
    #: The whole opening of a letter, where the computed one is not wanted.
    salutation: str | None = None
    time_zone: str | None = None
    #: Language of the list the person stands in; it only says how to read names and numbers.
    spoken: str | None = None
    fallback_country: str | None = None

    def where(self, organisation=None) -> str | None:
        """ISO country of the person: the own one, else the organisation's as told, stored or read off its form."""
        stored = organisation.country if organisation is not None else None
        hint = parse_organisation(self.organisation).country_hint if self.organisation else None
        return self.country or self.organisation_country or stored or hint

    def phone_country(self, organisation=None) -> str | None:
        """The country by which numbers without + are read."""
        spoken = COUNTRY_OF_LANGUAGE.get(self.spoken or self.language or "")
        return self.where(organisation) or self.fallback_country or spoken


@dataclass(frozen=True)
class ChannelValues:
    """One channel ready to be stored; `sure` is true for a mobile or direct line."""

    kind: str
    value: str
    raw: str
    extension: str | None = None
    sure: bool = False


def channels_of(values: PersonValues, organisation=None) -> list[ChannelValues]:
    """Mail, lines and handles in one list, normalised, without repeats. What cannot be read stays as written."""
    found: dict[tuple[str, str], ChannelValues] = {}
    for raw in values.emails:
        value = normalise_email(raw)
        if value:
            found.setdefault(("email", value), ChannelValues("email", value[:300], raw[:300]))
    country = values.phone_country(organisation)
    for kind, raw in values.phones:
        line = _line(kind, raw, country)
        if line and not any(item.value == line.value and item.kind in PHONE_KINDS for item in found.values()):
            found[(line.kind, line.value)] = line
    for kind, raw in values.handles:
        value = raw.strip()
        if value and kind in HANDLE_KINDS:
            found.setdefault((kind, handle_of(kind, value)), ChannelValues(kind, value[:300], raw[:300]))
    return list(found.values())


def unread_phones(channels: Iterable[ChannelValues]) -> list[str]:
    """Numbers as written that nobody can be called by with certainty, because they could not be read."""
    return [item.raw for item in channels if item.kind in PHONE_KINDS and not item.value.startswith("+")]


def _line(kind: str, raw: str, country: str | None) -> ChannelValues | None:
    """A telephone line. A column may call a desk a mobile; a mobile in any column is one."""
    raw = str(raw).strip()
    phone = parse_phone(raw, country)
    if phone is None:
        return None
    if kind not in PHONE_KINDS or kind in ("work", "home"):
        kind = {"mobile": "mobile", "direct": "direct"}.get(phone.kind, kind if kind in PHONE_KINDS else "work")
    sure = kind in ("mobile", "direct") and phone.e164 is not None
    return ChannelValues(kind, (phone.e164 or raw)[:300], raw[:300], (phone.extension or "")[:10] or None, sure)


def evidence_of(values: PersonValues, organisation=None, channels: list[ChannelValues] | None = None) -> PersonEvidence:
    """What the identity kernel compares; `channels` are those of channels_of() where the caller has them. A fax number
    is nobody's own."""
    channels = channels_of(values, organisation) if channels is None else channels
    return PersonEvidence(
        names=(values.full_name, *values.other_names),
        emails=tuple(item.value for item in channels if item.kind == "email"),
        phones=tuple(item.value for item in channels if item.kind in PHONE_KINDS and item.kind != "fax"
                     and item.value.startswith("+")),
        organisation=values.organisation or None,
        organisation_id=organisation.id if organisation is not None else None,
        country=values.where(organisation),
        handles=tuple(handle_of(item.kind, item.value) for item in channels if item.kind in HANDLE_KINDS),
        direct_phones=tuple(item.value for item in channels if item.sure),
        mobiles=tuple(item.value for item in channels if item.sure and item.kind == "mobile"),
        national=tuple(filter(None, (national_digits(item.raw) for item in channels if item.kind in PHONE_KINDS
                                     and item.kind != "fax" and not item.value.startswith("+")))),
    )
