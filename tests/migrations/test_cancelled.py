"""Since when an event is cancelled is taken over from the last change that calendars showed."""

import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from outreach.db import db
from tests.migrations.test_migrations import FOLDER, bare_app  # noqa: F401 - a fixture

INSERT = sa.text(
    "INSERT INTO event (code, title, kind, state, presence, industries, city, venue, time_zone, starts_on, ends_on, days_known,"
    " starts_fold, ends_fold, starts_at, ends_at, confirmed_source, website, public, ics_uid, ics_sequence, ics_changed_at,"
    " position, created_at, updated_at, version) VALUES (:state, '{}', 'trade_show', :state, 'visit', '[]', '', '', 'UTC',"
    " '2027-06-22', '2027-06-25', :yes, 0, 0, :at, :at, '', '', :yes, :state, 0, :at, 0, :at, :at, 1)")


def test_cancelled_events_keep_their_month_and_others_get_none(bare_app):  # noqa: F811
    upgrade(directory=FOLDER, revision="0027")
    with db.engine.begin() as connection:
        for state in ("cancelled", "planned"):
            connection.execute(INSERT, {"state": state, "yes": True, "at": "2026-11-02 08:30:00.000000"})
    upgrade(directory=FOLDER)
    with db.engine.connect() as connection:
        rows = connection.execute(sa.text(
            "SELECT state, cancelled_at = ics_changed_at FROM event ORDER BY state")).all()
    assert [(state, bool(same)) for state, same in rows] == [("cancelled", True), ("planned", False)]
    downgrade(directory=FOLDER, revision="0027")
