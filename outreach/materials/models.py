"""Tables of materials: what each is, and its versions per language."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import User
from outreach.contacts.models.columns import SORT_KEY
from outreach.db import Instant, JsonList, Model, Stamped, now
from outreach.files import Attachment
from outreach.i18n.localized import LocalizedText, LocalizedTextType

KINDS = ("brochure", "deck", "fact_sheet", "policy_sheet", "form", "film", "other")
#: For whom it was made; 'team' is for our own people and never public.
AUDIENCES = ("everybody", "investors", "partners", "talent", "authorities", "team")


class Material(Stamped, Model):
    """Something that we hand out or show, in one or several languages."""

    __tablename__ = "material"

    #: PARK-BROCHURE: upper-case letters, digits and hyphens; the public address ends with it.
    code: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    description: Mapped[LocalizedText | None] = mapped_column(LocalizedTextType)
    #: Key of the title in the order of lists.
    sort_key: Mapped[str] = mapped_column(SORT_KEY, default="", index=True)
    #: Code and titles in all languages as the filter of the list compares them.
    words: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(20))
    audience: Mapped[str] = mapped_column(String(20), default="everybody")
    #: Codes of the catalogue's industry tree.
    industries: Mapped[list] = mapped_column(JsonList, default=list)
    #: True where anybody may fetch the version that is valid today; everything else stays with our own people.
    public: Mapped[bool] = mapped_column(default=False)
    #: True where it also exists on paper, so that packs count copies.
    printed: Mapped[bool] = mapped_column(default=False)
    #: Whose pictures are in it and for what they may be used.
    image_rights: Mapped[str] = mapped_column(String(500), default="")

    versions: Mapped[list["MaterialVersion"]] = relationship(
        back_populates="material", order_by="MaterialVersion.language, MaterialVersion.number")

    @property
    def label(self) -> str:
        """The title in its source language, for the log."""
        return self.title.original


class MaterialVersion(Model):
    """One file of a material in one language. Versions are never overwritten; a wrong one is withdrawn."""

    __tablename__ = "material_version"
    __table_args__ = (UniqueConstraint("material_id", "language", "number"),)

    material_id: Mapped[int] = mapped_column(ForeignKey("material.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(2))
    #: Counts from one in each language.
    number: Mapped[int]
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), index=True)
    #: Inclusive days by the centre's calendar; None for no end.
    valid_from: Mapped[date]
    valid_until: Mapped[date | None] = mapped_column(index=True)
    #: What is new in it.
    note: Mapped[str] = mapped_column(String(500), default="")
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_reason: Mapped[str] = mapped_column(String(500), default="")

    material: Mapped[Material] = relationship(back_populates="versions")
    attachment: Mapped[Attachment] = relationship(lazy="joined")
    added_by: Mapped[User | None] = relationship(lazy="joined")

    @property
    def label(self) -> str:
        """Language and number, for the log."""
        return f"{self.language} {self.number}"
