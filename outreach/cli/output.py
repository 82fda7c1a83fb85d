"""How commands speak: JSON alone on standard output with --json, words otherwise, exit codes 0, 1, 2."""

import json
import sys

import click

from outreach.errors import Refused

#: The same option on every command that can print JSON.
json_option = click.option("--json", "as_json", is_flag=True, help="Print only JSON on standard output.")


def say_json(value) -> None:
    """Print one JSON document, characters as they are."""
    text = json.dumps(value, ensure_ascii=False, indent=None, default=str)
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass") + b"\n")
    sys.stdout.flush()


def refuse(error: Refused, as_json: bool) -> None:
    """Tell why nothing was done and leave with exit code 1."""
    if as_json:
        say_json({"error": {"code": error.code, "message": str(error.message)}})
    else:
        click.echo(str(error.message), err=True)
    raise SystemExit(1)

