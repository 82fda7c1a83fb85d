"""`flask jobs`: the worker, and what is declared."""

import logging

import click
from flask import current_app
from flask.cli import AppGroup

from outreach.cli.output import json_option, say_json

command = AppGroup("jobs", help="Background work.")


@command.command("work")
@click.option("--workers", default=1, type=click.IntRange(1, 32), show_default=True, help="Threads in this process.")
def work(workers: int) -> None:
    """Run queued and periodic jobs until SIGTERM. Several such processes share the work."""
    from outreach.jobs import engine

    logging.getLogger("huey").setLevel(logging.WARNING)
    engine.work(current_app._get_current_object(), workers)


@command.command("list")
@json_option
def list_jobs(as_json: bool) -> None:
    """Name every job, and how often the periodic ones run."""
    from outreach.jobs import jobs, periodics

    rows = [{"name": name, "minutes": None} for name in sorted(jobs())]
    rows += [{"name": name, "minutes": item.minutes} for name, item in sorted(periodics().items())]
    if as_json:
        say_json(rows)
        return
    for row in rows:
        click.echo(f"{row['name']:32} {'every {} min'.format(row['minutes']) if row['minutes'] else 'when queued'}")


@command.command("tick")
@json_option
def tick(as_json: bool) -> None:
    """Run the periodic jobs that are due now, for installations that use cron instead of a worker."""
    from outreach.jobs.engine import run_due

    ran = run_due()
    if as_json:
        say_json({"ran": ran})
    else:
        click.echo(", ".join(ran) or "Nothing was due.")
