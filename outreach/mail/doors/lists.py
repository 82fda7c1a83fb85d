"""The outbox as a list to export."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select

from outreach.mail import queries
from outreach.mail.models import OutboxMail
from outreach.web import doors
from outreach.web.lists.kinds import Column, RecordList


def columns() -> list[Column]:
    """What is exported of a mail; its text stays in the house."""
    return [
        Column("subject", _l("Subject line"), lambda mail, facts: mail.subject, usual=True),
        Column("to", _l("To"), lambda mail, facts: mail.to_email, usual=True),
        Column("to_name", _l("Name"), lambda mail, facts: mail.to_name, usual=True),
        Column("state", _l("State"), lambda mail, facts: queries.state_name(mail.state), usual=True),
        Column("reason", _l("Reason"), lambda mail, facts: queries.reason_text(mail.reason), usual=True),
        Column("created", _l("Written"), lambda mail, facts: mail.created_at, kind="moment", usual=True),
        Column("sent", _l("Sent"), lambda mail, facts: mail.sent_at, kind="moment", usual=True),
        Column("attempts", _l("Tries"), lambda mail, facts: mail.attempts, kind="number"),
    ]


def _select(viewer, asked: dict) -> Select:
    return queries.outbox(viewer, asked.get("state"), asked.get("q", "").strip())


doors.record_list.hang("outbox", RecordList(
    "outbox", _l("Outbox"), "mail.outbox", OutboxMail, columns, base=lambda viewer: queries.outbox(viewer).order_by(None),
    roles=frozenset(queries.READERS), editors=frozenset(), arguments=("state", "q"), select=_select))
