"""A stored file: what it was called, what it is, and the hash under which it lies."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from outreach.db import Instant, Model, now


class Attachment(Model):
    """One upload. Two uploads of the same content are two rows and one file."""

    __tablename__ = "attachment"

    #: Hex SHA-256 of the content, and the name of the file on disk.
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    #: As the uploader called it, without folders and control characters; never used as a path.
    filename: Mapped[str] = mapped_column(String(200))
    #: In octets.
    size: Mapped[int] = mapped_column(BigInteger)
    mimetype: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)

    @property
    def label(self) -> str:
        """The file's name, for the log."""
        return self.filename
