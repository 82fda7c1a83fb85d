"""Settings: the value in force, typed."""

from typing import Any

from sqlalchemy import select

from outreach.catalogue.kept import kept
from outreach.catalogue.models import Setting
from outreach.catalogue.settings import KNOWN
from outreach.db import db


def changed_settings() -> dict[str, Setting]:
    """The rows of those settings that somebody changed, by key."""
    return {row.key: row for row in db.session.scalars(select(Setting)) if row.key in KNOWN}


def setting(key: str) -> Any:
    """The value in force: int, str, LocalizedText, list of mail addresses or time, as settings.KNOWN says.

    Raises KeyError for a setting that the house does not know.
    """
    known = KNOWN[key]
    stored = kept("settings", lambda: dict(db.session.execute(select(Setting.key, Setting.value)).all()))
    return known.read(stored[key]) if key in stored else known.default
