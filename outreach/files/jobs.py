"""Tidying up: content that was stored for a unit of work which never committed."""

import time
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from outreach.db import db
from outreach.files.models import Attachment
from outreach.jobs import periodic

#: No unit of work is open that long.
OLD = 24 * 3600


@periodic("files.sweep", minutes=24 * 60)
def sweep() -> int:
    """Remove files older than a day that no row names; gives their number."""
    folder = Path(current_app.config["SETTINGS"].data) / "files"
    known = set(db.session.scalars(select(Attachment.sha256)))
    db.session.commit()
    removed = 0
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in known and path.stat().st_mtime < time.time() - OLD:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
