"""Settings: several at once, each change logged by itself."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.activity import Actor, record
from outreach.catalogue.models import Setting
from outreach.catalogue.queries import setting
from outreach.catalogue.settings import KNOWN
from outreach.db import db
from outreach.errors import Refused


def change_settings(actor: Actor, values: dict[str, Any]) -> list[str]:
    """Store typed values by key; gives the keys that really changed.

    Raises KeyError for an unknown key and Refused for a whole number outside its limits.
    """
    changed = []
    rows = {row.key: row for row in db.session.scalars(select(Setting).where(Setting.key.in_(values)))}
    for key, value in values.items():
        known, before = KNOWN[key], setting(key)
        if known.kind == "whole" and not known.least <= value <= known.most:
            raise Refused("out_of_range", _("Enter a whole number from %(least)s to %(most)s.", least=known.least,
                                            most=known.most), field=key)
        if value == before:
            continue
        row = rows.get(key)
        if row is None:
            row = Setting(key=key, value=known.store(value))
            db.session.add(row)
        else:
            row.value = known.store(value)
            row.version += 1
        row.changed_by_id, row.changed_by = actor.id, actor.label
        record(actor, "catalogue.setting_changed", row, changes={key: (known.store(before), known.store(value))})
        changed.append(key)
    db.session.flush()
    return changed
