"""The organisations that rows name, found for many rows at once and without an object for each."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from outreach.contacts.models import Organisation
from outreach.contacts.services.organisations import best_fit
from outreach.db import db
from outreach.db.bulk import pieces
from outreach.identity import parse_organisation


@dataclass(frozen=True, slots=True)
class Place:
    """What a row needs to know of a stored organisation."""

    id: int
    name: str
    key: str
    legal_form: str | None
    country: str | None


class Places:
    """Finds organisations by name and country, as find_organisation() does; what was found once is kept at hand."""

    def __init__(self) -> None:
        self._by_key: dict[str, list[Place]] = {}

    def look_up(self, names: Iterable[str]) -> None:
        """Read the organisations of these names; those that were not there before are asked for again."""
        keys = {parse_organisation(name.strip()).key[:300] for name in names} - {""}
        columns = (Organisation.id, Organisation.name, Organisation.key, Organisation.legal_form, Organisation.country)
        for part in pieces(key for key in keys if key not in self._by_key):
            for row in db.session.execute(select(*columns).where(Organisation.key.in_(part)).order_by(Organisation.id)):
                self._by_key.setdefault(row.key, []).append(Place(*row))

    def find(self, name: str | None, country: str | None) -> Place | None:
        """The organisation of this name among those that were read; None for none."""
        key = parse_organisation(name.strip()).key[:300] if name and name.strip() else ""
        return best_fit(self._by_key.get(key, ()), name, country) if key else None

    def add(self, place: Place) -> None:
        """Remember one that was just made."""
        self._by_key.setdefault(place.key, []).append(place)
