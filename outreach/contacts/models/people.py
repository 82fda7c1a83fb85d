"""People: names in several scripts, channels, what they do where, and the keys they are found by."""

from collections.abc import Iterable
from datetime import date

from babel.core import get_global
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.contacts.models.columns import SORT_KEY, Fillable, Imported, Mergeable, Noted, stub_index
from outreach.contacts.models.organisations import Organisation
from outreach.db import Model, Stamped
from outreach.identity import romanised

#: How a person can be reached: mail, telephone lines, and typed handles.
PHONE_KINDS = ("mobile", "direct", "work", "home", "fax")
HANDLE_KINDS = ("wechat", "kakaotalk", "whatsapp", "linkedin")
CHANNEL_KINDS = ("email", *PHONE_KINDS, *HANDLE_KINDS)

#: The script in which a reader of each language reads names with ease.
SCRIPT_OF_READER = {"zh": "han", "ko": "hangul", "en": "latin", "de": "latin"}
#: Where a country has several zones on record, the one of its trade.
_ZONES = {"CN": "Asia/Shanghai", "DE": "Europe/Berlin", "GB": "Europe/London", "KR": "Asia/Seoul"}


def mail_of(channels: Iterable) -> str | None:
    """The first mail address of channels or of rows that have their columns."""
    return next((channel.value for channel in channels if channel.kind == "email"), None)


def phone_of(channels: Iterable) -> str | None:
    """The number to call first: mobile, then direct line, then work."""
    for kind in ("mobile", "direct", "work", "home"):
        found = next((channel.value for channel in channels if channel.kind == kind), None)
        if found:
            return found
    return None


def name_for(language: str, full_name: str, script: str, names: Iterable):
    """Of a person's further writings one that a reader of `language` reads with ease; None where the name as given is one.

    One that is told to be of this language goes before others in the reader's script.
    """
    wanted = SCRIPT_OF_READER.get(language)
    fitting = [item for item in names if item.script == wanted]
    own = next((item for item in fitting if item.language == language), None)
    if script == wanted:
        given = next((item for item in fitting if item.text == full_name), None)
        return own if given is not None and given.language not in (None, language) else None
    return own or next(iter(fitting), None)


class Person(Mergeable, Fillable, Noted, Stamped, Model):
    """One human being. `full_name` is the name as given; further writings are PersonName rows."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_updated_at", "updated_at"),)

    full_name: Mapped[str] = mapped_column(String(300))
    family_name: Mapped[str | None] = mapped_column(String(300))
    given_name: Mapped[str | None] = mapped_column(String(300))
    #: 'family_first', 'given_first' or 'unknown'.
    name_order: Mapped[str] = mapped_column(String(20), default="unknown")
    #: 'han', 'hangul', 'latin' or 'other'.
    script: Mapped[str] = mapped_column(String(10), default="other")
    #: Academic titles and the like, as written: 'Prof. Dr.-Ing.'.
    titles: Mapped[str | None] = mapped_column(String(200))
    #: 'f', 'm' or None; never guessed from a name.
    gender: Mapped[str | None] = mapped_column(String(1))
    #: Code of the language in which we write to the person, None where unknown.
    language: Mapped[str | None] = mapped_column(String(2))
    #: ISO 3166 alpha-2 of the person's place.
    country: Mapped[str | None] = mapped_column(String(2), index=True)
    #: IANA zone, None where it follows from the country.
    time_zone: Mapped[str | None] = mapped_column(String(60))
    #: The whole opening of a letter in the person's language, where the computed one is not wanted.
    salutation: Mapped[str | None] = mapped_column(String(300))
    sort_key: Mapped[str] = mapped_column(SORT_KEY, index=True)

    names: Mapped[list["PersonName"]] = relationship(
        back_populates="person", cascade="all, delete-orphan", passive_deletes=True, order_by="PersonName.id")
    channels: Mapped[list["PersonChannel"]] = relationship(
        back_populates="person", cascade="all, delete-orphan", passive_deletes=True, order_by="PersonChannel.id")
    affiliations: Mapped[list["Affiliation"]] = relationship(
        back_populates="person", cascade="all, delete-orphan", passive_deletes=True, order_by="Affiliation.id")

    tags: Mapped[list["PersonTag"]] = relationship(
        back_populates="person", cascade="all, delete-orphan", passive_deletes=True, order_by="PersonTag.id")

    @property
    def label(self) -> str:
        """The name as given, for logs and lists."""
        return self.full_name

    @property
    def email(self) -> str | None:
        """The first mail address."""
        return mail_of(self.channels)

    @property
    def phone(self) -> str | None:
        """The number to call first: mobile, then direct line, then work."""
        return phone_of(self.channels)

    @property
    def affiliation(self) -> "Affiliation | None":
        """The newest affiliation that has not ended."""
        current = [item for item in self.affiliations if item.until is None]
        return current[-1] if current else None

    @property
    def organisation(self) -> Organisation | None:
        """Where the person works now."""
        return self.affiliation.organisation if self.affiliation else None

    def name_for(self, language: str) -> "PersonName | None":
        """A further writing that a reader of `language` reads with ease; None where the name as given is one."""
        return name_for(language, self.full_name, self.script, self.names)

    @property
    def romanised(self) -> str | None:
        """Our own Latin reading of a Chinese or Korean name that has none; Hanja are not read as Chinese."""
        if any(item.script == "latin" for item in self.names) or (self.script == "han" and self.language == "ko"):
            return None
        return romanised(self.full_name)

    @property
    def zone(self) -> str | None:
        """The zone by whose clock the person lives: as told, else of the country where it has one."""
        if self.time_zone or not self.country:
            return self.time_zone
        zones = get_global("territory_zones").get(self.country, [])
        return _ZONES.get(self.country) or (zones[0] if len(zones) == 1 else None)


stub_index(Person)


class PersonName(Imported, Model):
    """One writing of a person's name, the one in `Person.full_name` included."""

    __tablename__ = "person_name"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(300))
    script: Mapped[str] = mapped_column(String(10), default="other")
    language: Mapped[str | None] = mapped_column(String(2))
    #: How it is read aloud, as somebody wrote it down: Zhōu Mǐn, 金民洙, kö-ler.
    reading: Mapped[str | None] = mapped_column(String(300))

    person: Mapped[Person] = relationship(back_populates="names")

    @property
    def seal(self) -> str | None:
        """The language whose script this is; Latin letters say none by themselves."""
        return {"hangul": "ko", "han": "ko" if self.language == "ko" else "zh"}.get(self.script)


class PersonChannel(Imported, Model):
    """One way to reach a person: `value` normalised to compare by, `raw` as it was written."""

    __tablename__ = "person_channel"
    __table_args__ = (Index("ix_person_channel_kind_value", "kind", "value"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    #: One of CHANNEL_KINDS.
    kind: Mapped[str] = mapped_column(String(20))
    #: Lower-case address, E.164, or the handle; a number that cannot be read stays as written.
    value: Mapped[str] = mapped_column(String(300), index=True)
    raw: Mapped[str] = mapped_column(String(300))
    #: Digits after the number, as the switchboard asks for them.
    extension: Mapped[str | None] = mapped_column(String(10))

    person: Mapped[Person] = relationship(back_populates="channels")


class Affiliation(Imported, Model):
    """What a person is at an organisation, from one day to another."""

    __tablename__ = "affiliation"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    #: As printed on the card, never translated by itself.
    job_title: Mapped[str | None] = mapped_column(String(300))
    department: Mapped[str | None] = mapped_column(String(300))
    since: Mapped[date | None]
    until: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="affiliations")
    organisation: Mapped[Organisation] = relationship(lazy="joined")


class PersonTag(Imported, Model):
    """A word that a person carries: the code of a tag of the catalogue, or a free word."""

    __tablename__ = "person_tag"
    __table_args__ = (UniqueConstraint("person_id", "tag"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    tag: Mapped[str] = mapped_column(String(60), index=True)

    person: Mapped[Person] = relationship(back_populates="tags")


class PersonKey(Model):
    """A blocking key of a person, from identity.person_keys; made anew whenever the person changes."""

    __tablename__ = "person_key"
    __table_args__ = (UniqueConstraint("key", "person_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(340))
