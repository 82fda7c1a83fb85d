"""Two keys that lead to one record by now: what was sent for two records, from a page that was open meanwhile, is told so."""

from flask_babel import gettext as _

from outreach.contacts.models import Organisation, Person
from outreach.contacts.queries.merging import merged_into
from outreach.db import db
from outreach.errors import Conflict


def refuse_one(kind: str, one_id: int, other_id: int) -> None:
    """Raises Conflict, with the `kind` and the `kept` key, where two different keys lead to one record."""
    kept_id = merged_into(kind, one_id) or one_id
    if one_id != other_id and kept_id == (merged_into(kind, other_id) or other_id):
        kept = db.session.get(Person if kind == "person" else Organisation, kept_id)
        raise Conflict("already_one", _("The two are one record by now: %(name)s.", name=kept.label if kept else kept_id),
                       kind=kind, kept=kept_id)
