"""Limits that hold across processes without Redis: tries are counted in the table `attempt`."""

import hashlib
import time
from datetime import UTC, datetime

from flask_babel import gettext as _
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from outreach.accounts.models import Attempt
from outreach.db import db, now, transaction
from outreach.errors import TooMany


def throttle(bucket: str, limit: int, seconds: int) -> None:
    """Count one try in `bucket`, for example "sign-in:anna@example.org"; raise TooMany beyond `limit` tries.

    Windows of `seconds` are fixed: they begin at multiples since the epoch. The count is a unit of work of its
    own, so that it stands even where the request is refused afterwards; so call it before transaction(), never
    inside (RuntimeError). Long bucket names are stored as their hash.
    """
    if db.session().info.get("outreach_open"):
        raise RuntimeError("throttle() counts in a unit of work of its own: call it before transaction()")
    moment = time.time()
    window = int(moment // seconds)
    ends = (window + 1) * seconds
    with transaction():
        count = _count_up(_stored_name(bucket), window, datetime.fromtimestamp(ends, UTC))
    if count > limit:
        wait = max(1, round(ends - moment))
        raise TooMany("too_many_tries", _("There were too many tries. Wait %(minutes)s minutes, then try again.",
                                          minutes=-(-wait // 60)), retry_after=wait)


def _count_up(bucket: str, window: int, ends_at: datetime) -> int:
    insert = sqlite_insert if db.session.get_bind().dialect.name == "sqlite" else postgresql_insert
    statement = insert(Attempt).values(bucket=bucket, window=window, count=1, ends_at=ends_at)
    statement = statement.on_conflict_do_update(
        index_elements=["bucket", "window"], set_={"count": Attempt.count + 1}).returning(Attempt.count)
    return db.session.execute(statement).scalar_one()


def _stored_name(bucket: str) -> str:
    bucket = bucket.replace("\x00", "")
    if len(bucket) <= 120:
        return bucket
    return f"{bucket[:60]}:{hashlib.sha256(bucket.encode('utf-8', 'surrogatepass')).hexdigest()}"


def sweep() -> int:
    """Remove counts whose window is over; gives their number. Part of the caller's unit of work."""
    return db.session.execute(delete(Attempt).where(Attempt.ends_at < now())).rowcount
