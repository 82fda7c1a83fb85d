"""Background work of lists: large exports, large changes, and what a dead worker left."""

from outreach.jobs import job, periodic
from outreach.web.lists import bulk, exporting
from outreach.web.once import forget_sent


@job("web.export")
def run_export(export_id: int) -> None:
    """Write the file of an export."""
    exporting.run_export(export_id)


@job("web.bulk")
def run_bulk(run_id: int) -> None:
    """Make a change to many rows."""
    bulk.run_bulk(run_id)


@periodic("web.sweep_lists", minutes=5)
def sweep() -> None:
    """Remove old files, queue again what stands still."""
    exporting.sweep_exports()
    bulk.sweep_runs()


@periodic("web.forget_sent", minutes=1440)
def forget() -> None:
    """Remove the marks of old forms."""
    forget_sent()
