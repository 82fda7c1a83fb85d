"""Real partners and their users for tests."""

from outreach.accounts.models import User
from outreach.activity import SYSTEM
from outreach.db import transaction
from outreach.partners.models import Partner
from tests.factories.accounts import make_user

_count = iter(range(1, 10**9))


def make_partner(code: str | None = None, organisation: str | None = None, **values) -> Partner:
    """A German offshore incubator without an end of the agreement; any field of create_partner may be given."""
    from outreach.partners.services import create_partner

    number = next(_count)
    given = {"kind": "offshore_incubator", "country": "DE", "language": "de", **values}
    with transaction():
        return create_partner(SYSTEM, code=code or f"DE-HAUS-{number}",
                              organisation=organisation or f"Gründerhaus Beispiel {_letters(number)} e. V.", **given)


def make_partner_user(partner: Partner | None = None, **values) -> User:
    """An account with the role partner user, of `partner` unless None is given."""
    from outreach.partners.services import add_user

    user = make_user("partner_user", **{"name": "Imke Beispiel", "time_zone": "Europe/Berlin", **values})
    if partner is not None:
        with transaction():
            add_user(SYSTEM, partner, user)
    return user


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))
