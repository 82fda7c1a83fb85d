"""Mail: written to the outbox in the unit of work, sent after the commit, and what comes in is read and sorted.

`queue()` is the one way out. Delivery promises *at least once* with a Message-ID that never changes: a worker
killed between the server's yes and our commit sends one mail twice, and none is lost.
"""

from outreach.mail.outgoing import queue
from outreach.mail.rendering import public_url

__all__ = ["public_url", "queue"]
