"""Imports: the run, the file as it came, its rows with what was found and decided, and the lock between runs."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from outreach.db import Instant, JsonDict, JsonList, Model, Stamped

#: The life of a run. What an UNFINISHED run made is hidden from everybody.
STATES = ("uploaded", "previewing", "previewed", "applying", "applied", "undoing", "undone", "failed")
UNFINISHED = ("applying", "undoing")
VERDICTS = ("new", "same", "doubtful", "error")
DECISIONS = ("new", "same", "skip")


class ImportRun(Stamped, Model):
    """One file on its way in."""

    __tablename__ = "import_run"

    filename: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column(default=0)
    #: One of STATES.
    state: Mapped[str] = mapped_column(String(12), default="uploaded", index=True)
    #: Key of the door import_target and the record it belongs to ('event', 7); None where only people come in.
    target_kind: Mapped[str | None] = mapped_column(String(30))
    target_ref: Mapped[int | None]
    #: 'csv', 'xlsx', 'vcard' … as the reader found.
    file_kind: Mapped[str | None] = mapped_column(String(20))
    #: What the person asked for: encoding, separator, mapping {column index: field}; None where we detect it.
    encoding: Mapped[str | None] = mapped_column(String(40))
    separator: Mapped[str | None] = mapped_column(String(4))
    mapping: Mapped[dict | None] = mapped_column(JsonDict)
    #: ISO country of rows that name none.
    country: Mapped[str | None] = mapped_column(String(2))
    #: What becomes of doubtful rows that nobody decided: 'new', 'same' or 'skip'.
    doubtful: Mapped[str] = mapped_column(String(4), default="new")
    #: What was found: encoding, encoding_certain, separator, header_rows, language, columns [[index, header, field]].
    found: Mapped[dict] = mapped_column(JsonDict, default=dict)
    #: Rows by verdict, and after applying by outcome.
    counts: Mapped[dict] = mapped_column(JsonDict, default=dict)
    #: True once a worker was asked to judge or apply the file; what a dead worker left behind is found by it.
    queued: Mapped[bool] = mapped_column(default=False)
    #: Rows looked at so far, for the progress bar.
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    #: Who uploaded it: the account where there is one, and the name as it was.
    actor_id: Mapped[int | None]
    actor_label: Mapped[str] = mapped_column(String(300), default="")
    #: What a person had typed and decided, {row number: […]}, while the rows are judged anew; {} at all other times.
    typed: Mapped[dict] = mapped_column(JsonDict, default=dict)
    #: When the last preview began to look at the stored people; who changed since is looked at again when applying.
    previewed_at: Mapped[datetime | None] = mapped_column(Instant)
    applied_at: Mapped[datetime | None] = mapped_column(Instant)
    #: When the filled-in fields and the search index were brought up to date after the rows became visible.
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    #: Until when it can be undone.
    undo_until: Mapped[datetime | None] = mapped_column(Instant)
    #: What went wrong where the state is 'failed': {"code", "params"}.
    failure: Mapped[dict | None] = mapped_column(JsonDict)

    file: Mapped["ImportFile"] = relationship(
        back_populates="run", cascade="all, delete-orphan", passive_deletes=True, uselist=False)

    @property
    def label(self) -> str:
        """The file's name."""
        return self.filename


class ImportFile(Model):
    """The bytes of the file, in the database so that backup, several machines and the transaction hold them too."""

    __tablename__ = "import_file"

    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"), unique=True)
    data: Mapped[bytes] = deferred(mapped_column(LargeBinary))

    run: Mapped[ImportRun] = relationship(back_populates="file")


class ImportRow(Model):
    """One row of the file: as it came, as it was read, what it matches, what was decided, what it became."""

    __tablename__ = "import_row"
    __table_args__ = (
        UniqueConstraint("run_id", "number"), Index("ix_import_row_run_id_verdict_number", "run_id", "verdict", "number"),
        # The rows of a few records in one run: by the run alone SQLite would go through all of its rows.
        Index("ix_import_row_person_id_run_id", "person_id", "run_id"),
        Index("ix_import_row_organisation_id_run_id", "organisation_id", "run_id"))

    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"), index=True)
    #: Place in the file: every data row or BEGIN:VCARD block counts from 1, broken ones included.
    number: Mapped[int]
    cells: Mapped[list] = mapped_column(JsonList, default=list)
    #: The row as text, kept for what cannot be read.
    text: Mapped[str] = mapped_column(Text, default="")
    #: Fields as read, see preview.mapped_values; {} for a row with an error.
    mapped: Mapped[dict] = mapped_column(JsonDict, default=dict)
    #: The person as it would be stored, see preparing.Prepared; {} for a row with an error.
    record: Mapped[dict] = mapped_column(JsonDict, default=dict)
    #: Field by field what a person typed instead.
    corrected: Mapped[dict] = mapped_column(JsonDict, default=dict)
    #: One of VERDICTS.
    verdict: Mapped[str] = mapped_column(String(10), default="new")
    #: {"code", "params", "field"} of an error row.
    error: Mapped[dict | None] = mapped_column(JsonDict)
    #: The stored person it matches, or the earlier row of the same file.
    match_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    match_row: Mapped[int | None]
    score: Mapped[float | None]
    #: [[code, sign, params], …] of the comparison.
    reasons: Mapped[list] = mapped_column(JsonList, default=list)
    #: One of DECISIONS, None where the verdict or the run's policy holds.
    decision: Mapped[str | None] = mapped_column(String(4))
    #: 'open', 'applied', 'skipped', 'set_aside', 'undone' or 'kept'.
    state: Mapped[str] = mapped_column(String(10), default="open")
    #: What it became: 'new', 'same' or 'doubtful' (a new person marked as a possible duplicate).
    outcome: Mapped[str | None] = mapped_column(String(10))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"))
    #: True once the fields below are filled in and the search index knows what the row added to a known person.
    finished: Mapped[bool] = mapped_column(default=False)
    #: What it changes of a record that was there: [[table, id, field, old, new], …]. Empty fields are filled in after
    #: the run became visible. The field of a row that it added is '', and new what stood in it.
    changes: Mapped[list] = mapped_column(JsonList, default=list)
    #: What an undo left as it is, because somebody had worked on it: [[what, name or value, value now], …].
    kept: Mapped[list] = mapped_column(JsonList, default=list)

    run: Mapped[ImportRun] = relationship()


class ImportProfile(Stamped, Model):
    """How the files of one source are read, under a name of its own; offered again where the headings are the same."""

    __tablename__ = "import_profile"

    name: Mapped[str] = mapped_column(String(100), unique=True)
    #: The headings as they stood, and a hash of what two writings of them share.
    headings: Mapped[list] = mapped_column(JsonList, default=list)
    heading_hash: Mapped[str] = mapped_column(String(64), index=True)
    encoding: Mapped[str | None] = mapped_column(String(40))
    separator: Mapped[str | None] = mapped_column(String(4))
    #: {column index: field or ""}.
    mapping: Mapped[dict] = mapped_column(JsonDict, default=dict)
    country: Mapped[str | None] = mapped_column(String(2))
    doubtful: Mapped[str] = mapped_column(String(4), default="new")

    @property
    def label(self) -> str:
        """The name, for the log."""
        return self.name


class ImportLock(Model):
    """One row: which run is being written. Two runs never write at the same time, so each sees what the other made."""

    __tablename__ = "import_lock"

    run_id: Mapped[int | None]
    #: A holder that died stops renewing this; after it another run may take the lock.
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    #: Random token of the process that holds the lock.
    holder: Mapped[str | None] = mapped_column(String(40))
