"""`flask search`: the index can always be made again from the records."""

import sys
import time

import click
from flask.cli import AppGroup

from outreach.search.rebuild import rebuild as rebuild_index

command = AppGroup("search", help="The index behind the search box.")


@command.command("rebuild")
def rebuild() -> None:
    """Index every record of every kind anew, kind by kind in batches, and drop entries without a record.

    People can go on working and searching meanwhile. Interrupted, it is simply started again.
    """
    started = time.monotonic()
    live = sys.stderr.isatty()

    def progress(kind: str, done: int) -> None:
        if live or done % 50_000 == 0:
            click.echo(f"{kind}: {done:,}", err=True, nl=not live)
            if live:
                click.echo("\r", err=True, nl=False)

    for kind, done in rebuild_index(progress).items():
        click.echo(f"{kind}: {done}")
    click.echo(f"{time.monotonic() - started:.0f} s")
