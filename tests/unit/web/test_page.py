"""What every page may use: navigation by role, the reader's clocks, addresses that keep filters, panels."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from flask import g

from outreach.i18n import in_language
from outreach.web import doors, page
from outreach.web.access import ROLES
from tests.factories.accounts import make_user


@pytest.fixture
def asked(app):
    """A request by a user: asked(user, path) opens it for the rest of the test."""
    contexts = []

    def ask(user=None, path: str = "/me", endpoint: str = "accounts.profile"):
        context = app.test_request_context(path)
        context.push()
        contexts.append(context)
        g.pop("token_user", None)
        if user is not None:
            g.token_user = user
        from flask import request

        request.url_rule = SimpleNamespace(endpoint=endpoint)
        return user
    yield ask
    g.pop("token_user", None)
    for context in reversed(contexts):
        context.pop()


@pytest.fixture
def hung(monkeypatch):
    """Things hung on doors for this test only: hung(door, key, item)."""
    def hang(door, key, item):
        monkeypatch.setitem(door._items, key, item)
    return hang


def _labels(groups) -> list[str]:
    return [str(entry["label"]) for _group, entries in groups for entry in entries]


@pytest.mark.parametrize("role", ROLES)
def test_the_navigation_offers_what_the_role_may_open(asked, role):
    asked(make_user(role))
    with in_language("en"):
        labels = _labels(page.navigation())
    assert ("Users" in labels) == (role == "administrator")
    assert ("Activity log" in labels) == (role in ("administrator", "leader"))


def test_a_stranger_has_no_navigation(asked):
    asked()
    assert page.navigation() == [] and page.tabbar() == []


def test_entries_carry_counts_marks_and_the_place_where_one_is(asked, hung):
    user = asked(make_user("officer"), "/me", "accounts.profile")
    seen = []
    hung(doors.navigation, "test", doors.NavigationEntry(
        "accounts.profile", "Mine", "gear", "work", 5, frozenset(ROLES), count=lambda viewer: seen.append(viewer) or 7,
        hot=lambda viewer: viewer is user))
    entry = next(entry for _group, entries in page.navigation() for entry in entries if entry["label"] == "Mine")
    assert (entry["count"], entry["hot"], entry["current"], entry["url"]) == (7, True, True, "/me")
    assert seen == [user]


def test_groups_stand_in_the_order_of_the_house(asked, hung):
    asked(make_user("administrator"))
    for order, group in enumerate(("strange", "admin", "work", "home")):
        hung(doors.navigation, f"test-{group}", doors.NavigationEntry(
            "accounts.profile", group, "gear", group, order, frozenset(ROLES)))
    groups = [group for group, _entries in page.navigation()]
    assert groups[0] == "home" and groups[-1] == "strange"
    assert groups.index("work") < groups.index("admin")


def test_clocks_begin_with_the_readers_and_name_each_place_once(asked):
    asked(make_user(time_zone="Europe/Berlin"))
    with in_language("de"):
        names = [name for name, _time in page.clocks("Asia/Seoul")]
    assert names == ["Berlin", "Seoul", "Wuxi", "London"]
    assert all(len(time) == 5 and time[2] == ":" for _name, time in page.clocks())


def test_a_stranger_lives_by_the_clock_of_the_house(asked):
    asked()
    assert page.reader_zone() == "Asia/Shanghai"


@pytest.mark.parametrize(("theme", "shown"), [("light", "light"), ("dark", "dark"), ("auto", "auto")])
def test_the_appearance_is_the_readers(asked, theme, shown):
    asked(make_user(theme=theme))
    assert page.theme() == shown


def test_a_stranger_reads_on_a_light_page(asked):
    asked()
    assert page.theme() == "light"


def test_the_next_page_keeps_the_filters(app):
    with app.test_request_context("/users?role=leader&q=a&tag=1&tag=2&page=1"):
        url = page.page_url(2)
    assert url.startswith("/users?")
    assert sorted(url.partition("?")[2].split("&")) == ["page=2", "q=a", "role=leader", "tag=1", "tag=2"]


def test_the_same_page_in_another_language_keeps_its_question(app):
    with app.test_request_context("/de/privacy?from=form"):
        assert page.same_page("ko") == "/ko/privacy?from=form"


def test_elapsed_time_is_a_share_between_nothing_and_all():
    start = datetime(2027, 6, 22, tzinfo=UTC)
    end = start + timedelta(hours=10)
    shares = [page.elapsed_share(start, end, start + timedelta(hours=hours)) for hours in (-1, 0, 5, 10, 99)]
    assert shares == [0, 0, 50, 100, 100]
    assert page.elapsed_share(start, start) == 100


def test_panels_of_other_rooms_come_in_order_and_may_stay_away(asked, hung):
    user = asked(make_user())
    for key, order, side, context in (("late", 9, False, {"a": 1}), ("early", 1, False, {"b": 2}),
                                      ("away", 0, False, None), ("aside", 5, True, {})):
        hung(doors.page_panel, key, doors.PagePanel("test.page", f"{key}.html", (
            lambda viewer, subject, context=context: context if viewer is user else None), order, side))
    found = page.panels("test.page", object())
    assert found == {"main": [("early.html", {"b": 2}), ("late.html", {"a": 1})], "side": [("aside.html", {})]}
    assert page.panels("no.page", object()) == {"main": [], "side": []}


@pytest.mark.parametrize("lang", ["zh", "en", "de", "ko"])
def test_roles_languages_and_the_house_have_names(app, lang):
    with in_language(lang):
        names = [page.role_name(role) for role in ROLES]
        names += [page.language_name(code) for code in ("zh", "en", "de", "ko")]
        assert all(names) and len(set(names)) == len(names)
        assert page.centre_name() and page.zone_name()
    assert page.role_name("king") == "king" and page.language_name("fr") == "fr"
