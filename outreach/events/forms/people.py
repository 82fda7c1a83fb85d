"""Our people as choices of a form: whoever has left is not offered, but stays where they are named already."""

from collections.abc import Iterable

from flask_babel import gettext as _

from outreach.accounts.models import User


def people_choices(users: Iterable[User], kept: Iterable[User | None] = ()) -> list[tuple[int, str]]:
    """Choices of `users` and of those who are `kept` because the record names them, marked where they have left."""
    found = {user.id: user for user in [*users, *kept] if user is not None}
    return [(user.id, user.label if user.active else _("%(name)s (has left)", name=user.label)) for user in found.values()]
