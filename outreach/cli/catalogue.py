"""`flask catalogue`: fill a new database with what every installation starts with."""

import click
from flask.cli import AppGroup

from outreach.db import transaction

command = AppGroup("catalogue", help="Industries, stages, calendars, exchange rates.")


@command.command("seed")
def seed() -> None:
    """Add missing industries, stages and calendars; what was edited stays."""
    from outreach.catalogue import queries, services

    with transaction():
        services.seed()
    click.echo(f"{len([node for root in queries.industries() for node in root.walk()])} industries, "
               f"{len(queries.stages())} stages, {len(queries.calendars())} calendars")


@command.command("demo-rates")
def demo_rates() -> None:
    """Add invented round exchange rates, marked 'demo', for currencies that have none."""
    from outreach.catalogue import queries, services
    from outreach.db import db

    with transaction():
        services.load_demo_rates()
    for row in db.session.scalars(queries.rates()):
        click.echo(f"{row.currency} {row.day} {row.cny} CNY for {row.units} ({row.source})")
