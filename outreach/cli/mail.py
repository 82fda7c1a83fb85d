"""`flask mail`: one pass over the outbox, and one incoming mail from standard input."""

import sys

import click
from flask.cli import AppGroup

from outreach.cli.output import json_option, refuse, say_json
from outreach.errors import Refused

command = AppGroup("mail", help="Outbox and incoming mail.")


@command.command("send")
@json_option
def send(as_json: bool) -> None:
    """Try every mail that is due once."""
    from outreach.mail.delivery import send_all

    counts = send_all()
    if as_json:
        say_json(counts)
    else:
        click.echo(", ".join(f"{state}: {number}" for state, number in counts.items()))


@command.command("receive")
@click.option("--json", "as_json", is_flag=True, default=True, help="The answer is JSON in any case.")
def receive(as_json: bool) -> None:
    """Read one RFC 5322 message from standard input and print what became of it."""
    from outreach.mail import inbound

    raw = sys.stdin.buffer.read(inbound.MOST_OCTETS + 1)
    if len(raw) > inbound.MOST_OCTETS:
        refuse(Refused("mail_too_large", "The message is larger than 40 MB."), as_json)
    if not raw.strip():
        refuse(Refused("mail_empty", "There is no message on standard input."), as_json)
    say_json(inbound.receive(raw))
