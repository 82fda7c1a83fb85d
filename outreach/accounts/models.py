"""Who works with Outreach: units, users, their sessions, links and tokens, and the count of tries."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.db import Instant, JsonList, Model, Stamped, now
from outreach.i18n.localized import LocalizedText, LocalizedTextType

#: What a unit is for: it promotes, it serves, or it hosts the project that lands.
UNIT_KINDS = ("promotion_unit", "service_unit", "hosting_platform")

#: Compared byte by byte on both engines; SQLite does so by itself.
SORT_KEY = String(200).with_variant(String(200, collation="C"), "postgresql")


class Unit(Stamped, Model):
    """A department of the centre or a hosting platform."""

    __tablename__ = "unit"

    #: Short stable code, such as P1.
    code: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[str] = mapped_column(String(30))
    name: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    active: Mapped[bool] = mapped_column(default=True)

    @property
    def label(self) -> str:
        """The name in its source language, for the log."""
        return self.name.original


class User(Stamped, Model):
    """An account. Partner users read their own organisation's records only."""

    __tablename__ = "user_account"

    #: Lower-case address; it is the name to sign in with.
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(300), default="")
    #: Where the user stands in lists: the romanised name, or the address.
    sort_key: Mapped[str] = mapped_column(SORT_KEY, default="", index=True)
    #: One of web.access.ROLES.
    role: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    #: Language code of interface and mails.
    language: Mapped[str] = mapped_column(String(2), default="zh")
    #: IANA zone whose clock the reader lives by.
    time_zone: Mapped[str] = mapped_column(String(60), default="Asia/Shanghai")
    #: 'light', 'dark' or 'auto'.
    theme: Mapped[str] = mapped_column(String(5), default="light")
    #: Argon2 hash; None where only one-time links open the account.
    password_hash: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    last_seen_at: Mapped[datetime | None] = mapped_column(Instant)

    unit: Mapped[Unit | None] = relationship(lazy="joined")

    def get_id(self) -> str:
        """Flask-Login's cookie carries the token of a session row instead, which start_session() gives."""
        raise RuntimeError("start_session() gives the token that signs a browser in")

    # Flask-Login asks for these.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """False once an administrator has disabled the account."""
        return self.active

    @property
    def label(self) -> str:
        """How others read the user."""
        return self.name or self.email


class UserSession(Model):
    """One browser that is signed in; deleting the row ends it at once."""

    __tablename__ = "user_session"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    seen_at: Mapped[datetime] = mapped_column(Instant, default=now)
    address: Mapped[str] = mapped_column(String(60), default="")
    agent: Mapped[str] = mapped_column(String(300), default="")

    user: Mapped[User] = relationship(lazy="joined")


class SignInLink(Model):
    """A one-time link by mail. It opens on a POST, because mail scanners open links."""

    __tablename__ = "sign_in_link"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)

    user: Mapped[User] = relationship(lazy="joined")


class ApiToken(Model):
    """A bearer token with scopes; only its hash is stored."""

    __tablename__ = "api_token"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    #: Scope names as in web.tokens.SCOPES.
    scopes: Mapped[list] = mapped_column(JsonList, default=list)
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)

    user: Mapped[User] = relationship(lazy="joined")


class Attempt(Model):
    """Tries within a window, for the limits that must hold across processes without Redis."""

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("bucket", "window"),)

    #: What is limited and for whom: 'sign-in:anna@…', 'intention:203.0.113.7'.
    bucket: Mapped[str] = mapped_column(String(200))
    #: Number of the window since the epoch.
    window: Mapped[int]
    count: Mapped[int] = mapped_column(default=0)
    #: When the window is over and the row may go.
    ends_at: Mapped[datetime] = mapped_column(Instant, index=True)
