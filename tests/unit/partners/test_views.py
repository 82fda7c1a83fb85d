"""Partners on pages: what ends soon, who signs in, and who may change it."""

from datetime import date, timedelta

import pytest

from outreach.db import db, today_in, transaction
from outreach.partners import services
from outreach.partners.models import Partner, PartnerUser
from outreach.partners.queries import users_of
from tests.factories.accounts import make_user
from tests.factories.intentions import make_intention
from tests.factories.partners import make_partner, make_partner_user

NEW = {"organisation": "Gründerhaus Stuttgart e. V.", "country": "DE", "code": "de-haus", "kind": "association",
       "language": "de", "agreement_from": "2026-01-01", "agreement_until": "2028-12-31", "state": "active"}

EDITED = ("kind", "language", "agreement_from", "agreement_until", "state", "version")


@pytest.fixture
def browser(sign_in):
    return sign_in(make_user("coordinator"))


def _day(days: int) -> date:
    return today_in("Asia/Shanghai") + timedelta(days=days)


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_every_page_opens_in_each_language(sign_in, language):
    partner = make_partner(agreement_from=date(2026, 1, 1), agreement_until=_day(20))
    make_partner_user(partner)
    make_intention(sender=partner)
    browser = sign_in(make_user("administrator", language=language))
    for url in ("/partners/", "/partners/new", f"/partners/{partner.id}", f"/partners/{partner.id}/edit"):
        page = browser.get_page(url)
        assert page.tree.get("lang") == {"zh": "zh-Hans"}.get(language, language)
    assert partner.label in page.text


def test_the_list_says_how_many_and_what_to_renew(browser):
    page = browser.get_page("/partners/")
    assert page.heading == "0 partners" and "Offshore incubators, funds, associations" in page.text
    make_partner("ENDS", agreement_until=_day(20))
    make_partner("OVER", agreement_until=_day(-2))
    make_partner_user(make_partner("OPEN"))
    page = browser.get_page("/partners/")
    assert page.heading == "3 partners, 2 agreements to renew"
    for words in ("Ends soon", "Agreement over", "No end agreed", "1 account", "nobody yet"):
        assert words in page.text


def test_the_list_is_narrowed_by_kind_and_country(browser):
    fund, house = make_partner(kind="fund", country="GB"), make_partner()
    page = browser.get_page("/partners/?kind=fund")
    assert fund.label in page.text and house.label not in page.text
    assert house.label in browser.get_page("/partners/?country=DE").text
    assert "No partner matches" in browser.get_page("/partners/?kind=fund&country=DE").text
    assert fund.label in browser.get_page("/partners/?kind=<x>").text


def test_a_partner_is_added(browser):
    answer = browser.post_page("/partners/new", NEW)
    partner = db.session.query(Partner).one()
    assert answer.location == f"/partners/{partner.id}"
    page = browser.get_page(answer.location)
    assert page.heading == NEW["organisation"] and "DE-HAUS" in page.text and "Association" in page.text
    assert "added the partner" in page.text and "/de/intentions/new?partner=DE-HAUS" in page.links()


@pytest.mark.parametrize(("change", "message"), [
    ({"code": ""}, "Enter a code, such as DE-INKUBATOR"), ({"code": "a b"}, "Enter a code of 2 to 40 letters"),
    ({"organisation": ""}, "Enter the name of the organisation"), ({"country": ""}, "Choose a country"),
    ({"agreement_until": "2025-01-01"}, "The agreement ends before it begins"),
    ({"agreement_from": "2026-02-31"}, "This date does not exist"), ({"kind": "friend"}, ""), ({"language": "fr"}, ""),
    ({"organisation": "x" * 301}, ""),
])
def test_a_wrong_entry_is_named_and_the_rest_kept(browser, change, message):
    sent = {**NEW, **change}
    page = browser.post_page("/partners/new", sent, status=422, title="Error:")
    assert len(page.errors()) == 1 and message in page.errors()[0]
    for name in ("code", "organisation", "agreement_from", "agreement_until"):
        assert page.field(name) == sent[name]
    assert db.session.query(Partner).count() == 0


def test_a_code_that_is_taken_is_said_at_the_field(browser):
    make_partner("DE-HAUS")
    page = browser.post_page("/partners/new", NEW, status=422)
    assert page.errors() == ["Another partner has this code"] and "#code" in page.links()


def test_a_partner_is_changed_and_the_log_tells_it(browser):
    partner = make_partner(agreement_until=_day(20))
    url = f"/partners/{partner.id}/edit"
    page = browser.get_page(url)
    sent = {name: page.field(name) for name in EDITED}
    browser.post_page(url, {**sent, "agreement_until": "2031-12-31", "kind": "fund"})
    assert (partner.agreement_until, partner.kind) == (date(2031, 12, 31), "fund")
    told = browser.get_page(f"/partners/{partner.id}").text
    assert "changed the partner" in told and "Agreement until" in told
    assert "Offshore incubator → now Fund institution" in told


def test_who_saves_on_an_old_page_sees_both_and_decides(browser):
    from outreach.activity import SYSTEM

    partner = make_partner(language="de")
    url = f"/partners/{partner.id}/edit"
    page = browser.get_page(url)
    sent = {name: page.field(name) for name in EDITED}
    with transaction():
        services.change_partner(SYSTEM, partner, {"language": "ko", "agreement_until": _day(90)})
    shown = browser.post_page(url, {**sent, "kind": "fund"}, status=409)
    assert "Somebody else changed this partner meanwhile" in shown.text and "Korean" in shown.text
    assert (shown.field("kind"), shown.field("language"), partner.kind) == ("fund", "de", "offshore_incubator")
    browser.post_page(url, {**sent, "kind": "fund", "version": shown.field("version")})
    assert (partner.kind, partner.language) == ("fund", "de")


def test_an_end_before_the_beginning_is_refused_on_the_stored_one_too(browser):
    partner = make_partner(agreement_from=date(2026, 1, 1))
    sent = {"kind": "fund", "language": "de", "agreement_from": "2026-01-01", "agreement_until": "2025-01-01",
            "state": "active", "version": str(partner.version)}
    page = browser.post_page(f"/partners/{partner.id}/edit", sent, status=422)
    assert page.field("agreement_until") == "2025-01-01" and partner.agreement_until is None


def test_an_account_is_added_and_its_access_ended(browser):
    partner, user = make_partner(), make_partner_user(name="Imke Beispiel")
    url = f"/partners/{partner.id}"
    assert "Nobody signs in for this partner yet." in browser.get_page(url).text
    browser.post_page(f"{url}/users", {"user_id": str(user.id)})
    page = browser.get_page(url)
    assert "Imke Beispiel" in page.text and "let Imke Beispiel read and send" in page.text
    browser.post_page(f"{url}/users/{user.id}/remove")
    assert users_of(partner) == []
    browser.post_page(f"{url}/users/{user.id}/remove", status=404)
    browser.post_page(f"{url}/users/{10**30}/remove", status=404)


@pytest.mark.parametrize("value", ["", "0", "x", "9" * 30])
def test_an_account_that_is_none_is_refused(browser, value):
    partner = make_partner()
    make_partner_user()
    browser.post_page(f"/partners/{partner.id}/users", {"user_id": value}, status=422)
    assert db.session.query(PartnerUser).count() == 0


def test_a_taken_account_is_not_offered_and_not_taken(browser):
    partner, taken = make_partner(), make_partner_user(make_partner())
    assert taken.email not in browser.get_page(f"/partners/{partner.id}").text
    browser.post_page(f"/partners/{partner.id}/users", {"user_id": str(taken.id)}, status=422)
    assert users_of(partner) == []


def test_the_page_warns_before_and_after_the_end(browser):
    for values, words in (
        ({"agreement_until": _day(20)}, "The agreement ends in 20 days"),
        ({"agreement_until": _day(0)}, "The agreement ends today"),
        ({"agreement_until": _day(-1)}, "The agreement ended on"), ({"active": False}, "not in use any more"),
    ):
        assert words in browser.get_page(f"/partners/{make_partner(**values).id}").text


def test_what_a_partner_sent_is_counted_on_its_page(browser):
    partner = make_partner()
    for _ in range(2):
        make_intention(sender=partner)
    assert "2 intentions sent" in browser.get_page(f"/partners/{partner.id}").text


@pytest.mark.parametrize("role", ["officer", "leader", "reader"])
def test_others_read_without_buttons(sign_in, role):
    partner, browser = make_partner(), sign_in(make_user(role))
    page = browser.get_page(f"/partners/{partner.id}")
    assert f"/partners/{partner.id}/edit" not in page.links()
    assert "/partners/new" not in browser.get_page("/partners/").links()
    browser.get_page("/partners/new", status=403)
    browser.post_page("/partners/new", NEW, status=403)
    browser.post_page(f"/partners/{partner.id}/edit", {}, status=403)
    browser.post_page(f"/partners/{partner.id}/users", {}, status=403)


def test_partners_themselves_and_strangers_stay_outside(client, sign_in):
    partner = make_partner()
    assert client.get("/partners/").status_code == 302
    browser = sign_in(make_partner_user(partner))
    for url in ("/partners/", "/partners/new", f"/partners/{partner.id}"):
        browser.get_page(url, status=403)


@pytest.mark.parametrize("number", [999999, 2**31, 10**30])
def test_a_wrong_number_is_no_page(browser, number):
    for url in (f"/partners/{number}", f"/partners/{number}/edit"):
        browser.get_page(url, status=404)
