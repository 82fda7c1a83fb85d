"""The log as a page: who, when, what changed, filters, paging, and whether the chain holds."""

from datetime import UTC, datetime

import pytest
from flask import render_template_string
from sqlalchemy import update

from outreach.accounts import services
from outreach.activity import SYSTEM, Actor, record
from outreach.activity.models import ActivityEntry
from outreach.db import transaction
from outreach.i18n import in_language
from tests.factories.accounts import make_unit, make_user


@pytest.mark.parametrize(("role", "status"), [
    ("administrator", 200), ("leader", 200), ("coordinator", 403), ("officer", 403), ("reader", 403),
    ("partner_user", 403)])
def test_administrators_and_leaders_read_the_log(sign_in, role, status):
    page = sign_in(make_user(role)).get_page("/log/", status=status)
    assert ("/log/" in page.links()) == (status == 200)


def test_an_entry_says_who_what_when_and_what_changed(sign_in):
    admin, user = make_user("administrator", name="Ada Admin"), make_user(name="Anna Alt")
    with transaction():
        services.change_user(Actor.of(admin), user, {"name": "Anna Neu", "time_zone": "Europe/Berlin"})
    with transaction() as session:
        session.execute(update(ActivityEntry).where(ActivityEntry.verb == "user.changed").values(
            at=datetime(2027, 6, 22, 7, 0, tzinfo=UTC)))
    page = sign_in(admin).get_page("/log/?kind=user", title="Activity log")
    assert "Ada Admin changed the account of Anna Neu" in page.text.replace("  ", " ")
    assert "Name Anna Alt → now Anna Neu" in page.text
    assert "Time zone Wuxi (Asia/Shanghai) → now Berlin (Europe/Berlin)" in page.text
    assert "22 Jun 2027 15:00 Wuxi" in page.text and "22 Jun 07:00 UTC" in page.text


@pytest.mark.parametrize(("language", "words"), [
    ("zh", "2027年6月22日 09:00"), ("de", "22.06.2027 09:00"), ("ko", "2027년 6월 22일 09:00")])
def test_the_log_speaks_the_readers_language_and_lives_by_the_readers_clock(sign_in, language, words):
    unit = make_unit()
    with transaction():
        entry = record(SYSTEM, "unit.changed", unit, changes={"active": (True, False)})
        entry.at = datetime(2027, 6, 22, 7, 0, tzinfo=UTC)
    client = sign_in(make_user("leader", language=language, time_zone="Europe/Berlin"))
    page = client.get_page("/log/?kind=unit")
    assert words in page.text


def test_filters_narrow_the_log_and_keep_their_values(sign_in):
    one, other = make_user("administrator", name="Imogen Hartwell"), make_user("administrator", name="Zhou Min")
    unit = make_unit(name="甲科")
    with transaction():
        record(Actor.of(one), "unit.changed", unit, label="by Imogen")
        record(Actor.of(other), "unit.changed", unit, label="by Zhou")
    client = sign_in(one)
    page = client.get_page("/log/?actor=hartwell&kind=unit")
    assert "by Imogen" in page.text and "by Zhou" not in page.text
    assert (page.field("actor"), page.field("kind")) == ("hartwell", "unit")
    page = client.get_page("/log/?first=2001-01-01&last=2001-01-02")
    assert "No entry matches" in page.text and "/log/" in page.links()
    page = client.get_page("/log/?kind=unit&first=2001-01-01")
    assert "by Zhou" in page.text and page.field("first") == "2001-01-01"


@pytest.mark.parametrize("query", ["first=2027-02-30", "last=soon", "first=0001-01-01", "last=9999-12-31"])
def test_a_day_that_does_not_exist_is_named_and_the_log_is_still_there(sign_in, query):
    page = sign_in(make_user("leader")).get_page("/log/?" + query)
    assert "This day does not exist" in page.text
    assert "opened the account" in page.text


@pytest.mark.parametrize("query", [
    "kind=nonsense", "kind=%25", "actor=%25_", "page=99", "page=x", "verify=", "actor=" + "x" * 400])
def test_odd_filters_break_nothing(sign_in, query):
    sign_in(make_user("leader")).get_page("/log/?" + query)


def test_a_long_log_has_pages_that_keep_the_filter(sign_in):
    unit = make_unit()
    with transaction():
        for _ in range(60):
            record(SYSTEM, "unit.changed", unit)
    client = sign_in(make_user("leader"))
    page = client.get_page("/log/?kind=unit")
    assert "1 to 50 of" in page.text
    following = next(link for link in page.links() if "page=2" in link)
    assert "kind=unit" in following
    assert "51 to" in client.get_page(following).text


def test_the_chain_is_checked_on_demand(sign_in):
    client = sign_in(make_user("leader"))
    assert "chain holds" not in client.get_page("/log/").text
    page = client.get_page("/log/?verify=1")
    assert "the chain holds" in page.heading


def test_a_tampered_entry_is_named(sign_in):
    unit = make_unit()
    with transaction():
        entry = record(SYSTEM, "unit.changed", unit)
    with transaction() as session:
        session.execute(update(ActivityEntry).where(ActivityEntry.id == entry.id).values(actor_label="Nobody"))
    page = sign_in(make_user("leader")).get_page("/log/?verify=1")
    assert page.heading == "The log was tampered with in one place"
    assert f"Entry {entry.id} This entry says something else" in page.text


def test_a_log_too_long_for_a_page_names_the_command(sign_in, monkeypatch):
    from outreach.activity import queries

    monkeypatch.setattr(queries, "CHECKED_ON_A_PAGE", 0)
    page = sign_in(make_user("leader")).get_page("/log/?verify=1")
    assert "flask activity verify" in page.text
    assert not [link for link in page.links() if "verify" in link]


def _timeline(app, entries) -> str:
    with app.test_request_context("/"), in_language("en"):
        return render_template_string('{% include "activity/timeline.html" %}', entries=entries)


def test_a_timeline_folds_after_ten_entries(app):
    unit = make_unit()
    with transaction():
        entries = [record(SYSTEM, "unit.changed", unit, label=f"entry {number}.") for number in range(13)]
    html = _timeline(app, entries)
    assert html.count("<li") == 13
    assert "3 older entries" in html
    assert html.index("entry 9.") < html.index("<details") < html.index("entry 10.")
    assert "<details" not in _timeline(app, entries[:10])


def test_a_timeline_without_entries_says_so(app):
    assert "Nothing has happened here yet" in _timeline(app, [])


def test_many_changes_fold_and_text_is_escaped(app):
    unit = make_unit()
    with transaction():
        few = record(SYSTEM, "unit.changed", unit, changes={"notes": ("<b>old</b>", "<script>new</script>")})
        many = record(SYSTEM, "unit.changed", unit, changes={f"field_{number}": (None, number) for number in range(6)})
    html = _timeline(app, [few])
    assert "&lt;script&gt;new&lt;/script&gt;" in html and "<script" not in html and "<details" not in html
    assert "6 fields" in _timeline(app, [many])
