"""What mail hangs on the doors: its line in the navigation, and how its entries in the log are told."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.mail import queries
from outreach.web.doors import NavigationEntry, TimelineKind, navigation, timeline_kind

navigation.hang("mail", NavigationEntry(
    "mail.outbox", _l("Outbox"), "mail", "admin", 810, frozenset({"administrator", "coordinator"}),
    count=queries.failed_count, hot=True))



def _value(_entry, field: str, stored: Any) -> str | None:
    """Reasons in words, as the outbox gives them."""
    return queries.reason_text(stored) if field == "reason" and isinstance(stored, str) else None


timeline_kind.hang("mail.sent", TimelineKind("mail", lambda entry: _(
    "sent the mail “%(subject)s”", subject=entry.subject_label)))
timeline_kind.hang("mail.failed", TimelineKind("warn", lambda entry: _(
    "could not deliver the mail “%(subject)s”", subject=entry.subject_label), value=_value))
timeline_kind.hang("mail.bounced", TimelineKind("warn", lambda entry: _(
    "got the mail “%(subject)s” back", subject=entry.subject_label)))
timeline_kind.hang("mail.refused", TimelineKind("x", lambda entry: _(
    "refused the mail “%(subject)s”; it did not leave", subject=entry.subject_label), value=_value))
timeline_kind.hang("mail.retried", TimelineKind("undo", lambda entry: _(
    "sent the mail “%(subject)s” again", subject=entry.subject_label)))
timeline_kind.hang("mail.held", TimelineKind("x", lambda entry: _(
    "held back the mail “%(subject)s”", subject=entry.subject_label)))

# The list registers itself.
from outreach.mail.doors import lists  # noqa: E402,F401
