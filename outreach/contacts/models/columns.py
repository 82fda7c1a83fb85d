"""Column shapes that the tables of this room share."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

#: Our own ASCII sort keys, compared byte by byte on both engines.
SORT_KEY = String(200).with_variant(String(200, collation="C"), "postgresql")


class Imported:
    """Rows that an import may bring. While the run is unfinished they are hidden, see visibility.py."""

    @declared_attr
    def import_run_id(cls) -> Mapped[int | None]:  # noqa: N805
        """The run that made the row, None where a person or a form did."""
        return mapped_column(ForeignKey("import_run.id", ondelete="SET NULL"), index=True)
