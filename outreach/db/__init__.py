"""The database room: one base model, our column types, one unit of work, paging."""

from outreach.db.base import Model, Stamped, Versioned, db
from outreach.db.holding import hold, hold_name
from outreach.db.paging import Page, nearest_page, paginate
from outreach.db.time import LocalTime, now, to_zone, today_in
from outreach.db.transaction import after_commit, give_way, transaction
from outreach.db.types import Instant, JsonDict, JsonList, Money, new_token, token_hash

__all__ = [
    "Instant", "JsonDict", "JsonList", "LocalTime", "Model", "Money", "Page", "Stamped", "Versioned",
    "after_commit", "db", "give_way", "hold", "hold_name", "nearest_page", "new_token", "now", "paginate",
    "to_zone", "today_in", "token_hash", "transaction",
]
