"""Users and units with real rows."""

from itertools import count

from outreach.accounts import services
from outreach.accounts.models import Unit, User
from outreach.activity import SYSTEM
from outreach.db import transaction
from outreach.i18n.localized import LocalizedText

_numbers = count(1)


def make_unit(code: str | None = None, kind: str = "promotion_unit", name: LocalizedText | str | None = None) -> Unit:
    """A unit; code and name are made up where none is given."""
    number = next(_numbers)
    if not isinstance(name, LocalizedText):
        name = LocalizedText.of("zh", name or f"招商{number}科", en=f"Promotion {number}")
    with transaction():
        return services.create_unit(SYSTEM, code=code or f"U{number}", kind=kind, name=name)


def make_user(role: str = "officer", *, email: str | None = None, name: str = "", language: str = "en",
              time_zone: str = "Asia/Shanghai", unit: Unit | None = None, password: str | None = None,
              active: bool = True, theme: str = "light") -> User:
    """An account with an address of its own; with `password` it can sign in by it."""
    email = email or f"{role.replace('_', '-')}-{next(_numbers)}@demo.example.org"
    with transaction():
        user = services.create_user(SYSTEM, email=email, role=role, name=name, language=language, unit=unit,
                                    time_zone=time_zone, theme=theme)
        if password:
            from outreach.accounts.services.passwords import make_hash

            # Set directly: the mail about a changed password would stand in the outbox of every test.
            user.password_hash = make_hash(password)
        user.active = active
        return user
