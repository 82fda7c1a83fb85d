"""One-time sign-in links: by mail, or made by a command for whoever looks after the machine."""

from datetime import timedelta

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from outreach import mail
from outreach.accounts.models import SignInLink, User
from outreach.accounts.services.sessions import start_session
from outreach.accounts.services.throttle import throttle
from outreach.activity import Actor, record
from outreach.db import db, new_token, now, token_hash, transaction
from outreach.errors import NotFound, Refused

BY_MAIL, BY_COMMAND = timedelta(hours=1), timedelta(hours=24)


def send_sign_in_link(email: str, *, address: str = "") -> None:
    """Queue a mail with a link where the address has an active account; otherwise do nothing, and say so to nobody.

    Raises TooMany by address and by network address. Call it before transaction(); the view makes both cases
    last equally long.
    """
    email = (email or "").strip().lower().replace("\x00", "")
    throttle(f"link-address:{address}", 30, 3600)
    throttle(f"link:{email}", 5, 3600)
    with transaction():
        user = db.session.scalar(select(User).where(User.email == email, User.active.is_(True)))
        if user is not None:
            mail_sign_in_link(Actor("visitor", email), user)


def mail_sign_in_link(actor: Actor, user: User) -> None:
    """Queue a mail with a link that is valid for an hour. Raises Refused for a disabled account."""
    url, link = _new_link(user, BY_MAIL)
    record(actor, "user.link_sent", user)
    mail.queue(template="accounts/sign_in_link", to=user.email, name=user.name, language=user.language,
               purpose="transactional", subject_row=user, secret=True, user=user, url=url,
               expires_at=link.expires_at)


def make_sign_in_link(actor: Actor, user: User) -> str:
    """A link that is valid for 24 hours, as a full address. Raises Refused for a disabled account."""
    url, _link = _new_link(user, BY_COMMAND)
    record(actor, "user.link_made", user)
    return url


def _new_link(user: User, lasts: timedelta) -> tuple[str, SignInLink]:
    if not user.active:
        raise Refused("account_disabled", _("This account is disabled. Enable it first."))
    token = new_token()
    link = SignInLink(token_hash=token_hash(token), user_id=user.id, expires_at=now() + lasts)
    db.session.add(link)
    db.session.flush()
    return f"{current_app.config['SETTINGS'].url}/sign-in/{token}", link


def find_link(token: str) -> SignInLink | None:
    """The link with this token while it can still be opened."""
    return db.session.scalar(select(SignInLink).join(SignInLink.user).where(
        SignInLink.token_hash == token_hash(token), SignInLink.used_at.is_(None), SignInLink.expires_at > now(),
        User.active.is_(True)))


def open_sign_in_link(token: str, *, address: str = "", agent: str = "") -> str:
    """Use a link up and give the token of a new session. Raises NotFound for a forged, used or expired one."""
    moment = now()
    # One statement decides: of two browsers that open the link at one moment, one gets in.
    user_id = db.session.scalar(
        update(SignInLink).where(SignInLink.token_hash == token_hash(token), SignInLink.used_at.is_(None),
                                 SignInLink.expires_at > moment).values(used_at=moment).returning(SignInLink.user_id))
    user = db.session.get(User, user_id, with_for_update={"of": User}) if user_id else None
    if user is None or not user.active:
        raise NotFound("link_gone", _("This link has been used or has expired. Have a new one sent to you."))
    session_token = start_session(user, address=address, agent=agent)
    record(Actor.of(user), "user.signed_in", user, by="link")
    return session_token


def sweep() -> int:
    """Remove links that expired a day ago or earlier; gives their number."""
    return db.session.execute(delete(SignInLink).where(SignInLink.expires_at < now() - timedelta(days=1))).rowcount
