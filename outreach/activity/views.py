"""The log as a page: who did what, when, and what changed; and whether the chain holds."""

from datetime import date

from apiflask import APIBlueprint
from flask import render_template, request
from flask_babel import gettext as _

from outreach.activity import changes, queries
from outreach.activity.field_names import room_names
from outreach.activity.models import ActivityEntry
from outreach.db import paginate
from outreach.web import access, doors
from outreach.web.page import reader_zone

blueprint = APIBlueprint("activity", __name__, url_prefix="/log", enable_openapi=False)

#: The clock beside the reader's: the house's, or UTC for whoever lives by the house's.
HOUSE = "Asia/Shanghai"


@blueprint.record_once
def _words(state) -> None:
    state.app.jinja_env.globals.update(
        entry_sentence=changes.sentence, entry_changes=changes.told, actor_name=actor_name)


@blueprint.get("/")
@access.roles("leader")
def index():
    """The log, newest first, by actor, kind of record and days; with ?verify=1 the chain is walked and told."""
    chosen, wrong = _filters()
    page = paginate(queries.all_entries(**chosen, zone=reader_zone()), request.args.get("page"))
    asked = {name: request.args.get(name, "").strip() for name in ("actor", "kind", "first", "last")}
    count = queries.entry_count()
    verdict = queries.verify() if request.args.get("verify") and count <= queries.CHECKED_ON_A_PAGE else None
    return render_template(
        "activity/index.html", page=page, asked=asked, kinds=room_names(), wrong=wrong, filtered=any(asked.values()),
        other_zone=HOUSE if reader_zone() != HOUSE else "UTC", addresses=_addresses(page.items), count=count,
        verdict=verdict, too_long=count > queries.CHECKED_ON_A_PAGE, fault_text=fault_text)


def actor_name(kind: str) -> str:
    """What kind of actor stands behind an entry."""
    return {"user": _("Staff"), "partner": _("Partner user"), "visitor": _("Visitor"), "token": _("API token"),
            "command": _("Command line"), "system": _("By itself")}.get(kind, kind)


def fault_text(kind: str) -> str:
    """What was done to the log, in the reader's language."""
    return {
        "changed": _("This entry says something else than when it was written"),
        "removed": _("What stood before this entry was removed or replaced"),
        "inserted": _("This entry was put in later, beside the chain"),
        "cut": _("The newest entries were cut off"),
    }[kind]


def _filters() -> tuple[dict, list[str]]:
    """The select's arguments, and the names of days that cannot be read."""
    kind, wrong, days = request.args.get("kind", ""), [], {}
    for name in ("first", "last"):
        text = request.args.get(name, "").strip()
        try:
            # Year 1 and 9999 have no neighbours on other clocks.
            days[name] = date.fromisoformat(text) if text else None
            if days[name] and not 1900 < days[name].year < 3000:
                raise ValueError(text)
        except ValueError:
            days[name] = None
            wrong.append(name)
    return {"actor": request.args.get("actor", "").replace("\x00", "").strip()[:100] or None,
            "verb": f"{kind}." if kind in room_names() else None, **days}, wrong


def _addresses(entries: list[ActivityEntry]) -> dict[tuple[str, int], str]:
    """The pages of the records that these entries are about, as far as a room offers one and the reader may see it."""
    found = {}
    for kind, document in doors.search_document.items():
        ids = {entry.subject_id for entry in entries if entry.subject_kind == kind and entry.subject_id}
        for ref_id, (_title, _second, url) in (document.find(sorted(ids), access.viewer()) if ids else {}).items():
            found[kind, ref_id] = url
    return found
