"""`flask accounts`: accounts, one-time sign-in links and API tokens, each printed alone on one line."""

import click
from flask.cli import AppGroup
from flask_babel import lazy_gettext as _l

from outreach.accounts import queries, services
from outreach.accounts.models import Unit, User
from outreach.activity import Actor
from outreach.cli.output import json_option, refuse, say_json
from outreach.db import transaction
from outreach.errors import NotFound, Refused
from outreach.i18n import LANGUAGES, in_language
from outreach.web.access import ROLES
from outreach.web.tokens import SCOPES, SCOPES_BY_ROLE

command = AppGroup("accounts", help="Users, sign-in links and API tokens.")

#: Messages of commands are for whoever looks after the machine.
LANGUAGE = "en"


@command.command("create")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What the account may do.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="zh", show_default=True,
              help="Language of the pages and mails.")
@click.option("--unit", "unit_code", help="Code of the unit.")
@click.option("--name", default="", help="The person's name; without it the address is shown.")
@json_option
def create(email: str, role: str, language: str, unit_code: str | None, name: str, as_json: bool) -> None:
    """Open an account for EMAIL and print a one-time link that signs its owner in, valid for 24 hours."""
    actor = Actor("command", "flask accounts create")
    with in_language(LANGUAGE):
        try:
            with transaction():
                user = services.create_user(actor, email=email, role=role, language=language, name=name,
                                            unit=_unit(unit_code))
                url = services.make_sign_in_link(actor, user)
        except Refused as error:
            refuse(error, as_json)
    if as_json:
        say_json({"id": user.id, "email": user.email, "role": user.role, "url": url})
    else:
        click.echo(f"The account {user.email} is open. This link signs its owner in once, within 24 hours:", err=True)
        click.echo(url)


@command.command("sign-in-link")
@click.argument("email")
@json_option
def sign_in_link(email: str, as_json: bool) -> None:
    """Print a one-time link that signs EMAIL in, valid for 24 hours."""
    with in_language(LANGUAGE):
        try:
            with transaction():
                url = services.make_sign_in_link(Actor("command", "flask accounts sign-in-link"), _user(email))
        except Refused as error:
            refuse(error, as_json)
    if as_json:
        say_json({"url": url})
    else:
        click.echo(url)


@command.command("token")
@click.argument("email")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(SCOPES),
              help="What the token may do; repeat it for several. Without it, all that the account's role may.")
@json_option
def token(email: str, scopes: tuple[str, ...], as_json: bool) -> None:
    """Print a new API token of EMAIL. It is shown this once; only its hash is stored."""
    with in_language(LANGUAGE):
        try:
            with transaction():
                user = _user(email)
                given = sorted(set(scopes) or SCOPES_BY_ROLE[user.role])
                made = services.create_token(Actor("command", "flask accounts token"), user, given)
        except Refused as error:
            refuse(error, as_json)
    if as_json:
        say_json({"token": made, "scopes": given})
    else:
        click.echo(made)


def _user(email: str) -> User:
    user = queries.user_by_email(email)
    if user is None:
        raise NotFound("no_such_user", _l("There is no account with the address %(email)s.", email=email))
    return user


def _unit(code: str | None) -> Unit | None:
    if not code:
        return None
    unit = queries.unit_by_code(code)
    if unit is None or not unit.active:
        raise NotFound("no_such_unit", _l("There is no unit in use with the code “%(code)s”.", code=code))
    return unit
