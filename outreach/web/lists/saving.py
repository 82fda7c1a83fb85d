"""Writing what people keep of a list: its columns, and filters under a name."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.activity import Actor, changes_of, record
from outreach.db import db
from outreach.errors import NotFound, Refused
from outreach.web.lists.listing import Listing, may_change
from outreach.web.models import ListSetting, SavedList


def choose_columns(listing: Listing, codes: Sequence[str]) -> None:
    """Remember which columns the reader wants; none chosen means the usual ones again."""
    setting = _setting(listing.viewer.id, listing.kind.key)
    setting.columns = [item.code for item in listing.columns if item.code in codes and not item.fixed]
    if listing.mine and listing.current.columns:
        listing.current.columns = list(setting.columns)
    db.session.flush()


def save_list(actor: Actor, listing: Listing, name: str, *, shared: bool = False, default: bool = False) -> SavedList:
    """Keep the filters and the order at hand under a name. Raises Refused for no name, or one that stands already."""
    row = SavedList(owner_id=listing.viewer.id, kind=listing.kind.key, name=_checked_name(listing, name), shared=shared,
                    asked=listing.state, columns=list(listing.chosen))
    db.session.add(row)
    db.session.flush()
    set_default(listing, row if default else None, only=row)
    if shared:
        record(actor, "list.shared", row, list=row.kind)
    return row


def change_list(actor: Actor, listing: Listing, name: str, *, shared: bool, default: bool, take: bool) -> SavedList:
    """Rename or share the saved filter at hand; with `take` it says from now on what the list asks at present."""
    row = listing.current
    if row is None:
        raise NotFound("no_saved_list", _("There is no such saved filter."))
    if may_change(listing.viewer, row):
        was_shared = row.shared
        values = {"name": _checked_name(listing, name, row), "shared": shared}
        if take:
            values |= {"asked": listing.state, "columns": list(listing.chosen)}
        if changes_of(row, values):
            row.version += 1
            if shared or was_shared:
                record(actor, "list.shared" if shared else "list.unshared", row, list=row.kind)
    set_default(listing, row if default else None, only=row)
    return row


def remove_list(actor: Actor, listing: Listing) -> None:
    """Forget the saved filter at hand. Raises NotFound where the viewer has none there, or may not change it."""
    row = listing.current
    if row is None or not may_change(listing.viewer, row):
        raise NotFound("no_saved_list", _("There is no such saved filter."))
    if row.shared:
        record(actor, "list.unshared", row, list=row.kind)
    for setting in db.session.scalars(select(ListSetting).where(ListSetting.default_id == row.id)):
        setting.default_id = None
    db.session.delete(row)
    db.session.flush()


def set_default(listing: Listing, row: SavedList | None, only: SavedList | None = None) -> None:
    """Let the list begin with a saved filter, or with none; `only` takes it back only where that one stood there."""
    setting = _setting(listing.viewer.id, listing.kind.key)
    if row is not None or only is None or setting.default_id == only.id:
        setting.default_id = row.id if row else None
    db.session.flush()


def _setting(user_id: int, kind: str) -> ListSetting:
    found = db.session.scalar(select(ListSetting).where(ListSetting.user_id == user_id, ListSetting.kind == kind))
    if found is None:
        found = ListSetting(user_id=user_id, kind=kind, columns=[])
        db.session.add(found)
    return found


def _checked_name(listing: Listing, name: str, row: SavedList | None = None) -> str:
    name = " ".join((name or "").replace("\x00", "").split())
    if not name or len(name) > 100:
        raise Refused("saved_name", _("Enter a name of at most 100 characters for the filter."), field="name")
    taken = select(SavedList.id).where(SavedList.owner_id == (row.owner_id if row else listing.viewer.id),
                                       SavedList.kind == listing.kind.key, SavedList.name == name)
    if db.session.scalar(taken.where(SavedList.id != row.id) if row else taken) is not None:
        raise Refused("saved_name_taken", _("A saved filter with this name exists already. Choose another name."),
                      field="name")
    return name
