"""The track of a lead and its one next step."""

from datetime import date

import pytest

from outreach.activity import SYSTEM
from outreach.activity.models import ActivityEntry
from outreach.db import db, transaction
from outreach.errors import Conflict, Refused
from outreach.leads import services
from outreach.leads.services.stages import last_main_stage, track
from tests.factories.leads import make_lead, move

DAY = date(2027, 7, 2)


@pytest.fixture(autouse=True)
def _app(app):
    """All of these write real rows."""


def _refused(code: str, action, *args, **values) -> Refused:
    with pytest.raises(Refused) as caught, transaction():
        action(*args, **values)
    assert caught.value.code == code
    return caught.value


def test_a_lead_cannot_leave_the_first_stage_without_an_industry():
    lead = make_lead(industries=[])
    assert _refused("industry_missing", services.change_stage, SYSTEM, lead, "appraised").field == "industries"
    assert lead.stage == "lead"
    with transaction():
        services.edit_lead(SYSTEM, lead, {"industries": ["other"]})
    assert move(lead, "appraised").stage == "appraised"


def test_one_step_forward_needs_no_reason_and_is_kept_with_its_proof():
    lead = move(make_lead(), "appraised", proof="Minutes 12")
    change = lead.stage_changes[-1]
    assert (change.from_stage, change.to_stage, change.proof, change.correction) == (
        "lead",
        "appraised",
        "Minutes 12",
        False,
    )
    assert lead.version == 2


def test_skipping_and_going_back_need_a_reason_and_going_back_counts_as_a_correction():
    lead = make_lead()
    _refused("reason_missing", services.change_stage, SYSTEM, lead, "negotiation")
    move(lead, "negotiation", reason="Long known")
    _refused("reason_missing", services.change_stage, SYSTEM, lead, "appraised")
    move(lead, "appraised", reason="Entered too early")
    assert [change.correction for change in lead.stage_changes] == [False, False, True]


def test_closing_as_lost_demands_a_reason_and_leaves_nothing_to_do():
    lead = make_lead()
    assert _refused("lost_reason_missing", services.change_stage, SYSTEM, lead, "lost").field == "lost_reason"
    _refused("lost_reason_missing", services.change_stage, SYSTEM, lead, "lost", lost_reason="   ", reason="x")
    move(lead, "lost", lost_reason="The parent company stopped the budget")
    assert lead.closed_at is not None
    assert (lead.next_step, lead.next_step_on) == (None, None)
    assert lead.lost_reason == "The parent company stopped the budget"
    entry = db.session.scalars(db.select(ActivityEntry).where(ActivityEntry.verb == "lead.stage_changed")
                               .order_by(ActivityEntry.id.desc())).first()
    assert entry.data["changes"]["stage"] == ["lead", "lost"]


def test_a_lost_lead_is_taken_up_again_only_with_a_reason():
    lead = move(make_lead(), "lost", lost_reason="No budget")
    _refused("reason_missing", services.change_stage, SYSTEM, lead, "lead")
    move(lead, "lead", reason="New budget year")
    assert (lead.closed_at, lead.lost_reason) == (None, None)


def test_a_reserve_lead_sleeps_until_a_day_and_needs_no_step_meanwhile():
    lead = make_lead()
    _refused("wake_up_missing", services.change_stage, SYSTEM, lead, "reserve", reason="Waits for the law")
    _refused("reason_missing", services.change_stage, SYSTEM, lead, "reserve", wake_up_on=DAY)
    move(lead, "reserve", reason="Waits for the law", wake_up_on=DAY)
    assert (lead.wake_up_on, lead.closed_at) == (DAY, None)
    with transaction():
        services.complete_next_step(SYSTEM, lead)
    assert lead.next_step is None
    move(lead, "lead")
    assert lead.wake_up_on is None


def test_only_a_signed_project_can_be_terminated():
    lead = make_lead()
    _refused("terminate_after_signing", services.change_stage, SYSTEM, lead, "terminated", reason="x")
    move(lead, "signed", reason="Signed at the fair")
    assert move(lead, "terminated", reason="Contract ended").closed_at is not None


def test_the_track_remembers_where_a_lead_stood_before_it_stepped_aside():
    lead = move(move(make_lead(), "appraised"), "paused", reason="Holidays")
    assert last_main_stage(lead) == "appraised"
    assert track()[:2] == ["lead", "appraised"]


def test_the_same_stage_and_an_old_version_are_refused():
    lead = make_lead()
    _refused("same_stage", services.change_stage, SYSTEM, lead, "lead")
    move(lead, "appraised")
    with pytest.raises(Conflict), transaction():
        services.change_stage(SYSTEM, lead, "negotiation", version=1)
    assert lead.stage == "appraised"


# The next step


def test_done_means_that_the_following_step_is_named():
    lead = make_lead()
    _refused("step_missing", services.complete_next_step, SYSTEM, lead)
    _refused("step_date_missing", services.complete_next_step, SYSTEM, lead, "Send the offer", None)
    with transaction():
        services.complete_next_step(SYSTEM, lead, "Send the offer", DAY, outcome="Wants an offer")
    assert (lead.next_step, lead.next_step_on) == ("Send the offer", DAY)
    entry = db.session.scalars(db.select(ActivityEntry).where(ActivityEntry.verb == "lead.next_step_done")).one()
    assert (entry.data["done"], entry.data["outcome"]) == ("约定视频会议", "Wants an offer")


def test_a_closed_lead_takes_no_step():
    lead = move(make_lead(), "lost", lost_reason="No budget")
    _refused("lead_closed", services.set_next_step, SYSTEM, lead, "Call", DAY)
    _refused("no_step", services.complete_next_step, SYSTEM, lead, "Call", DAY)


def test_setting_the_same_step_again_changes_nothing():
    lead = make_lead()
    with transaction():
        services.set_next_step(SYSTEM, lead, lead.next_step, lead.next_step_on)
    assert lead.version == 1
