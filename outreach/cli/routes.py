"""`flask routes`: every address, who may use it, and whether it names a record. It replaces Flask's own."""

import click
from flask import current_app
from flask.cli import with_appcontext

from outreach.cli.output import json_option, say_json
from outreach.web.access import rule_of


@click.command("routes", help="List addresses with their access rules.")
@json_option
@with_appcontext
def command(as_json: bool) -> None:
    """Print endpoint, rule, methods, access rule and whether the address carries an id."""
    rows = []
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda item: item.rule):
        access = rule_of(current_app.view_functions.get(rule.endpoint))
        rows.append({
            "endpoint": rule.endpoint, "rule": rule.rule, "methods": sorted(rule.methods - {"HEAD", "OPTIONS"}),
            "access": str(access) if access else None,
            "carries_id": any(name.endswith("id") or name in ("token", "code") for name in rule.arguments),
        })
    if as_json:
        say_json(rows)
        return
    for row in rows:
        methods, access = ",".join(row["methods"]), row["access"] or "UNDECLARED"
        click.echo(f"{methods:12} {row['rule']:60} {row['endpoint']:36} {access}")
