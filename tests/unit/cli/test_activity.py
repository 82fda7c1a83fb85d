"""`flask activity verify` counts the entries and names the one that was tampered with."""

import json

from sqlalchemy import update

from outreach.activity import SYSTEM, record
from outreach.activity.models import ActivityEntry
from outreach.activity.queries import entry_count
from outreach.db import transaction
from tests.factories.accounts import make_unit


def _tamper() -> int:
    unit = make_unit()
    with transaction():
        entry = record(SYSTEM, "unit.changed", unit)
    with transaction() as session:
        session.execute(update(ActivityEntry).where(ActivityEntry.id == entry.id).values(actor_label="Nobody"))
    return entry.id


def test_a_sound_log_leaves_with_0(runner):
    make_unit()
    result = runner.invoke(args=["activity", "verify"])
    assert result.exit_code == 0
    assert result.stdout == f"{entry_count()} entries, chain holds\n"
    answer = json.loads(runner.invoke(args=["activity", "verify", "--json"]).stdout)
    assert (answer["entries"], answer["faults"], len(answer["head"])) == (entry_count(), [], 64)


def test_a_tampered_row_is_named_and_leaves_with_1(runner):
    entry_id = _tamper()
    result = runner.invoke(args=["activity", "verify"])
    assert result.exit_code == 1
    assert f"entry {entry_id}: changed" in result.stdout
    result = runner.invoke(args=["activity", "verify", "--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["faults"] == [{"entry": entry_id, "kind": "changed"}]
