"""`flask events refresh-instants` follows new rules of a zone, and says what it moved."""

import json

from outreach.db import db, transaction
from outreach.events.models import Event
from tests.factories.events import make_event


def _as_if_rules_had_changed(event) -> None:
    """Store the instants of an older rule: an hour earlier."""
    with transaction() as session:
        session.execute(db.update(Event).where(Event.id == event.id).values(
            starts_at=event.starts_at.replace(hour=21), ends_at=event.ends_at.replace(hour=21)))


def test_instants_follow_the_rules_and_wall_times_stay(runner):
    event = make_event()
    right = event.starts_at
    _as_if_rules_had_changed(event)
    result = runner.invoke(args=["events", "refresh-instants", "--json"])
    assert result.exit_code == 0
    assert [row["code"] for row in json.loads(result.stdout)["moved"]] == ["LASER-2027"]
    db.session.refresh(event)
    assert event.starts_at == right
    assert event.ics_sequence == 1


def test_a_second_run_moves_nothing(runner):
    make_event()
    result = runner.invoke(args=["events", "refresh-instants"])
    assert result.stdout.splitlines()[-1] == "0 events moved"
