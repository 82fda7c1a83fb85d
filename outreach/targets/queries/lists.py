"""Which targets a viewer sees, how old what is known of them is, and the board."""

from dataclasses import dataclass, field
from datetime import date

from dateutil.relativedelta import relativedelta
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, case, exists, false, func, select

from outreach.accounts.models import User
from outreach.accounts.queries import staff_users
from outreach.catalogue.queries import carries_industry, setting
from outreach.contacts.models import Organisation
from outreach.db import db, today_in
from outreach.errors import NotFound
from outreach.targets.models import STATES, Target, TargetFact
from outreach.web.access import STAFF

#: Cards of one column of the board; the list has the rest.
PER_COLUMN = 30


@dataclass
class Lane:
    """One column of the board: a state, how many targets it holds, and the first of them."""

    state: str
    count: int = 0
    targets: list[Target] = field(default_factory=list)


def visible_targets(viewer) -> Select:
    """All targets for our own people, none for anybody else."""
    statement = select(Target)
    return statement if viewer is not None and viewer.role in STAFF else statement.where(false())


def get_target(viewer, target_id: int) -> Target:
    """One target. Raises NotFound where there is none or the viewer may not see it."""
    found = db.session.scalar(visible_targets(viewer).where(Target.id == target_id)) if target_id < 2**31 else None
    if found is None:
        raise NotFound("unknown_target", _("There is no such target. Look it up in the list of targets."))
    return found


def owners() -> list[User]:
    """Colleagues who may answer for a target, by name: those who may answer for the lead that it becomes."""
    return [user for user in staff_users() if user.role != "reader"]


def fresh_since() -> date:
    """The first day of which a fact still counts as fresh."""
    return today_in("Asia/Shanghai") - relativedelta(months=setting("fact_fresh_months"))


def with_stale_facts() -> ColumnElement[bool]:
    """The condition of holding a fact that is older than that."""
    return exists().where(TargetFact.target_id == Target.id, TargetFact.observed_on < fresh_since())


def without_facts() -> ColumnElement[bool]:
    """The condition of holding no fact at all."""
    return ~exists().where(TargetFact.target_id == Target.id)


def fact_counts(targets: list[Target]) -> dict[int, tuple[int, int, date]]:
    """(facts, stale ones, day of the newest) by target; targets without any are left out."""
    stale = func.sum(case((TargetFact.observed_on < fresh_since(), 1), else_=0))
    rows = select(TargetFact.target_id, func.count(), stale, func.max(TargetFact.observed_on)).where(
        TargetFact.target_id.in_([target.id for target in targets])).group_by(TargetFact.target_id)
    return {key: (count, int(old), newest) for key, count, old, newest in db.session.execute(rows)}


def lanes(statement: Select) -> list[Lane]:
    """The targets of a select by state, those of high priority first."""
    found = {state: Lane(state) for state in STATES}
    counted = statement.with_only_columns(Target.state, func.count()).group_by(Target.state).order_by(None)
    for state, count in db.session.execute(counted):
        found[state].count = count
        rows = statement.where(Target.state == state).order_by(Target.priority, Target.sort_key, Target.id)
        found[state].targets = list(db.session.scalars(rows.limit(PER_COLUMN)))
    return list(found.values())


def countries_of_targets(viewer) -> list[str]:
    """The countries from which the viewer's targets come, by code."""
    rows = visible_targets(viewer).with_only_columns(Target.country).distinct()
    return sorted(code for code in db.session.scalars(rows) if code)


def targets_of_organisation(viewer, organisation_id: int) -> list[Target]:
    """The targets that an organisation is; two where a merge brought two together."""
    return list(db.session.scalars(
        visible_targets(viewer).where(Target.organisation_id == organisation_id).order_by(Target.id)))


def said(statement: Select, words: str) -> Select:
    """The select narrowed to targets with these words in their name or their organisation's."""
    named = select(Organisation.id).where(Organisation.name.icontains(words, autoescape=True))
    return statement.where(Target.name.icontains(words, autoescape=True) | Target.organisation_id.in_(named))


def in_industry(code: str) -> ColumnElement[bool]:
    """The condition of carrying an industry or one below it."""
    return carries_industry(Target.industries, code)
