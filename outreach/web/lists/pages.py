"""What a room's list page needs: the list at hand, or the way to the saved filter with which its reader begins."""

from flask import redirect, request
from werkzeug.wrappers import Response

from outreach.web import access
from outreach.web.lists.listing import Listing, open_list, read_page


def list_page(key: str, rows: bool = True) -> Listing | Response:
    """The list as the address asks, with one page of rows; a redirect where the bare address has a default filter."""
    listing = open_list(key, access.viewer(), request.args)
    if not request.args and listing.default_id:
        default = next((item for item in listing.saved if item.id == listing.default_id), None)
        if default is not None:
            return redirect(saved_url(listing, default))
    return read_page(listing, request.args) if rows else listing


def saved_url(listing: Listing, saved) -> str:
    """The address of a saved filter."""
    from flask import url_for

    return url_for(listing.kind.endpoint, view=saved.id, **saved.asked)
