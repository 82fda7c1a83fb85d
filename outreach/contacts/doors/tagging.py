"""Tags in the lists of people and organisations: the column, the filter, and putting one on many or taking it off."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, exists

from outreach.catalogue import queries as catalogue
from outreach.contacts.services.bulk import change_tag
from outreach.contacts.services.notes import tag_suggestions
from outreach.web.lists.kinds import BulkAction, Column, Filter

#: So many tags are offered; rarer ones are found by the search box.
OFFERED = 200


def tag_column() -> Column:
    """The tags of a record in the reader's language."""
    return Column("tags", _l("Tags"), lambda row, facts: [str(catalogue.tag_label(item.tag)) for item in row.tags])


def tag_filter(model, key, owner) -> Filter:
    """Records with a tag: `model` holds the tags, `key` is its column with the record's key `owner`."""
    def narrow(statement: Select, value: str, viewer) -> Select:
        return statement.where(exists().where(key == owner, model.tag == value))
    return Filter("tag", _l("Tag"), narrow, choices)


def tag_actions(model, key, owner) -> list[BulkAction]:
    """Put a tag on many records, take one off."""
    def tagged(value: str):
        return exists().where(key == owner, model.tag == value)

    def changing(add: bool):
        return lambda actor, row, value, version: change_tag(actor, row, value, add, version)
    return [
        BulkAction("tag_add", _l("Put a tag on"), changing(True), tagged, empty=False,
                   hint=_l("One word or a short name of at most 60 characters.")),
        BulkAction("tag_remove", _l("Take a tag off"), changing(False), lambda value: ~tagged(value), choices, empty=False),
    ]


def choices(viewer) -> list[tuple[str, str]]:
    """The tags of the catalogue and those in use, with their labels."""
    return [(code, str(catalogue.tag_label(code))) for code in tag_suggestions(OFFERED)]
