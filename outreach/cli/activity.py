"""`flask activity`: does the chain of the log hold?"""

import click
from flask.cli import AppGroup

from outreach.cli.output import json_option, say_json

command = AppGroup("activity", help="The activity log.")


@command.command("verify")
@json_option
def verify(as_json: bool) -> None:
    """Walk the hash-chained log and name what was tampered with; exit code 1 where something was."""
    from outreach.activity.queries import verify as walk

    verdict = walk()
    if as_json:
        say_json({"entries": verdict.entries, "head": verdict.head, "faults": [
            {"entry": fault.entry_id, "kind": fault.kind} for fault in verdict.faults]})
    else:
        for fault in verdict.faults:
            click.echo(f"entry {fault.entry_id}: {fault.kind}" if fault.entry_id else f"end of the log: {fault.kind}")
        state = f"{len(verdict.faults)} faults" if verdict.faults else "chain holds"
        click.echo(f"{verdict.entries} entries, {state}")
    if verdict.faults:
        raise SystemExit(1)
