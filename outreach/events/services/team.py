"""Who goes to an event."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.accounts.models import User
from outreach.activity import Actor, record
from outreach.db import db, hold
from outreach.errors import Refused
from outreach.events.models import TEAM_ROLES, Event, TeamMember
from outreach.events.services.days import check_days
from outreach.events.services.tasks import assign_waiting
from outreach.web.access import STAFF


def add_team_member(actor: Actor, event: Event, user: User, role: str = "member", from_on: date | None = None,
                    until_on: date | None = None) -> TeamMember:
    """Put somebody on the team, or change role and days of one who is on it already.

    Tasks of the checklist that wait for the role go to that person. Being at another event at the same time is no reason
    to refuse: queries.clashes() tells it. Raises Refused for
    somebody who is not one of our people, and for days outside the event.
    """
    if user.role not in STAFF or not user.active:
        raise Refused("not_staff", _("Only our own people with an active account can join the team"), field="user_id")
    if role not in TEAM_ROLES:
        raise Refused("unknown_role", _("Choose a role in the team"), field="role")
    check_days(from_on=from_on, until_on=until_on)
    first, last = from_on or event.starts_on, until_on or event.ends_on
    if last < first:
        raise Refused("end_before_start", _("The last day lies before the first day"), field="until_on")
    if last < event.starts_on or first > event.ends_on:
        raise Refused("outside_event", _("These days lie outside the event"), field="from_on")
    hold(event)
    member = db.session.scalar(select(TeamMember).where(TeamMember.event_id == event.id, TeamMember.user_id == user.id))
    values = {"role": role, "from_on": from_on, "until_on": until_on}
    if member is None:
        member = TeamMember(event=event, user=user, **values)
        db.session.add(member)
        record(actor, "event.member_added", event, about=[user], member=user.label, role=role)
    else:
        changes = {
            name: (getattr(member, name), value) for name, value in values.items() if getattr(member, name) != value
        }
        if changes:
            member.role, member.from_on, member.until_on = role, from_on, until_on
            record(actor, "event.member_changed", event, changes=changes, about=[user], member=user.label)
    assign_waiting(actor, event)
    return member


def remove_team_member(actor: Actor, member: TeamMember) -> None:
    """Take somebody off the team."""
    event, user = member.event, member.user
    event.team.remove(member)
    record(actor, "event.member_removed", event, about=[user], member=user.label)
