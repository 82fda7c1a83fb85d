"""Organisations: the name as given, its key without legal form and place, further names and register numbers."""

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.contacts.models.columns import SORT_KEY, Fillable, Imported, Mergeable, Noted, stub_index
from outreach.db import Model, Stamped

#: What an organisation is.
ORGANISATION_KINDS = ("company", "institute", "university", "association", "authority", "fund", "other")

#: What an organisation is to the one above it.
RELATIONS = ("subsidiary", "branch", "institute", "group")


class Organisation(Mergeable, Fillable, Noted, Stamped, Model):
    """A firm, institute, association or public body. Same key but other form or country is another one."""

    __tablename__ = "organisation"
    __table_args__ = (Index("ix_organisation_updated_at", "updated_at"),)

    #: The legal name as given; it is never translated.
    name: Mapped[str] = mapped_column(String(300))
    #: What two writings of one name share, from identity.parse_organisation.
    key: Mapped[str] = mapped_column(String(300), index=True)
    #: Code of the legal form, None where the name carries none.
    legal_form: Mapped[str | None] = mapped_column(String(30))
    #: One of ORGANISATION_KINDS.
    kind: Mapped[str] = mapped_column(String(20), default="company")
    #: ISO 3166 alpha-2 of the seat.
    country: Mapped[str | None] = mapped_column(String(2), index=True)
    city: Mapped[str | None] = mapped_column(String(200))
    street: Mapped[str | None] = mapped_column(String(300))
    postcode: Mapped[str | None] = mapped_column(String(20))
    website: Mapped[str | None] = mapped_column(String(300))
    industry: Mapped[str | None] = mapped_column(String(300))
    sort_key: Mapped[str] = mapped_column(SORT_KEY, index=True)

    names: Mapped[list["OrganisationName"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan", passive_deletes=True,
        order_by="OrganisationName.id")
    identifiers: Mapped[list["OrganisationIdentifier"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan", passive_deletes=True,
        order_by="OrganisationIdentifier.id")
    domains: Mapped[list["OrganisationDomain"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan", passive_deletes=True,
        order_by="OrganisationDomain.id")
    above: Mapped["OrganisationParent | None"] = relationship(
        back_populates="organisation", cascade="all, delete-orphan", passive_deletes=True, uselist=False,
        foreign_keys="OrganisationParent.organisation_id")
    tags: Mapped[list["OrganisationTag"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan", passive_deletes=True,
        order_by="OrganisationTag.id")

    @property
    def label(self) -> str:
        """The legal name, for logs and lists."""
        return self.name

    @property
    def parent(self) -> "Organisation | None":
        """The organisation above it."""
        return self.above.parent if self.above else None

    @property
    def parent_relation(self) -> str | None:
        """What it is to the one above: one of RELATIONS."""
        return self.above.relation if self.above else None


stub_index(Organisation)


class OrganisationName(Imported, Model):
    """A further name of its own, often in another language."""

    __tablename__ = "organisation_name"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(300))
    language: Mapped[str | None] = mapped_column(String(2))

    organisation: Mapped[Organisation] = relationship(back_populates="names")


class OrganisationIdentifier(Imported, Model):
    """A register number that only one organisation can hold: kind as in identity.check_identifier."""

    __tablename__ = "organisation_identifier"
    __table_args__ = (UniqueConstraint("kind", "value"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    value: Mapped[str] = mapped_column(String(100))

    organisation: Mapped[Organisation] = relationship(back_populates="identifiers")


class OrganisationParent(Model):
    """Which organisation an organisation belongs to, in any country: one above each."""

    __tablename__ = "organisation_parent"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), unique=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    #: One of RELATIONS.
    relation: Mapped[str] = mapped_column(String(20))

    organisation: Mapped[Organisation] = relationship(back_populates="above", foreign_keys=[organisation_id])
    parent: Mapped[Organisation] = relationship(foreign_keys=[parent_id])


class OrganisationDomain(Imported, Model):
    """A further web or mail domain of an organisation; groups share one, so it proves nothing alone."""

    __tablename__ = "organisation_domain"
    __table_args__ = (UniqueConstraint("organisation_id", "domain"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    domain: Mapped[str] = mapped_column(String(253), index=True)

    organisation: Mapped[Organisation] = relationship(back_populates="domains")


class OrganisationTag(Imported, Model):
    """A word that an organisation carries: the code of a tag of the catalogue, or a free word."""

    __tablename__ = "organisation_tag"
    __table_args__ = (UniqueConstraint("organisation_id", "tag"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    tag: Mapped[str] = mapped_column(String(60), index=True)

    organisation: Mapped[Organisation] = relationship(back_populates="tags")


class OrganisationKey(Model):
    """A blocking key of an organisation, from identity.organisation_keys."""

    __tablename__ = "organisation_key"
    __table_args__ = (UniqueConstraint("key", "organisation_id"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(340))
