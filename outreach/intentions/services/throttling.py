"""How much one address may send, so that a programme does not fill the inbox."""

from flask import current_app

from outreach.accounts.services import throttle

#: Intentions an hour from one network address where people work; other installations set no limit.
PER_HOUR = 10


def throttle_sender(address: str | None, kind: str = "intention") -> None:
    """Count one try. Raises TooMany beyond the limit; call it before the unit of work.

    INTENTIONS_PER_HOUR in the configuration overrules the limit; 0 is none.
    """
    usual = PER_HOUR if current_app.config["SETTINGS"].production else 0
    limit = current_app.config.get("INTENTIONS_PER_HOUR", usual)
    if limit:
        throttle(f"{kind}:{address or ''}", limit, 3600)
