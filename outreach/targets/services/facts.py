"""What is known of a target: added, corrected, taken away; always with source and day."""

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from outreach.activity import Actor, changes_of, record
from outreach.db import db, hold, today_in
from outreach.errors import Conflict, Refused
from outreach.i18n import LANGUAGES
from outreach.targets.models import FACT_KINDS, Target, TargetFact
from outreach.targets.services.editing import refresh_target

#: What a caller may set.
FIELDS = ("kind", "text", "language", "source", "observed_on")
LONGEST = 5000


def add_fact(actor: Actor, target: Target, values: dict[str, Any]) -> TargetFact:
    """Add a fact from columns as in FIELDS. Raises Refused without text, source or day, and for a day to come."""
    fact = TargetFact(**_clean(values))
    _check(fact)
    target.facts.append(fact)
    db.session.flush()
    db.session.refresh(target, ["facts"])
    refresh_target(target)
    record(actor, "target.fact_added", target, about=[target.organisation], kind=fact.kind,
           changes={"text": (None, fact.text), "source": (None, fact.source), "observed_on": (None, fact.observed_on)})
    return fact


def edit_fact(actor: Actor, fact: TargetFact, values: dict[str, Any], version: int | None = None) -> TargetFact:
    """Change columns as in FIELDS. Raises Refused as add_fact does, Conflict where somebody else changed the fact."""
    given = _clean(values)
    if not hold(fact, version):
        theirs = {name: getattr(fact, name) for name, value in given.items() if getattr(fact, name) != value}
        if theirs:
            raise Conflict("fact_changed", _("Somebody else changed this fact meanwhile. Compare and decide."), theirs=theirs)
    with db.session.no_autoflush:
        changes = changes_of(fact, given)
        try:
            _check(fact)
        except Refused:
            db.session.expire(fact)
            raise
    if changes:
        fact.version += 1
        db.session.flush()
        refresh_target(fact.target)
        record(actor, "target.fact_changed", fact.target, changes=changes, about=[fact.target.organisation], kind=fact.kind)
    return fact


def remove_fact(actor: Actor, fact: TargetFact) -> None:
    """Take a fact away; the log keeps what it said."""
    target = fact.target
    changes = {"text": (fact.text, None), "source": (fact.source, None), "observed_on": (fact.observed_on, None)}
    kind = fact.kind
    target.facts.remove(fact)
    db.session.flush()
    refresh_target(target)
    record(actor, "target.fact_removed", target, changes=changes, about=[target.organisation], kind=kind)


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in values.items() if name in FIELDS}
    for name in ("text", "source"):
        if name in given:
            given[name] = (given[name] or "").replace("\x00", "�").strip()
    return given


def _check(fact: TargetFact) -> None:
    if fact.kind not in FACT_KINDS:
        raise Refused("unknown_kind", _("Choose what the fact is about"), field="kind")
    if not fact.text:
        raise Refused("text_missing", _("Enter the text"), field="text")
    if len(fact.text) > LONGEST:
        raise Refused("text_too_long", _("Write at most %(max)s characters", max=LONGEST), field="text")
    if fact.language not in LANGUAGES:
        raise Refused("unknown_language", _("Choose zh, en, de or ko"), field="language")
    if not fact.source:
        raise Refused("source_missing", _("Enter where you read or heard it"), field="source")
    if len(fact.source) > 500:
        raise Refused("text_too_long", _("Write at most %(max)s characters", max=500), field="source")
    if not isinstance(fact.observed_on, date):
        raise Refused("day_missing", _("Enter the day of which the source tells"), field="observed_on")
    # Somebody east of us may write down today what is tomorrow here.
    if fact.observed_on > today_in("Asia/Shanghai") + timedelta(days=1):
        raise Refused("day_to_come", _("This day lies in the future"), field="observed_on")
