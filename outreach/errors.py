"""Errors that people read: each carries a stable code for machines and a sentence for the reader."""


class Refused(Exception):
    """Something cannot be done. `code` is stable, `message` says in the reader's language what to do.

    `message` may be a lazy translation; it becomes text when somebody reads it. `field` names the input
    that is at fault in JSON notation ("contact.email"), `status` is the HTTP answer.
    """

    status = 422

    def __init__(self, code: str, message, *, field: str | None = None, status: int | None = None, **params):
        super().__init__(code)
        self.code, self.message, self.field, self.params = code, message, field, params
        self.status = status or self.status

    def __str__(self) -> str:
        return str(self.message)


class NotFound(Refused):
    """No such record, or none that this reader may see: both answers are the same."""

    status = 404


class Conflict(Refused):
    """Somebody else changed the record meanwhile. `theirs` maps field to the value that is stored now."""

    status = 409

    def __init__(self, code: str, message, *, theirs: dict | None = None, **params):
        super().__init__(code, message, **params)
        self.theirs = theirs or {}


class TooMany(Refused):
    """A limit was reached; `retry_after` is in seconds."""

    status = 429

    def __init__(self, code: str, message, *, retry_after: int, **params):
        super().__init__(code, message, **params)
        self.retry_after = retry_after
