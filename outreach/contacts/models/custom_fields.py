"""Fields that a zone adds itself: what they are, and the typed values of people and organisations."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from outreach.contacts.models.columns import SORT_KEY, Imported
from outreach.db import JsonList, Model, Stamped
from outreach.i18n.localized import LocalizedText, LocalizedTextType

SUBJECTS = ("person", "organisation")
#: Text, number, day, yes or no, one of several options, several of them, web address.
FIELD_KINDS = ("text", "number", "day", "flag", "one", "several", "link")
WITH_OPTIONS = ("one", "several")


class TenThousandths(TypeDecorator):
    """An exact number with four decimals, stored as a whole number, since SQLite would make a float of it."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | int | None, dialect) -> int | None:
        """To ten-thousandths; finer fractions round half up."""
        return None if value is None else int((Decimal(value) * 10_000).quantize(Decimal(1), ROUND_HALF_UP))

    def process_result_value(self, value: int | None, dialect) -> Decimal | None:
        """Back to units, without zeros at the end."""
        if value is None:
            return None
        units = Decimal(value).scaleb(-4).normalize()
        return units.quantize(Decimal(1)) if units == units.to_integral_value() else units


class CustomField(Stamped, Model):
    """One field. Its subject, code and kind never change; it is archived, not deleted, and keeps its values."""

    __tablename__ = "custom_field"
    __table_args__ = (UniqueConstraint("subject", "code"),)

    #: One of SUBJECTS.
    subject: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(40))
    #: One of FIELD_KINDS.
    kind: Mapped[str] = mapped_column(String(10))
    label: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    #: [{"code", "source", "texts"}, …]: a code that never changes and a LocalizedText, in the order of the form.
    options: Mapped[list] = mapped_column(JsonList, default=list)
    order: Mapped[int] = mapped_column("position", default=10)
    #: True where it stands in the list unless a reader chose otherwise.
    listed: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)

    def option_label(self, code: str, language: str) -> str:
        """The label of an option; the code itself where it is unknown."""
        found = next((item for item in self.options if item["code"] == code), None)
        return LocalizedText(found["source"], found["texts"]).shown(language).text if found else code


class CustomValue(Imported, Model):
    """What a record has in a field: one of the typed columns. Of several options each is a row of its own."""

    __tablename__ = "custom_value"
    __table_args__ = (
        UniqueConstraint("field_id", "person_id", "slot"), UniqueConstraint("field_id", "organisation_id", "slot"),
        Index("ix_custom_value_field_id_option", "field_id", "option"),
        Index("ix_custom_value_field_id_number", "field_id", "number"),
        Index("ix_custom_value_field_id_day", "field_id", "day"),
        Index("ix_custom_value_field_id_sort_key", "field_id", "sort_key"),
    )

    field_id: Mapped[int] = mapped_column(ForeignKey("custom_field.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    #: The option's code where a record may have several, else empty: so a record has one value of each other field.
    slot: Mapped[str] = mapped_column(String(60), default="")
    #: Texts and web addresses.
    text: Mapped[str | None] = mapped_column(String(2000))
    number: Mapped[Decimal | None] = mapped_column(TenThousandths)
    day: Mapped[date | None]
    flag: Mapped[bool | None]
    option: Mapped[str | None] = mapped_column(String(60))
    #: Where a text stands in order, or an option by its place.
    sort_key: Mapped[str | None] = mapped_column(SORT_KEY)
