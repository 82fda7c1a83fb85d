"""Bearer tokens for the API."""

from collections.abc import Iterable
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.accounts.models import ApiToken, User
from outreach.activity import Actor, record
from outreach.db import db, new_token, now, token_hash, transaction
from outreach.errors import Refused
from outreach.web.tokens import SCOPES_BY_ROLE


def create_token(actor: Actor, user: User, scopes: Iterable[str]) -> str:
    """A new token with scopes that the user's role allows; it is shown once, only its hash is stored.

    Raises Refused("no_scope" | "scope_beyond_role" | "account_disabled").
    """
    scopes = sorted(set(scopes))
    if not user.active:
        raise Refused("account_disabled", _("This account is disabled. Enable it first."))
    if not scopes:
        raise Refused("no_scope", _("Choose what the token may do"), field="scopes")
    beyond = sorted(set(scopes) - SCOPES_BY_ROLE.get(user.role, set()))
    if beyond:
        raise Refused("scope_beyond_role", field="scopes", message=_(
            "The role of this account does not allow %(scopes)s", scopes=", ".join(beyond)))
    token = new_token(32)
    row = ApiToken(token_hash=token_hash(token), user_id=user.id, scopes=scopes)
    db.session.add(row)
    record(actor, "token.created", row, label=user.label, about=[user], scopes=scopes)
    return token


def revoke_token(actor: Actor, row: ApiToken) -> None:
    """Make a token worthless from now on."""
    if row.revoked_at is None:
        row.revoked_at = now()
        record(actor, "token.revoked", row, label=row.user.label, about=[row.user], scopes=list(row.scopes))


def find_token(token: str) -> tuple[User, set[str]] | None:
    """The user and scopes of a token, None where it is unknown, revoked or the account is disabled.

    Notes at most once a minute that the token is in use.
    """
    row = db.session.scalar(select(ApiToken).where(
        ApiToken.token_hash == token_hash(token), ApiToken.revoked_at.is_(None)))
    if row is None or not row.user.active:
        return None
    moment = now()
    if row.used_at is None or moment - row.used_at > timedelta(minutes=1):
        with transaction():
            row.used_at = moment
    return row.user, set(row.scopes)
