"""Bearer tokens at the API's door. Which user a token belongs to is asked of a function that accounts sets."""

from collections.abc import Callable
from typing import Any

from flask import abort, current_app, g, request
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError, validate_csrf
from wtforms.validators import ValidationError

from outreach.errors import Refused

#: What a role may do over the API when somebody is signed in with a browser.
_READ = {"events:read", "contacts:read", "leads:read", "intentions:read", "imports:read"}
_WRITE = {"events:write", "contacts:write", "leads:write", "intentions:write", "imports:write"}
SCOPES_BY_ROLE: dict[str, set[str]] = {
    "administrator": _READ | _WRITE,
    "coordinator": _READ | _WRITE,
    "officer": _READ | _WRITE,
    "leader": set(_READ),
    "reader": set(_READ),
    # Their own organisation's only: the select takes the viewer.
    "partner_user": {"intentions:read"},
}
#: Every scope a token may be given.
SCOPES: tuple[str, ...] = tuple(sorted(_READ | _WRITE))

_find: Callable[[str], tuple[Any, set[str]] | None] = lambda token: None  # noqa: E731


def set_token_finder(find: Callable[[str], tuple[Any, set[str]] | None]) -> None:
    """Tell the door how a token is looked up: find(token) gives (user, scopes) or None."""
    global _find
    _find = find


def bearer_token() -> str | None:
    """The token of the Authorization header."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if kind.lower() == "bearer" else None


def _check_form_token() -> None:
    """A cookie comes along by itself, so whoever writes with it shows the page's CSRF token as well (400 otherwise)."""
    if request.method in ("GET", "HEAD", "OPTIONS") or not current_app.config.get("WTF_CSRF_ENABLED", True):
        return
    try:
        validate_csrf(request.headers.get("X-CSRFToken"))
    except ValidationError as error:
        raise CSRFError(str(error)) from None


def check_scope(name: str) -> None:
    """Let the request in, or answer 401 (no or wrong token) or 403 (token without this scope)."""
    token = bearer_token()
    if token:
        found = _find(token)
        if not found:
            abort(401)
        g.token_user, scopes = found
        if name not in scopes:
            raise Refused("scope_missing", _("This token lacks the scope %(scope)s", scope=name), status=403)
        # A token never opens more than its user may: a changed role takes effect at once.
        scopes = scopes & SCOPES_BY_ROLE.get(g.token_user.role, set())
    elif current_user.is_authenticated:
        _check_form_token()
        scopes = SCOPES_BY_ROLE.get(current_user.role, set())
    else:
        abort(401)
    if name not in scopes:
        abort(403)
