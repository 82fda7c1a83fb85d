"""Passwords: Argon2 hashes, what may not be one, and what a change entails."""

import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete

from outreach import mail
from outreach.accounts.models import SignInLink, User
from outreach.accounts.services.sessions import end_all_sessions
from outreach.activity import Actor, record
from outreach.db import db
from outreach.errors import Refused

SHORTEST, LONGEST = 12, 200

#: What is tried first: the well-known ones of twelve characters and more, and their parts.
_COMMON_PARTS = (
    "password", "passwort", "kennwort", "qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc", "letmein",
    "welcome", "willkommen", "administrator", "admin", "iloveyou", "woaini", "changeme", "outreach", "wuxi", "secret",
    "dragon", "monkey", "sunshine", "football", "baseball", "superman", "princess", "trustno1", "abcdefghijkl",
    "123456789012", "1234567890", "0987654321", "987654321", "qwerty", "qwertz", "asdfgh", "abc", "123",
)


@lru_cache(maxsize=2)
def _hasher(cheap: bool) -> PasswordHasher:
    # OWASP's smallest setting for Argon2id, 19 MiB and two passes: a hash stays far below the 250 ms that a write
    # may last on SQLite. Tests hash hundreds of times and take the least the library allows.
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1) if cheap else PasswordHasher(
        time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hasher() -> PasswordHasher:
    """The hasher of this application."""
    return _hasher(current_app.testing)


@lru_cache(maxsize=2)
def _nobodys_hash(cheap: bool) -> str:
    return _hasher(cheap).hash("the password of nobody")


def make_hash(password: str) -> str:
    """The Argon2id hash of a password as it is stored."""
    return hasher().hash(_normal(password))


def password_fits(password_hash: str | None, password: str) -> bool:
    """True where the password belongs to the hash. Without a hash it takes the same time and is false."""
    try:
        hasher().verify(password_hash or _nobodys_hash(current_app.testing), _normal(password[:LONGEST + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def set_password(actor: Actor, user: User, password: str) -> None:
    """Give the user a password, end all sessions, make open links worthless and tell the user by mail.

    Raises Refused("password_short" | "password_long" | "password_common" | "password_is_address").
    """
    check_password_rules(password, user.email)
    user.password_hash = make_hash(password)
    db.session.execute(delete(SignInLink).where(SignInLink.user_id == user.id, SignInLink.used_at.is_(None)))
    end_all_sessions(user)
    record(actor, "user.password_set", user)
    mail.queue(template="accounts/password_changed", to=user.email, name=user.name, language=user.language,
               purpose="transactional", subject_row=user, user=user, url=current_app.config["SETTINGS"].url)


def check_password_rules(password: str, email: str) -> None:
    """Raise Refused where the password is too short or long, common, or the address itself."""
    if len(password) < SHORTEST:
        raise Refused("password_short", _("Choose a password of at least %(number)s characters", number=SHORTEST),
                      field="password")
    if len(password) > LONGEST:
        raise Refused("password_long", _("Choose a password of at most %(number)s characters", number=LONGEST),
                      field="password")
    if _normal(password).casefold() in (email.casefold(), email.casefold().partition("@")[0]):
        raise Refused("password_is_address", _("Choose a password that is not your address"), field="password")
    if is_common(password):
        raise Refused("password_common", _("This password is easy to guess. Choose several words or a random one."),
                      field="password")


def is_common(password: str) -> bool:
    """True where nothing is left but a character or two once well-known parts, digits and marks are taken away."""
    rest = _normal(password).casefold()
    if len(set(rest)) < 5:
        return True
    for part in sorted(_COMMON_PARTS, key=len, reverse=True):
        rest = rest.replace(part, "")
    return sum(1 for character in rest if character.isalpha()) <= 2


def _normal(password: str) -> str:
    """One spelling for what two keyboards send differently: composed and decomposed letters are equal."""
    return unicodedata.normalize("NFC", password.replace("\x00", ""))
