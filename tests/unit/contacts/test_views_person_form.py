"""The form of a person: writings, lines of channels, tags, notes in several languages, one more organisation."""

import pytest

from outreach.activity.models import ActivityEntry
from outreach.contacts.models import Person
from outreach.db import db
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_tag
from tests.factories.contacts import lines_of, make_person


@pytest.fixture
def browser(session, sign_in):
    """The browser of an officer who reads English."""
    return sign_in(make_user("officer", language="en"))


def saved(browser, **values) -> Person:
    """The person that a new form makes."""
    browser.post_page("/people/new", values)
    return db.session.scalars(db.select(Person).order_by(Person.id.desc()).limit(1)).one()


def shown(browser, person: Person) -> dict:
    """What the form of a stored person shows, ready to be sent again."""
    page = browser.get_page(f"/people/{person.id}/edit")
    names = {node.get("name") for node in page.tree.iter() if node.get("name") and node.tag != "button"}
    return {name: page.field(name) or "" for name in names - {"q", "csrf_token", "tags", "viewport", "htmx-config"}}


def test_every_writing_keeps_its_language_and_reading(browser, sign_in):
    person = saved(browser, full_name="周敏", reading="Zhōu Mǐn", language="zh", **{
        "names-0-text": "Min Zhou", "names-0-language": "en", "names-1-text": "Zhou Min", "names-1-language": "zh",
        "names-2-text": "저우민", "names-2-language": "ko", "names-3-text": ""})
    assert [(item.text, item.language, item.reading) for item in person.names] == [
        ("周敏", "zh", "Zhōu Mǐn"), ("Min Zhou", "en", None), ("Zhou Min", "zh", None), ("저우민", "ko", None)]
    assert "Zhōu Mǐn" in browser.get_page(f"/people/{person.id}").text
    for language, first in (("en", "Min Zhou"), ("de", "Min Zhou"), ("ko", "저우민"), ("zh", "周敏")):
        page = sign_in(make_user("officer", language=language)).get_page(f"/people/{person.id}")
        assert page.heading.startswith(first), language


def test_channels_of_every_kind_and_several_of_one_kind_are_kept(browser):
    person = saved(browser, full_name="Petra Muster", country="DE", **lines_of(
        email="p@firma.example.org", mobile="+49 171 2345678", home="+49 30 901820", fax="+49 30 901821",
        wechat="petra_m", kakaotalk="petra.k", whatsapp="+49 171 2345678", linkedin="linkedin.com/in/petra-muster"), **{
        "channels-8-kind": "work", "channels-8-value": "+49 30 901822", "channels-8-extension": "21",
        "channels-9-kind": "email", "channels-9-value": "zweite@firma.example.org"})
    assert {(item.kind, item.value, item.extension) for item in person.channels} == {
        ("email", "p@firma.example.org", None), ("email", "zweite@firma.example.org", None),
        ("mobile", "+491712345678", None), ("home", "+4930901820", None), ("fax", "+4930901821", None),
        ("work", "+4930901822", "21"), ("wechat", "petra_m", None), ("kakaotalk", "petra.k", None),
        ("whatsapp", "+49 171 2345678", None), ("linkedin", "linkedin.com/in/petra-muster", None)}
    assert person.email == "p@firma.example.org"
    browser.post_page(f"/people/{person.id}/edit", shown(browser, person))
    db.session.refresh(person)
    assert (person.version, len(person.channels)) == (1, 10)
    page = browser.get_page(f"/people/{person.id}")
    assert "ext. 21" in page.text
    assert "https://linkedin.com/in/petra-muster" in page.links()


def test_an_emptied_line_is_removed_and_an_extension_changed(browser):
    person = saved(browser, full_name="Petra Muster", **lines_of(email="p@firma.example.org", work="+49 30 901822"))
    typed = shown(browser, person) | {"channels-0-value": "", "channels-1-extension": "7"}
    browser.post_page(f"/people/{person.id}/edit", typed)
    db.session.refresh(person)
    assert [(item.kind, item.extension) for item in person.channels] == [("work", "7")]
    assert "Phone +4930901822 7" in browser.get_page(f"/people/{person.id}").text


@pytest.mark.parametrize("rows", ["channels", "names"])
def test_one_more_line_needs_no_script_and_loses_nothing(browser, rows):
    person = saved(browser, full_name="Petra Muster", **lines_of(email="p@firma.example.org"))
    for path in ("/people/new", f"/people/{person.id}/edit"):
        before = browser.get_page(path).html.count(f'id="{rows}-')
        typed = {"full_name": "", "notes": "Keep me", **lines_of(email="half@"), "names-0-text": "米勒", "more": rows}
        page = browser.post_page(path, typed, 200)
        assert (page.field("notes"), page.field("channels-0-value"), page.errors()) == ("Keep me", "half@", [])
        assert page.field(f"{rows}-1-{'value' if rows == 'channels' else 'text'}") == ""
        assert before > 0


@pytest.mark.parametrize(("line", "message"), [
    ({"kind": "email", "value": "nobody"}, "no mail address"), ({"kind": "home", "value": "on request"}, "telephone number"),
    ({"kind": "work", "value": "+49 30 901822", "extension": "21a"}, "extension in digits"),
    ({"kind": "pager", "value": "1"}, "entry of this list")])
def test_a_wrong_line_is_told_at_its_own_field(browser, line, message):
    page = browser.post_page("/people/new", {
        "full_name": "Petra Muster", **{f"channels-0-{name}": text for name, text in line.items()}}, 422)
    assert any(message in error for error in page.errors()), page.errors()
    assert page.field("channels-0-value") == line["value"]
    target = next(node.get("href") for node in page.tree.iter("a") if (node.get("href") or "").startswith("#channels-0"))
    assert any(node.get("id") == target[1:] for node in page.tree.iter())


def test_a_word_of_the_catalogue_is_recognised_in_any_language_and_others_stay_as_typed(browser, sign_in):
    make_tag("investor", zh="投资人", en="Investor", de="Investor", ko="투자자")
    person = saved(browser, full_name="Petra Muster", more_tags="投资人, Golf，spricht Chinesisch")
    assert [item.tag for item in person.tags] == ["investor", "Golf", "spricht Chinesisch"]
    page = sign_in(make_user("officer", language="ko")).get_page(f"/people/{person.id}")
    assert "투자자" in page.text and "Golf" in page.text
    browser = sign_in(make_user("officer", language="en"))
    page = browser.get_page("/people/new")
    assert {"investor", "Golf"} <= {node.get("value") for node in page.tree.iter("input") if node.get("name") == "tags"}
    browser.post_page(f"/people/{person.id}/edit", shown(browser, person) | {"tags": ["investor"]})
    db.session.refresh(person)
    assert [item.tag for item in person.tags] == ["investor"]
    page = browser.post_page("/people/new", {"full_name": "Anders Muster", "more_tags": "x" * 61}, 422)
    assert any("60 characters" in error for error in page.errors())


def test_notes_are_read_in_the_readers_language_and_stale_ones_say_so(browser, sign_in):
    person = saved(browser, full_name="Petra Muster", notes="Sucht eine Halle", notes_language="de", notes_zh="在找厂房")
    chinese = sign_in(make_user("officer", language="zh"))
    assert "在找厂房" in chinese.get_page(f"/people/{person.id}").text
    browser = sign_in(make_user("officer", language="en"))
    page = browser.get_page(f"/people/{person.id}")
    assert "Sucht eine Halle" in page.text and "not yet in English" in page.text
    browser.post_page(f"/people/{person.id}/edit", shown(browser, person) | {"notes": "Sucht zwei Hallen"})
    page = sign_in(make_user("officer", language="zh")).get_page(f"/people/{person.id}")
    assert "在找厂房" in page.text
    db.session.refresh(person)
    assert person.notes_text.status("zh") == "stale"


def test_one_more_organisation_is_added_and_ended(browser):
    person = make_person("Jürgen Müller", organisation="Velox Photonik GmbH", country="DE")
    page = browser.get_page(f"/people/{person.id}")
    typed = {"new-organisation": "Optikverband e. V.", "new-organisation_country": "DE", "new-job_title": "Vorstand",
             "new-since": "2020-01-01", "new-version": page.field("new-version")}
    browser.post_page(f"/people/{person.id}/affiliations/new", typed)
    db.session.refresh(person)
    assert [(item.organisation.name, item.job_title) for item in person.affiliations] == [
        ("Velox Photonik GmbH", None), ("Optikverband e. V.", "Vorstand")]
    page = browser.get_page(f"/people/{person.id}")
    assert "wrote down that Jürgen Müller is at Optikverband e. V. too" in page.text
    page = browser.post_page(f"/people/{person.id}/affiliations/new", typed, 422)
    assert "Somebody else changed this person" in page.text and page.field("new-job_title") == "Vorstand"
    page = browser.post_page(f"/people/{person.id}/affiliations/new", {
        "new-organisation": "Karbonex AG", "new-since": "2026-02-01", "new-until": "2026-01-01", "new-version": "2"}, 422)
    assert any("last day is before the first" in error for error in page.errors())
    assert len(person.affiliations) == 2


def test_the_opening_of_a_letter_is_shown_and_can_be_written_by_hand(browser):
    person = saved(browser, full_name="Anna Müller", titles="Dr.", gender="f", language="de")
    assert "Sehr geehrte Frau Dr. Müller" in browser.get_page(f"/people/{person.id}").text
    browser.post_page(f"/people/{person.id}/edit", shown(browser, person) | {"salutation": "Liebe Anna"})
    page = browser.get_page(f"/people/{person.id}")
    assert "Liebe Anna as written by hand" in page.text
    entry = db.session.scalars(db.select(ActivityEntry).order_by(ActivityEntry.id.desc()).limit(1)).one()
    assert entry.data["changes"] == {"salutation": [None, "Liebe Anna"]}


@pytest.mark.parametrize("name", [
    "金", "x" * 300, "\u202eelbissop eman\u200f", "🙂", '=HYPERLINK("http://example.org")', "Petra\x00Muster",
    "Petra\r\nMuster", "<script>alert(1)</script>", "\u0645\u062d\u0645\u062f"])
def test_odd_names_are_stored_as_given_and_shown_harmlessly(browser, name):
    person = saved(browser, full_name=name, job_title=name, organisation="Velox Photonik GmbH", notes=name, more_tags=name[:60])
    assert person.full_name == name.replace("\x00", "�").replace("\r\n", "\r\n")
    page = browser.get_page(f"/people/{person.id}")
    assert "<script>alert" not in page.html
    assert "<bdi" in page.html
    for path in ("/people/", f"/people/{person.id}/edit", f"/organisations/{person.organisation.id}"):
        browser.get_page(path)


def test_a_position_without_an_organisation_is_told_and_nothing_typed_is_lost(browser):
    page = browser.post_page("/people/new", {"full_name": "Petra Muster", "job_title": "Head of Purchasing"}, status=422)
    assert "Enter the organisation at which the person holds this position." in page.text
    assert (page.field("full_name"), page.field("job_title")) == ("Petra Muster", "Head of Purchasing")
    person = make_person("Björn Böhm", organisation="Velox Photonik GmbH", job_title="CTO")
    browser.post_page(f"/people/{person.id}/edit", {**shown(browser, person), "organisation": ""})
    db.session.expire_all()
    assert person.affiliation is None
