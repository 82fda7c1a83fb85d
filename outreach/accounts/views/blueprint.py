"""The blueprint that all pages of this room belong to."""

from apiflask import APIBlueprint

from outreach.db import to_zone
from outreach.db.time import zone_names

blueprint = APIBlueprint("accounts", "outreach.accounts", enable_openapi=False)


def browser_name(agent: str) -> str:
    """Browser and system in two words, from what a browser says of itself: "Firefox · Android"."""
    browsers = (("Edg", "Edge"), ("MicroMessenger", "WeChat"), ("OPR/", "Opera"),
                ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
                ("Safari", "Safari"))
    systems = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
               ("Mac OS", "macOS"), ("Linux", "Linux"))
    found = [next((name for mark, name in choices if mark in agent), None) for choices in (browsers, systems)]
    return " · ".join(name for name in found if name) or agent[:40] or "–"


def zone_choices() -> list[str]:
    """Zone names that people know: continent and city."""
    return sorted(name for name in zone_names()
                  if "/" in name and not name.startswith(("Etc/", "SystemV/", "posix/", "right/", "US/", "Canada/")))


@blueprint.record_once
def _words(state) -> None:
    state.app.jinja_env.globals.update(browser_name=browser_name, to_zone=to_zone)
