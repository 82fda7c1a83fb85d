"""Background work of the mail room."""

from outreach.jobs import job, periodic
from outreach.mail import delivery


@job("mail.deliver")
def deliver(mail_id: int) -> str | None:
    """Try to send one row of the outbox."""
    return delivery.deliver(mail_id)


@periodic("mail.sweep", minutes=1)
def sweep() -> int:
    """Put back into the queue what is due, and what a dead worker left behind."""
    return delivery.sweep()
