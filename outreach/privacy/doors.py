"""What privacy hangs on the doors: the mail gate, its column that points to a person, its words in the log."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.privacy.queries import purpose_name
from outreach.privacy.services import may_send, withdrawals_on_merge, withdrawals_on_parting
from outreach.web.doors import (
    MergeRule,
    PersonReference,
    TimelineKind,
    mail_gate,
    merge_rule,
    person_references,
    timeline_kind,
)


def gate(to: str, purpose: str, at: datetime) -> tuple[bool, str]:
    """The mail gate's answer: allowed, and the reason where not."""
    answer = may_send(to, "email", purpose, at)
    return answer.allowed, answer.reason


mail_gate.hang("privacy", gate)

person_references.hang("consent.person_id", PersonReference(
    "consent.person_id", _l("Consents"), on_merge="move", on_erase="delete"))


def _on_merge(kind: str, kept_id: int, removed_id: int) -> list[tuple[str, dict]]:
    return [("consent", row) for row in withdrawals_on_merge(kept_id, removed_id)] if kind == "person" else []


def _on_parting(kind: str, kept_id: int, removed_id: int, since: datetime) -> list[tuple[str, dict]]:
    return [("consent", row) for row in withdrawals_on_parting(kept_id, removed_id, since)] if kind == "person" else []


merge_rule.hang("privacy", MergeRule(adds=_on_merge, parted=_on_parting))

timeline_kind.hang("consent.given", TimelineKind("check", lambda entry: _(
    "noted consent to %(what)s", what=purpose_name(entry.data.get("purpose", "")))))
timeline_kind.hang("consent.withdrawn", TimelineKind("undo", lambda entry: _(
    "noted that consent to %(what)s is withdrawn", what=purpose_name(entry.data.get("purpose", "")))))
