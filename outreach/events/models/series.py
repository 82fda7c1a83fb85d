"""What stays over the years: a series, whose editions are events."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from outreach.contacts.models.columns import SORT_KEY
from outreach.db import JsonDict, JsonList, Model, Stamped
from outreach.i18n.localized import LocalizedText, LocalizedTextType

#: How often a series has an edition.
CYCLES = ("yearly", "odd_years", "even_years", "three_years")


class EventSeries(Stamped, Model):
    """What stays over the years: LASER World of PHOTONICS. Its editions are events; the city may change."""

    __tablename__ = "event_series"

    #: Upper-case letters, digits and hyphens; editions take their code from it.
    code: Mapped[str] = mapped_column(String(30), unique=True)
    name: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    #: Key of the name in the order of lists.
    sort_key: Mapped[str] = mapped_column(SORT_KEY, default="", index=True)
    kind: Mapped[str] = mapped_column(String(30), default="trade_show")
    #: Codes of the catalogue's industry tree.
    industries: Mapped[list] = mapped_column(JsonList, default=list)
    organiser: Mapped[str] = mapped_column(String(300), default="")
    website: Mapped[str] = mapped_column(String(500), default="")
    #: Where an edition usually takes place; an edition may differ.
    country: Mapped[str | None] = mapped_column(String(2))
    city: Mapped[str] = mapped_column(String(200), default="")
    venue: Mapped[str] = mapped_column(String(300), default="")
    time_zone: Mapped[str] = mapped_column(String(60), default="Asia/Shanghai")
    #: Months in which it usually takes place, 1 to 12; a hint, never a date.
    usual_months: Mapped[list] = mapped_column(JsonList, default=list)
    #: One of CYCLES, and in words what the code does not say.
    cycle: Mapped[str | None] = mapped_column(String(20))
    #: A year that had an edition, for cycles that parity does not tell.
    cycle_year: Mapped[int | None]
    cycle_note: Mapped[str] = mapped_column(Text, default="")
    #: Where the city rotates: {"2027": {"country", "city", "venue", "time_zone"}}.
    places: Mapped[dict] = mapped_column(JsonDict, default=dict)
    #: How far the entry is known: 'source' (read in a public source), 'knowledge' (from memory), 'own'.
    basis: Mapped[str] = mapped_column(String(20), default="own")

    @property
    def label(self) -> str:
        """The name in its source language, for the log."""
        return self.name.original
