"""Which organisation belongs to which: one above each, in any country, and never in a circle."""

import re

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.activity import Actor, record
from outreach.contacts.models import Organisation, OrganisationParent
from outreach.contacts.models.organisations import RELATIONS
from outreach.contacts.services.organisations import find_organisation
from outreach.db import db
from outreach.errors import Conflict, Refused

#: No group is that deep; it ends a walk that damaged data would make endless.
DEEPEST = 30


def named_organisation(text: str) -> Organisation:
    """The stored organisation that a text names: "Name [12]" by its number, else the exact or only fitting name.

    Raises Refused where none or several fit.
    """
    number = re.search(r"\[(\d{1,9})\]\s*$", text)
    if number:
        found = db.session.get(Organisation, int(number[1]))
    else:
        exact = list(db.session.scalars(select(Organisation).where(Organisation.name == text.strip()).limit(2)))
        if len(exact) > 1:
            raise Refused("organisation_unclear", _(
                "Several organisations have this name. Choose one from the suggestions, or add its number: Name [12]."),
                field="organisation")
        found = exact[0] if exact else find_organisation(text)
    if found is None:
        raise Refused("organisation_unknown", _(
            "No organisation of this name is stored. Add it first, or check the spelling."), field="organisation")
    return found


def set_parent(actor: Actor, row: Organisation, parent: Organisation | None, relation: str | None, version: int) -> None:
    """Put an organisation below another one, or on its own where `parent` is None.

    Raises Conflict where somebody else changed the record since `version`, Refused for an unknown relation, for the
    organisation itself and for one that belongs to it already.
    """
    if row.version != version:
        raise Conflict(
            "organisation_changed", _("Somebody else changed this organisation meanwhile. Check what is stored now."))
    if parent is not None and relation not in RELATIONS:
        raise Refused("relation_unknown", _("Choose how the two belong together."), field="relation")
    if parent is not None and row.id in {item.id for item in lineage(parent)}:
        raise Refused("circle", _("%(name)s belongs to this organisation already. Nothing can be above itself.",
                                  name=parent.name), field="organisation")
    before, old = row.parent, row.parent_relation
    relation = relation if parent is not None else None
    if (before, old) == (parent, relation):
        return
    if parent is None:
        row.above = None
    elif row.above is None:
        row.above = OrganisationParent(parent=parent, relation=relation)
    else:
        row.above.parent, row.above.relation = parent, relation
    row.version += 1
    record(actor, "organisation.moved", row, about=[before, parent], changes={
        name: pair for name, pair in {
            "parent": (before.name if before else None, parent.name if parent else None),
            "relation": (old, relation)}.items() if pair[0] != pair[1]})


def lineage(row: Organisation) -> list[Organisation]:
    """The organisation and all above it, the nearest first."""
    found = [row]
    while found[-1].parent is not None and found[-1].parent not in found and len(found) < DEEPEST:
        found.append(found[-1].parent)
    return found
