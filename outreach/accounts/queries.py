"""Reading accounts: lists for administrators, one's own sessions and tokens."""

from sqlalchemy import Select, func, select

from outreach.accounts.models import ApiToken, Unit, User, UserSession
from outreach.accounts.services.sessions import IDLE
from outreach.db import db, now, token_hash
from outreach.errors import NotFound
from outreach.web.access import STAFF


def users(*, words: str | None = None, role: str | None = None, unit_id: int | None = None,
          active: bool | None = None) -> Select:
    """Accounts in the order of their names, narrowed by a part of name or address, role, unit and state."""
    statement = select(User).order_by(User.sort_key, User.id)
    if words:
        statement = statement.where(
            User.name.icontains(words, autoescape=True) | User.email.icontains(words, autoescape=True))
    if role:
        statement = statement.where(User.role == role)
    if unit_id:
        statement = statement.where(User.unit_id == unit_id)
    if active is not None:
        statement = statement.where(User.active.is_(active))
    return statement


def get_user(user_id: int) -> User:
    """An account by its id. Raises NotFound."""
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound("no_such_user", "")
    return user


def user_by_email(email: str) -> User | None:
    """An account by its address, whatever the case."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def staff_users() -> list[User]:
    """Our own active people in the order of their names, for choice lists of owners and team members."""
    return list(db.session.scalars(
        select(User).where(User.role.in_(sorted(STAFF)), User.active.is_(True)).order_by(User.sort_key, User.id)))


def units() -> Select:
    """All units, those in use first, by code."""
    return select(Unit).order_by(Unit.active.desc(), Unit.code, Unit.id)


def members_by_unit() -> dict[int, int]:
    """How many active users each unit has, by its id; units without any are left out."""
    statement = select(User.unit_id, func.count()).where(User.unit_id.is_not(None), User.active.is_(True))
    return dict(db.session.execute(statement.group_by(User.unit_id)).all())


def get_unit(unit_id: int) -> Unit:
    """A unit by its id. Raises NotFound."""
    unit = db.session.get(Unit, unit_id)
    if unit is None:
        raise NotFound("no_such_unit", "")
    return unit


def unit_by_code(code: str) -> Unit | None:
    """A unit by its code."""
    return db.session.scalar(select(Unit).where(Unit.code == code))


def unit_choices(language: str, keep: int | None = None) -> list[tuple[int, str]]:
    """Pairs of id and name for a choice list: active units, and the one with the id `keep` in any case."""
    return [(unit.id, unit.name.shown(language).text) for unit in db.session.scalars(units())
            if unit.active or unit.id == keep]


def open_sessions(user: User) -> list[UserSession]:
    """Where the user is signed in, last used first."""
    statement = select(UserSession).where(UserSession.user_id == user.id, UserSession.seen_at > now() - IDLE)
    return list(db.session.scalars(statement.order_by(UserSession.seen_at.desc(), UserSession.id.desc())))


def session_of(user: User, session_id: int) -> UserSession:
    """One of the user's own sessions. Raises NotFound for others' as for none."""
    row = db.session.get(UserSession, session_id)
    if row is None or row.user_id != user.id:
        raise NotFound("no_such_session", "")
    return row


def session_by_token(token: str | None) -> UserSession | None:
    """The session of a cookie's token."""
    return db.session.scalar(select(UserSession).where(UserSession.token_hash == token_hash(token))) if token else None


def api_tokens(user: User) -> list[ApiToken]:
    """The user's tokens that still work, newest first."""
    return list(db.session.scalars(select(ApiToken).where(
        ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None)).order_by(ApiToken.id.desc())))


def token_of(user: User, token_id: int) -> ApiToken:
    """One of the user's own tokens. Raises NotFound for others' as for none."""
    row = db.session.get(ApiToken, token_id)
    if row is None or row.user_id != user.id:
        raise NotFound("no_such_token", "")
    return row
