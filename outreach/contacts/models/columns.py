"""Column shapes that the tables of this room share."""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from outreach.db import JsonDict
from outreach.i18n import LANGUAGES
from outreach.i18n.localized import LocalizedText

#: Our own ASCII sort keys, compared byte by byte on both engines.
SORT_KEY = String(200).with_variant(String(200, collation="C"), "postgresql")


class Mergeable:
    """Records that a merge may join. The one that is given up stays as a stub: its key is never used again, old links
    lead on from it, and an undo brings it back. Stubs are hidden, see visibility.py."""

    @declared_attr
    def merged_into_id(cls) -> Mapped[int | None]:  # noqa: N805
        """The record that is kept, None where this one stands for itself."""
        return mapped_column(ForeignKey(f"{cls.__tablename__}.id", ondelete="CASCADE"))


def stub_index(model: type[Mergeable]) -> Index:
    """The index by which stubs are found. It holds nothing else: of those that stand for themselves there are too many,
    and SQLite would begin with them wherever stubs are left out."""
    stub = model.merged_into_id.is_not(None)
    return Index(f"ix_{model.__tablename__}_merged_into_id", model.merged_into_id, sqlite_where=stub, postgresql_where=stub)


class Imported:
    """Rows that an import may bring. While the run is unfinished they are hidden, see visibility.py."""

    @declared_attr
    def import_run_id(cls) -> Mapped[int | None]:  # noqa: N805
        """The run that made the row, None where a person or a form did."""
        return mapped_column(ForeignKey("import_run.id", ondelete="SET NULL"), index=True)


class Fillable(Imported):
    """Records that an import may bring, and whose empty fields a later one may fill in."""

    #: How many of the record's versions imports and their undoing made; the others are somebody's work on it.
    import_steps: Mapped[int] = mapped_column(default=0)


class Noted:
    """Free notes: the text as written, the language it is in, and what colleagues made of it in other languages."""

    notes: Mapped[str | None] = mapped_column(Text)
    #: Code of the language of `notes`, None where nobody said.
    notes_language: Mapped[str | None] = mapped_column(String(2))
    #: The other languages as LocalizedText keeps them: {code: {"text", "status", "by", "of"}}.
    notes_translations: Mapped[dict | None] = mapped_column(JsonDict)

    @property
    def notes_text(self) -> LocalizedText | None:
        """The notes as read in any language; None where there are none or nobody said in which they are."""
        if not self.notes or self.notes_language not in LANGUAGES:
            return None
        own = {self.notes_language: {"text": self.notes, "status": "original"}}
        return LocalizedText(self.notes_language, {**(self.notes_translations or {}), **own})
