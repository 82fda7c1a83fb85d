"""What will happen to a previewed file if nothing more is decided, in numbers."""

from dataclasses import dataclass

from sqlalchemy import func, select

from outreach.contacts.models import ImportRow, ImportRun
from outreach.db import db


@dataclass(frozen=True)
class Plan:
    """Numbers of rows. `undecided` are doubtful ones that only the policy decides, `open_errors` wait for a correction."""

    total: int = 0
    new: int = 0
    same: int = 0
    doubtful: int = 0
    error: int = 0
    undecided: int = 0
    open_errors: int = 0
    left_out: int = 0

    @property
    def waiting(self) -> int:
        """Rows that wait for a person."""
        return self.undecided + self.open_errors

    @property
    def written(self) -> int:
        """Rows that will become or join somebody."""
        return self.total - self.left_out - self.open_errors

    def count(self, verdict: str) -> int:
        """Rows of one verdict; all of them for ''."""
        return getattr(self, verdict) if verdict else self.total


def plan_of(run: ImportRun) -> Plan:
    """Count the rows of a run by verdict and decision."""
    grouped = db.session.execute(
        select(ImportRow.verdict, ImportRow.decision, func.count()).where(ImportRow.run_id == run.id)
        .group_by(ImportRow.verdict, ImportRow.decision)).all()
    found = dict.fromkeys(("new", "same", "doubtful", "error", "undecided", "open_errors", "left_out"), 0)
    for verdict, decision, count in grouped:
        found[verdict] += count
        if decision == "skip":
            found["left_out"] += count
        elif verdict == "error":
            found["open_errors"] += count
        elif verdict == "doubtful" and decision is None:
            found["undecided"] += count
            found["left_out"] += count if run.doubtful == "skip" else 0
    return Plan(total=sum(count for *_key, count in grouped), **found)
