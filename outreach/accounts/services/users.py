"""Accounts: making, changing, disabling and enabling them."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from outreach.accounts.models import Unit, User
from outreach.accounts.services.sessions import end_all_sessions
from outreach.activity import Actor, changes_of, record
from outreach.db import db
from outreach.db.time import zone_names
from outreach.errors import Conflict, Refused
from outreach.i18n import DEFAULT, LANGUAGES
from outreach.identity import sort_key
from outreach.web.access import ROLES

THEMES = ("light", "dark", "auto")
#: The clock of a new account where none is given, by the account's language.
ZONES = {"zh": "Asia/Shanghai", "en": "Europe/London", "de": "Europe/Berlin", "ko": "Asia/Seoul"}


def normal_email(text: str | None) -> str:
    """The address as it is stored: lower case, without what only its owner's server could tell apart.

    Raises Refused("bad_email") for what cannot be an address.
    """
    try:
        return validate_email((text or "").strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise Refused("bad_email", _("Enter a mail address such as name@example.org"), field="email") from None


def create_user(actor: Actor, *, email: str, role: str, name: str = "", language: str = DEFAULT,
                unit: Unit | None = None, time_zone: str | None = None, theme: str = "light") -> User:
    """Open an account without a password: its owner signs in by a link first.

    Raises Refused for a bad or taken address, an unknown role, language, zone or theme.
    """
    user = User(email=normal_email(email), role=role, name=name.strip(), language=language,
                unit_id=unit.id if unit else None, time_zone=time_zone or ZONES.get(language, ZONES[DEFAULT]),
                theme=theme)
    _check(user)
    user.sort_key = _sort_key(user)
    _refuse_taken(user.email)
    db.session.add(user)
    _flush_unique()
    record(actor, "user.created", user, role=role, email=user.email)
    return user


def change_user(actor: Actor, user: User, values: dict[str, Any], *, version: int | None = None) -> User:
    """Change email, name, role, unit_id, language, time_zone or theme; other keys are refused with ValueError.

    A changed role works at once, for open sessions and tokens too. Raises Conflict where `version` is not the
    stored one, Refused for wrong values and where no administrator would be left.
    """
    unknown = set(values) - {"email", "name", "role", "unit_id", "language", "time_zone", "theme"}
    if unknown:
        raise ValueError(f"not changeable: {sorted(unknown)}")
    values = {**values, **({"email": normal_email(values["email"])} if "email" in values else {})}
    lock(user)
    if version is not None and version != user.version:
        raise Conflict("changed_meanwhile",
                       _("Somebody else changed this account meanwhile. Compare, then save again."),
                       theirs={name: getattr(user, name) for name in values})
    if user.role == "administrator" and user.active and values.get("role", user.role) != "administrator":
        _refuse_last_administrator(user)
    _refuse_taken(values.get("email"), user)
    changes = changes_of(user, values)
    _check(user)
    if changes:
        if "unit_id" in changes:
            changes["unit"] = tuple(_unit_label(unit_id) for unit_id in changes.pop("unit_id"))
        user.sort_key = _sort_key(user)
        user.version += 1
        _flush_unique()
        record(actor, "user.changed", user, changes=changes)
        db.session.expire(user, ["unit"])
    return user


def change_own_profile(actor: Actor, user: User, values: dict[str, Any]) -> User:
    """What people may change about themselves: name, language, time_zone and theme."""
    return change_user(actor, user, {name: value for name, value in values.items()
                                     if name in ("name", "language", "time_zone", "theme")})


def disable_user(actor: Actor, user: User) -> User:
    """Close an account and end its sessions at once; its tokens and links open nothing from then on.

    Raises Refused for one's own account and for the last administrator.
    """
    lock(user)
    if actor.id == user.id and actor.id is not None:
        raise Refused("own_account", _("You cannot disable your own account. Ask another administrator."))
    if user.role == "administrator" and user.active:
        _refuse_last_administrator(user)
    if user.active:
        user.active = False
        user.version += 1
        end_all_sessions(user)
        record(actor, "user.disabled", user)
    return user


def enable_user(actor: Actor, user: User) -> User:
    """Open a disabled account again."""
    lock(user)
    if not user.active:
        user.active = True
        user.version += 1
        record(actor, "user.enabled", user)
    return user


def lock(user: User) -> None:
    """Read the row anew and hold it to the end of the unit of work, so that checks made now stay true."""
    db.session.refresh(user, with_for_update={"of": User})


def _refuse_last_administrator(user: User) -> None:
    # All administrators' rows are held: two who remove each other at one moment cannot both succeed.
    administrators = select(User.id).where(User.role == "administrator", User.active.is_(True))
    held = db.session.scalars(administrators.order_by(User.id).with_for_update(of=User)).all()
    if set(held) <= {user.id}:
        raise Refused("last_administrator",
                      _("This is the last administrator. Give somebody else the role first."), field="role")


def _check(user: User) -> None:
    if user.role not in ROLES:
        raise Refused("unknown_role", _("Choose a role"), field="role")
    if user.language not in LANGUAGES:
        raise Refused("unknown_language", _("Choose a language"), field="language")
    if user.time_zone not in zone_names():
        raise Refused("unknown_zone", _("There is no time zone “%(name)s”. Enter one such as Europe/Berlin.",
                                        name=user.time_zone), field="time_zone")
    if user.theme not in THEMES:
        raise Refused("unknown_theme", _("Choose light, dark or automatic"), field="theme")


def _unit_label(unit_id: int | None) -> str | None:
    unit = db.session.get(Unit, unit_id) if unit_id else None
    return unit.label if unit else None


def _sort_key(user: User) -> str:
    return sort_key(user.name or user.email)[:200]


def _refuse_taken(email: str | None, user: User | None = None) -> None:
    held = db.session.scalar(select(User.id).where(User.email == email)) if email else None
    if held and (user is None or held != user.id):
        raise Refused("email_taken", _("Another account has this address"), field="email")


def _flush_unique() -> None:
    """Two administrators may enter one address at the same moment: the second is told, not failed."""
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError:
        raise Refused("email_taken", _("Another account has this address"), field="email") from None
