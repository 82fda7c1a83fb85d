"""What every page's template may use: formats, languages, navigation, icons' names, the reader's clocks."""

from datetime import datetime
from urllib.parse import urlencode

from flask import Flask, g, has_request_context, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup

from outreach.config import ROOT
from outreach.db import now
from outreach.i18n import LANGUAGES, current_language, formats
from outreach.web import doors
from outreach.web.access import STAFF, may, viewer
from outreach.web.once import form_mark

#: The four clocks of the house, in the order of the top bar.
CLOCKS = ("Asia/Shanghai", "Europe/Berlin", "Europe/London", "Asia/Seoul")


#: Headings of the left navigation's groups.
GROUPS = {
    "home": "", "work": _l("Work"), "events": _l("Events"), "contacts": _l("Who we know"), "reports": "",
    "admin": _l("Administration"),
}


def reader_zone() -> str:
    """The zone by whose clock the reader lives."""
    user = viewer() if has_request_context() else None
    return user.time_zone if user else "Asia/Shanghai"


def navigation() -> list[tuple[str, list[dict]]]:
    """The groups of the left navigation with the entries that this reader may open, and their counts."""
    user = viewer()
    if user is None:
        return []
    # A page with an entry of its own is not marked at the room's list as well.
    own = any(entry.endpoint == request.endpoint and user.role in entry.roles for entry in doors.navigation)
    groups: dict[str, list[dict]] = {}
    for entry in sorted(doors.navigation, key=lambda item: item.order):
        if user.role not in entry.roles:
            continue
        groups.setdefault(entry.group, []).append({
            "url": url_for(entry.endpoint), "label": entry.label, "icon": entry.icon,
            "hot": entry.hot(user) if callable(entry.hot) else entry.hot,
            "count": entry.count(user) if entry.count else None,
            "current": (request.endpoint or "").split(".")[0] == entry.endpoint.split(".")[0]
            and (request.endpoint == entry.endpoint or not own and entry.endpoint.endswith((".index", ".inbox"))),
        })
    order = list(GROUPS)
    return sorted(groups.items(), key=lambda item: order.index(item[0]) if item[0] in order else 99)


def tabbar() -> list[dict]:
    """The four entries of the phone's bottom bar."""
    wanted = {"reports.home": _("Home"), "leads.index": _("Leads"), "event_contacts.index": _("Capture"),
              "events.calendar": _("Calendar"), "portal.home": _("Home"), "portal.intentions": _("Intentions")}
    user = viewer()
    entries = [entry for entry in doors.navigation if entry.endpoint in wanted]
    return [
        {"url": url_for(entry.endpoint), "icon": entry.icon, "label": wanted[entry.endpoint],
         "current": request.endpoint == entry.endpoint}
        for entry in sorted(entries, key=lambda item: list(wanted).index(item.endpoint))
        if user is not None and user.role in entry.roles
    ]


def role_name(role: str) -> str:
    """The role in the reader's language."""
    return {
        "administrator": _("Administrator"), "coordinator": _("Event coordinator"), "officer": _("Project officer"),
        "leader": _("Leader"), "partner_user": _("Partner user"), "reader": _("Reader"),
    }.get(role, role)


def language_name(code: str) -> str:
    """The language's name in the reader's language."""
    return {"zh": _("Chinese"), "en": _("English"), "de": _("German"), "ko": _("Korean")}.get(code, code)


def centre_name() -> str:
    """The name of the operating unit in the reader's language."""
    from outreach.catalogue.queries import setting

    return _in_reader_language(setting("centre_name"))


def zone_name() -> str:
    """The name of the development zone in the reader's language."""
    from outreach.catalogue.queries import setting

    return _in_reader_language(setting("zone_name"))


def _in_reader_language(value) -> str:
    code = current_language().code
    if isinstance(value, dict):
        return value.get(code) or value.get("en") or next(iter(value.values()), "")
    return value.shown(code).text if hasattr(value, "shown") else str(value or "")


def page_url(number: int) -> str:
    """This list's address at another page, with the filters kept."""
    return f"{request.path}?{urlencode([*_asked_but('page'), ('page', number)])}"


def theme() -> str:
    """'light', 'dark' or 'auto' (as the device is set) by the reader's setting."""
    user = viewer()
    return user.theme if user and user.theme in ("light", "dark", "auto") else "light"


def panels(page: str, subject) -> dict[str, list[tuple[str, dict]]]:
    """The parts that other rooms hang on a page: {'main': [(template, context)], 'side': […]}."""
    found: dict[str, list[tuple[str, dict]]] = {"main": [], "side": []}
    for panel in sorted(doors.page_panel, key=lambda item: item.order):
        if panel.page != page:
            continue
        context = panel.load(viewer(), subject)
        if context is not None:
            found["side" if panel.side else "main"].append((panel.template, context))
    return found


def panel(template: str, context: dict) -> Markup:
    """One of these parts as HTML: its template sees what it loaded by name, and all of it as `context`."""
    return Markup(render_template(template, **{"context": context, **context}))  # noqa: S704 - Jinja escaped it


def record_tabs(page: str, subject, **address) -> list[dict]:
    """The pages of a record as (url, label, count, current); the first is its main page. Empty where it has no other.

    `address` holds what the pages' addresses are made of.
    """
    user = viewer()
    further = [tab for tab in sorted(doors.record_tab, key=lambda item: item.order)
               if tab.page == page and tab.shown(user, subject)]
    if not further:
        return []
    tabs = [doors.RecordTab(page, page, _("Overview")), *further]
    return [{
        "url": url_for(tab.endpoint, **address), "label": tab.label, "endpoint": tab.endpoint,
        "count": tab.count(user, subject) if tab.count else None,
    } for tab in tabs]


def clocks(event_zone: str | None = None) -> list[tuple[str, str]]:
    """(place, time of day) for the top bar: the reader's clock first, then the record's, then the house's."""
    zones = list(dict.fromkeys([reader_zone(), *([event_zone] if event_zone else []), *CLOCKS]))
    return [(formats.place(zone), formats.clock(now(), zone)) for zone in zones[:4]]


def same_page(code: str) -> str:
    """The address of this page in another language, for public pages."""
    address = url_for(request.endpoint, **{**(request.view_args or {}), "lang": code})
    kept = urlencode(_asked_but("lang"))
    return f"{address}{'&' if '?' in address else '?'}{kept}" if kept else address


def _asked_but(name: str) -> list[tuple[str, str]]:
    """What the address asks beside one thing. It is never handed to url_for, which takes some names as its own."""
    return [(key, value) for key, value in request.args.items(multi=True) if key != name]


def elapsed_share(start: datetime, end: datetime, at: datetime | None = None) -> int:
    """How much of a clock has run, 0 to 100."""
    whole = (end - start).total_seconds()
    gone = ((at or now()) - start).total_seconds()
    return 100 if whole <= 0 else max(0, min(100, round(100 * gone / whole)))


def has_vendor() -> bool:
    """True where the front-end files of npm are there; without them pages are plain but usable."""
    return (ROOT / "outreach" / "static" / "vendor" / "bootstrap.min.css").exists()


def init_page(app: Flask) -> None:
    """Give the templates their words."""
    app.jinja_env.globals.update(
        LANGUAGES=LANGUAGES, current_language=current_language, fmt=formats, navigation=navigation, panels=panels,
        panel=panel, record_tabs=record_tabs, clocks=clocks,
        same_page=same_page, reader_zone=reader_zone, elapsed_share=elapsed_share,
        has_vendor=has_vendor, form_mark=form_mark, STAFF=STAFF,
        may=may, viewer=viewer, now=now, tabbar=tabbar, role_name=role_name,
        page_url=page_url, timeline_kind=doors.timeline_kind.get,
        language_name=language_name, centre_name=centre_name, zone_name=zone_name,
        group_label=lambda name: GROUPS.get(name, ""),
    )
    app.context_processor(lambda: {"current_user": current_user, "g": g, "theme": theme()})
