"""The card of a person as a panel of the page: download, and a code for a telephone."""

from outreach.web import access, doors


def _card(viewer, person) -> dict | None:
    return {"person": person} if viewer is not None and viewer.role in access.STAFF else None


doors.page_panel.hang("card of person", doors.PagePanel("contacts.person", "contacts/panel_card.html", _card, 80, side=True))
