"""`flask events`: what follows an update of the time-zone data."""

import click
from flask.cli import AppGroup

from outreach.activity import SYSTEM
from outreach.cli.output import json_option, say_json
from outreach.db import transaction
from outreach.events.services import refresh_instants

command = AppGroup("events", help="Events and their times.")


@command.command("refresh-instants")
@json_option
def refresh(as_json: bool) -> None:
    """Work out all instants anew by today's rules of the time zones; wall times stay as they are."""
    with transaction():
        moved = [{"code": event.code, "time_zone": event.time_zone, "starts_at": event.starts_at.isoformat(),
                  "ends_at": event.ends_at.isoformat()} for event in refresh_instants(SYSTEM)]
    if as_json:
        say_json({"moved": moved})
        return
    for item in moved:
        click.echo(f"{item['code']:20} {item['time_zone']:20} {item['starts_at']}")
    click.echo(f"{len(moved)} events moved")
