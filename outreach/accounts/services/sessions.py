"""Browser sessions: rows that can be ended at once. The cookie carries a random token, the row its hash."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, select

from outreach.accounts.models import User, UserSession
from outreach.accounts.services.throttle import throttle
from outreach.activity import Actor, record
from outreach.db import db, new_token, now, token_hash, transaction
from outreach.errors import Refused

#: A browser that asks nothing for so long is signed out; no session lasts longer than LONGEST.
IDLE, LONGEST = timedelta(hours=12), timedelta(days=30)


def sign_in_with_password(email: str, password: str, *, address: str = "", agent: str = "") -> str:
    """Check address and password and give the token of a new session.

    Raises TooMany, and Refused("sign_in_failed") with one and the same message whether the account is unknown,
    disabled, without a password or the password is wrong. Call it before transaction(): the tries are counted
    and the hash is computed outside of the write lock.
    """
    from outreach.accounts.services import passwords

    email = (email or "").strip().lower()
    throttle(f"sign-in-address:{address}", 100, 900)
    throttle(f"sign-in:{email}", 10, 900)
    user = db.session.scalar(select(User).where(User.email == email.replace("\x00", "")))
    seen = user.password_hash if user is not None else None
    fits = passwords.password_fits(seen, password or "")
    if not fits or not user.active:
        raise _failed()
    with transaction():
        # Whoever changed the password meanwhile has ended all sessions; the old one opens no new one.
        db.session.refresh(user, with_for_update={"of": User})
        if user.password_hash != seen or not user.active:
            raise _failed()
        if passwords.hasher().check_needs_rehash(seen):
            user.password_hash = passwords.make_hash(password)
        token = start_session(user, address=address, agent=agent)
        record(Actor.of(user), "user.signed_in", user, by="password")
    return token


def _failed() -> Refused:
    return Refused("sign_in_failed", field="password", message=_(
        "Address and password do not fit together. Check both, or have a link sent to you."))


def start_session(user: User, *, address: str = "", agent: str = "") -> str:
    """Open a session and give its token, which only the browser keeps. Raises Refused for a disabled account."""
    if not user.active:
        raise _failed()
    token = new_token()
    user.last_seen_at = now()
    db.session.add(UserSession(token_hash=token_hash(token), user_id=user.id, address=address[:60], agent=agent[:300]))
    db.session.flush()
    return token


def touch_session(token: str) -> User | None:
    """The user whom a cookie's token signs in; None where it is unknown, ended, idle or too old, or the account
    disabled. Notes at most once a minute that the session is in use.
    """
    row = db.session.scalar(select(UserSession).where(UserSession.token_hash == token_hash(token)))
    moment = now()
    if row is None or not row.user.active or moment - row.seen_at > IDLE or moment - row.created_at > LONGEST:
        return None
    if moment - row.seen_at > timedelta(minutes=1):
        with transaction():
            # The row may have been ended between the two: then nothing is written, and it stays ended.
            row = db.session.scalar(select(UserSession).where(UserSession.token_hash == token_hash(token)))
            if row is None:
                return None
            row.seen_at = row.user.last_seen_at = moment
    return row.user


def end_session(actor: Actor, row: UserSession) -> None:
    """Sign one browser out. Only for one's own sessions; the caller has looked the row up for its user."""
    record(actor, "user.signed_out", row.user)
    db.session.delete(row)
    db.session.flush()


def end_all_sessions(user: User, *, but: int | None = None) -> int:
    """Sign all browsers of a user out, except the session with the id `but`; gives their number."""
    statement = delete(UserSession).where(UserSession.user_id == user.id)
    if but is not None:
        statement = statement.where(UserSession.id != but)
    return db.session.execute(statement).rowcount


def sweep() -> int:
    """Remove sessions that nobody can use any more; gives their number."""
    moment = now()
    return db.session.execute(delete(UserSession).where(
        (UserSession.seen_at < moment - IDLE) | (UserSession.created_at < moment - LONGEST))).rowcount
