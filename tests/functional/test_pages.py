"""Every page that people work on, with the demo in it: no axe violation, nothing wider than the screen, no script error."""

import pytest

from outreach.config import ROOT
from tests.functional import steps

AXE = ROOT / "outreach" / "static" / "vendor" / "axe.min.js"
PUBLIC = (
    "/sign-in", "/{lang}/intentions/new", "/{lang}/events/", "/{lang}/events/LASER-2027", "/{lang}/privacy", "/{lang}/imprint",
    "/{lang}/accessibility", "/{lang}/materials/",
)
STAFF = (
    "/home", "/events/", "/events/1", "/events/1/edit", "/events/calendar?month=2027-06",
    "/events/calendar?view=week&day=2027-06-22", "/events/calendar?view=list&day=2027-06-01",
    "/events/calendar?view=year&day=2027-06-01", "/events/series/", "/events/feeds",
    "/events/new", "/people/", "/people/1", "/people/new", "/organisations/", "/organisations/1", "/duplicates/", "/imports/",
    "/imports/new?event=1", "/event-contacts/", "/event-contacts/1", "/event-contacts/new?event=1", "/leads/", "/leads/1",
    "/leads/1/dossier", "/leads/new", "/intentions/", "/intentions/1", "/events/1/invitations",
    "/events/1/invitations/new?person=1", "/partners/", "/partners/1", "/catalogue/", "/catalogue/industries/",
    "/catalogue/settings/office", "/catalogue/rates/", "/catalogue/calendars/", "/users", "/units", "/outbox/", "/log/", "/me",
    "/search/?q=laser", "/events/4/exchange", "/events/4/exchange/new", "/events/4/exchange/pairs/1",
    "/events/2/copy", "/events/1/repeat", "/events/upload", "/events/6/reception", "/events/6/reception/sheet",
    "/events/6/reception/guests/1", "/events/6/reception/items/1",
    "/materials/?view=all", "/materials/1", "/materials/3", "/materials/new", "/materials/1/edit", "/materials/1/versions/new",
    "/events/1/materials",
    "/targets/?view=all", "/targets/board", "/targets/1", "/targets/new", "/targets/1/facts/1", "/events/1/visits",
    "/events/1/visits/1", "/events/1/visits/list", "/events/1/visits/plan",
    "/events/2/board", "/events/planning?from=2027-09-27", "/events/1/tasks", "/events/1/tasks/1", "/events/tasks?who=all",
    "/events/checklists", "/events/checklists/roadshow/hosts", "/events/1/budget", "/events/1/agenda", "/events/1/meetings",
    "/events/1/planner", "/events/4/planner", "/events/4/planner/people/5", "/events/1/planner/several?source=event",
    "/events/1/planner/several?source=search&q=Velox", "/events/4/exchange/pairs/2", "/events/trips?when=all",
    "/events/trips/1", "/events/trips/1/edit", "/events/trips/1/sheet?traveller=2",
    "/events/trips/1/items/1", "/events/trips/1/items/new/hotel", "/events/trips/1/items/new/visa", "/events/2/trips",
    "/events/1/trips", "/events/trips/reports", "/events/trips/2/report", "/events/trips/days", "/events/2/team/replace/2",
)


@pytest.fixture
def demo(live):
    """The running application with the demo in it."""
    with live.app.app_context():
        from outreach.cli.demo import load
        from outreach.db import db

        load()
        db.session.remove()
    return live


@pytest.fixture
def long_names(demo) -> tuple[str, ...]:
    """The pages of a person and an organisation whose names are as long as they may be and have no space."""
    with demo.app.app_context():
        from outreach.db import db
        from tests.factories.contacts import make_person

        person = make_person("Zq" + "x" * 298, organisation="Wv" + "y" * 298, job_title="J" * 41)
        pages = (f"/people/{person.id}", f"/people/{person.id}/edit", f"/people/{person.id}/merge?with=1",
                 f"/organisations/{person.organisation.id}", "/people/?view=all", "/organisations/?view=all",
                 "/search/?q=Zqxx", "/duplicates/")
        db.session.remove()
    return pages


def user_id(live, name: str, lang: str) -> int:
    """A demo user's id, reading the language of the test from now on."""
    with live.app.app_context():
        from outreach.cli.demo import user
        from outreach.db import db, transaction

        with transaction():
            found = user(name)
            found.language = lang
        number = found.id
        db.session.remove()
    return number


def faults(page) -> list[str]:
    """What axe finds against WCAG 2.2 AA, and what is wider than the screen."""
    if not AXE.exists():
        from tests import engines

        engines.missing("axe-core; run flask front-end --with-tests")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    # What lies half under a bar that sticks to the edge is scrolled free by the reader; axe would take it for too small.
    page.evaluate("document.querySelectorAll('.bulkbar').forEach(bar => { bar.style.position = 'static'; })")
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}).then(result => result.violations"
        ".map(one => one.id + ': ' + one.nodes.slice(0, 2).map(node => node.html.slice(0, 160)).join(' | ')))")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, *([f"{wide} px wider than the screen"] if wide > 0 else [])]


def walk(page, paths, lang: str, width: int) -> dict[str, list[str]]:
    """The faults of every page; an answer other than 200 is one."""
    wrong = {}
    for path in paths:
        answer = page.goto(path.format(lang=lang))
        found = faults(page) if answer.status == 200 else [f"answered {answer.status}"]
        if found:
            wrong[f"{path} at {width}"] = found
    return wrong


@pytest.mark.journey
@pytest.mark.parametrize(("lang", "width"), [
    pytest.param("ko", 390), *[pytest.param(lang, width, marks=pytest.mark.slow) for lang, width in (
        ("zh", 1440), ("en", 390), ("de", 390), ("de", 1440), ("ko", 1440), ("zh", 390))]])
def test_every_page_is_accessible_and_fits_the_screen(lang, width, demo, browse):
    page = browse(lang, width)
    wrong = walk(page, PUBLIC, lang, width)
    steps.sign_in(page, demo, user_id(demo, "admin", lang))
    wrong |= walk(page, STAFF, lang, width)
    assert wrong == {}


@pytest.mark.journey
@pytest.mark.parametrize(("lang", "width"), [
    ("de", 1440), *[pytest.param(lang, width, marks=pytest.mark.slow) for lang, width in (
        ("zh", 390), ("zh", 1440), ("de", 390), ("ko", 390), ("ko", 1440), ("en", 1024))]])
def test_a_name_without_a_space_fits_the_screen(lang, width, demo, long_names, browse):
    page = browse(lang, width)
    steps.sign_in(page, demo, user_id(demo, "admin", lang))
    assert walk(page, long_names, lang, width) == {}


@pytest.mark.journey
@pytest.mark.parametrize("lang", [pytest.param("ko"), *[pytest.param(code, marks=pytest.mark.slow) for code in ("zh", "en", "de")]])
def test_a_partners_pages_are_accessible_and_fit_the_phone(lang, demo, browse):
    page = browse(lang, 390)
    steps.sign_in(page, demo, user_id(demo, "partner", lang))
    assert walk(page, ("/portal/", "/portal/intentions", "/portal/intentions/new", "/me"), lang, 390) == {}


@pytest.mark.journey
def test_long_german_words_are_neither_torn_nor_cut_and_buttons_leave_room_for_the_list(demo, browse):
    page = browse("de", 1440)
    steps.sign_in(page, demo, user_id(demo, "officer", "de"))
    page.goto("/event-contacts/")
    entry = page.locator(".nav a[aria-current]")
    entry.locator(".n").evaluate("count => count.textContent = '12.345'")
    first_part = "link => { const part = document.createRange(); part.setStart(link.childNodes[1], 0);" \
                 "part.setEnd(link.childNodes[1], 'Veranstaltungs'.length); return part.getClientRects().length }"
    assert entry.evaluate(first_part) == 1
    assert entry.evaluate("link => link.scrollWidth - link.clientWidth") <= 0
    for width in (390, 375, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto("/people/")
        lines = page.locator(".head .btn").evaluate_all("all => new Set(all.map(one => one.offsetTop)).size")
        assert lines <= 2, f"{lines} lines of buttons at {width}"
    page.goto("/imports/new")
    page.select_option("#country", label="Südgeorgien und die Südlichen Sandwichinseln")
    assert page.locator("#country").evaluate("one => getComputedStyle(one).textOverflow") == "ellipsis"
