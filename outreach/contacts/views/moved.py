"""Old addresses of merged records lead on; see queries.merging."""

from flask import redirect, request, url_for
from flask_babel import gettext as _

from outreach.contacts import queries
from outreach.errors import Conflict, NotFound
from outreach.web import access
from outreach.web.errors import error_response

_GET = {"person": queries.get_person, "organisation": queries.get_organisation}


def lead_on(error: NotFound):
    """The old address of a merged record leads to the one that was kept, for now, since a merge can be undone.

    What was sent to it is answered with 409 and the name of the other; every other record is not found.
    """
    arguments = dict(request.view_args or {})
    kind = {"person_not_found": "person", "organisation_not_found": "organisation"}.get(error.code)
    now_at = queries.merged_into(kind, arguments.get(f"{kind}_id", 0)) if kind else None
    if now_at is None:
        return error_response(error.status, error.code, str(error.message), field=error.field)
    if request.method == "GET":
        return redirect(url_for(request.endpoint, **{**request.args.to_dict(), **arguments, f"{kind}_id": now_at}))
    name = _GET[kind](access.viewer(), now_at).label
    return error_response(409, "already_merged", _(
        "This record was merged into %(name)s meanwhile. Go back, copy what you typed, and enter it there.", name=name),
        kept=now_at, link=_link(kind, now_at))


def told_conflict(error: Conflict):
    """Where the two of a merge or a decision are one record by now, the answer leads there."""
    kind, kept = error.params.get("kind"), error.params.get("kept")
    return error_response(error.status, error.code, str(error.message), field=error.field, kept=kept,
                          link=_link(kind, kept) if kept else None)


def _link(kind: str, key: int) -> tuple[str, str]:
    return url_for(f"contacts.{kind}", **{f"{kind}_id": key}), _("Open record")
