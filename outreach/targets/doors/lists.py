"""The list of targets: its columns, filters, and what can be changed for many at once."""

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import selectinload

from outreach.catalogue.queries import industry_choices, industry_label
from outreach.i18n import formats
from outreach.targets import queries
from outreach.targets.models import KINDS, PRIORITIES, STATES, Target
from outreach.targets.services import change_state, set_target_field
from outreach.web import doors
from outreach.web.lists.kinds import BulkAction, Column, Filter, RecordList


def columns() -> list[Column]:
    """What can be shown and exported of a target; the name is always there."""
    def counted(place: int):
        return lambda target, facts: facts.get("dossiers", {}).get(target.id, (0, 0, None))[place]

    return [
        Column("name", _l("Target"), lambda target, facts: target.label, order=Target.sort_key, usual=True, fixed=True),
        Column("kind", _l("Kind"), lambda target, facts: str(queries.KIND_LABELS[target.kind]), order=Target.kind, usual=True),
        Column("priority", _l("Priority"), lambda target, facts: str(queries.PRIORITY_LABELS[target.priority]),
               order=Target.priority, usual=True),
        Column("state", _l("State"), lambda target, facts: str(queries.STATE_LABELS[target.state]), order=Target.state,
               usual=True),
        Column("country", _l("Country"), lambda target, facts: formats.country(target.country), order=Target.country,
               usual=True),
        Column("industries", _l("Industries"), lambda target, facts: [
            str(industry_label(code)) for code in target.industries], usual=True),
        Column("owner", _l("Owner"), lambda target, facts: target.owner.label if target.owner else None, usual=True),
        Column("facts", _l("Facts"), counted(0), kind="number", usual=True),
        Column("stale", _l("Stale facts"), counted(1), kind="number", usual=True),
        Column("newest", _l("Newest fact of"), counted(2), kind="day"),
        Column("why", _l("Why we want to win it"), lambda target, facts: target.why),
        Column("website", _l("Website"), lambda target, facts: target.website),
        Column("dossier", _l("Dossier"), lambda target, facts: [
            f"{queries.FACT_LABELS[fact.kind]}: {fact.text} ({fact.source}, {formats.day(fact.observed_on)})"
            for fact in target.facts]),
        Column("created", _l("Added"), lambda target, facts: target.created_at, kind="moment", order=Target.id),
        Column("changed", _l("Last change"), lambda target, facts: target.updated_at, kind="moment", order=Target.updated_at),
    ]


def filters() -> list[Filter]:
    """By what targets are narrowed."""
    def equal(column, read=str):
        return lambda statement, value, viewer: statement.where(column == read(value))

    ages = {"stale": queries.with_stale_facts, "fresh": lambda: ~queries.with_stale_facts() & ~queries.without_facts(),
            "none": queries.without_facts}
    words = {"stale": _l("some are stale"), "fresh": _l("all are fresh"), "none": _l("there are none")}
    return [
        Filter("q", _l("Target"), lambda statement, value, viewer: queries.said(statement, value), kind="words", first=True),
        Filter("industry", _l("Industry"), lambda statement, value, viewer: statement.where(queries.in_industry(value)),
               lambda viewer: industry_choices(), first=True),
        Filter("country", _l("Country"), equal(Target.country), lambda viewer: [
            (code, formats.country(code)) for code in queries.countries_of_targets(viewer)], first=True),
        Filter("kind", _l("Kind"), equal(Target.kind), lambda viewer: [
            (code, str(queries.KIND_LABELS[code])) for code in KINDS], first=True),
        Filter("priority", _l("Priority"), equal(Target.priority, int), lambda viewer: [
            (str(code), str(queries.PRIORITY_LABELS[code])) for code in PRIORITIES], first=True),
        Filter("state", _l("State"), equal(Target.state), lambda viewer: [
            (code, str(queries.STATE_LABELS[code])) for code in STATES]),
        Filter("owner", _l("Owner"), equal(Target.owner_id, int), lambda viewer: [
            (str(user.id), user.label) for user in queries.owners()]),
        Filter("facts", _l("Facts of the dossier"), lambda statement, value, viewer: statement.where(ages[value]()),
               lambda viewer: [(code, str(label)) for code, label in words.items()]),
    ]


def bulk() -> list[BulkAction]:
    """What can be set for many targets at once."""
    def state(actor, target, value: str, version: int) -> bool:
        before = target.state
        return change_state(actor, target, value).state != before

    def setting(field: str):
        return lambda actor, target, value, version: set_target_field(actor, target, field, int(value), version)

    return [
        BulkAction("owner", _l("Hand to an owner"), setting("owner_id"), lambda value: Target.owner_id == int(value),
                   lambda viewer: [(str(user.id), user.label) for user in queries.owners()], empty=False),
        BulkAction("priority", _l("Set the priority"), setting("priority"), lambda value: Target.priority == int(value),
                   lambda viewer: [(str(code), str(queries.PRIORITY_LABELS[code])) for code in PRIORITIES], empty=False),
        # Whoever drops a target says why, so that is done one by one.
        BulkAction("state", _l("Set the state"), state, lambda value: Target.state == value, lambda viewer: [
            (code, str(queries.STATE_LABELS[code])) for code in STATES if code not in ("converted", "dropped")], empty=False),
    ]


def facts(viewer, rows: list, codes: set) -> dict:
    """How many facts stand in the dossiers, if that is asked for."""
    return {"dossiers": queries.fact_counts(rows)} if codes & {"facts", "stale", "newest"} and rows else {}


doors.record_list.hang("targets", RecordList(
    "targets", _l("Targets"), "targets.index", Target, columns, base=queries.visible_targets, filters=filters, bulk=bulk,
    sort="name", facts=facts, options=lambda codes: [selectinload(Target.facts)] if "dossier" in codes else [],
    personal=False))
