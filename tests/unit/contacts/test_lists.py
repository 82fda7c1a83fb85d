"""The lists of people and organisations: filters, order, columns of one's choice, saved filters."""

from datetime import timedelta

import pytest

from outreach.contacts.models import Person
from outreach.db import db, now, transaction
from outreach.web.models import ListSetting, SavedList
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, make_person


@pytest.fixture
def officer(session):
    """An officer who reads English."""
    return make_user(role="officer", language="en")


@pytest.fixture
def three(session):
    """A German at a firm, a Korean with a mobile alone, a Chinese of whom only the name is known."""
    return (
        make_person("Jürgen Müller", email="j.mueller@velox.example.org", organisation="Velox Photonik GmbH", country="DE",
                    language="de", job_title="Leiter Einkauf"),
        make_person("김민수", phone="010-5550-0001", country="KR", language="ko"),
        make_person("李雷"))


def _names(page) -> list[str]:
    """Whom the list shows, in its order."""
    return [name for name in ("Müller", "김민수", "李雷") if name in page.text]


@pytest.mark.parametrize(("asked", "found"), [
    ("country=DE", ["Müller"]), ("country=-", ["李雷"]), ("language=ko", ["김민수"]), ("language=-", ["李雷"]),
    ("script=han", ["李雷"]), ("has_mail=1", ["Müller"]), ("has_mail=0", ["김민수", "李雷"]), ("has_phone=1", ["김민수"]),
    ("placed=1", ["Müller"]), ("placed=0", ["김민수", "李雷"]), ("q=velox", ["Müller"]), ("q=minsu&country=KR", ["김민수"]),
    ("changed=1999-01-01", ["Müller", "김민수", "李雷"]), ("changed=2999-01-01", []), ("added=2999-01-01", []),
    ("country=XX&changed=soon&script=elvish", ["Müller", "김민수", "李雷"]),
])
def test_each_filter_narrows_the_list_and_what_is_unknown_narrows_nothing(three, officer, sign_in, asked, found):
    page = sign_in(officer).get_page(f"/people/?{asked}")
    assert _names(page) == found
    assert page.heading == {0: "0 people", 1: "1 person"}.get(len(found), f"{len(found)} people")


def test_people_are_narrowed_to_the_event_where_they_were_met(three, officer, sign_in):
    from tests.factories.event_contacts import make_event_contact
    from tests.factories.events import make_event

    contact = make_event_contact(make_event(), name="Jürgen Müller", email=three[0].email, organisation="Velox Photonik GmbH")
    client = sign_in(officer)
    assert _names(client.get_page(f"/people/?met={contact.event_id}")) == ["Müller"]
    assert "Velox Photonik GmbH" in client.get_page(f"/organisations/?met={contact.event_id}").text


def test_a_column_sorts_both_ways_and_says_so(three, officer, sign_in):
    client = sign_in(officer)

    def order(address):
        html = client.get_page(address).html
        return sorted(("Jürgen Müller", "김민수", "李雷"), key=lambda name: html.index(f">{name}<"))

    assert order("/people/?sort=country") == ["Jürgen Müller", "김민수", "李雷"]
    assert order("/people/?sort=-country") == ["김민수", "Jürgen Müller", "李雷"]
    page = client.get_page("/people/?sort=-country")
    assert 'aria-sort="descending"' in page.html and 'aria-sort="none"' in page.html
    assert order("/people/?sort=notes") == order("/people/")


def test_a_list_of_many_pages_is_walked_by_marks(officer, sign_in):
    for number in range(60):
        make_person(f"Petra Muster{number:02d}", email=f"p{number}@example.org")
    client = sign_in(officer)
    page = client.get_page("/people/")
    assert "1 to 50 of 60" in page.text and "Page 1 of 2" in page.text
    further = next(link for link in page.links() if "after=" in link)
    second = client.get_page(further)
    assert "51 to 60 of 60" in second.text and "Page 2 of 2" in second.text
    back = next(link for link in second.links() if "before=" in link)
    assert "1 to 50 of 60" in client.get_page(back).text


def test_each_reader_keeps_columns_of_their_own(three, officer, sign_in):
    client = sign_in(officer)
    assert "Leiter Einkauf" in client.get_page("/people/").text
    client.post_page("/lists/people/columns", {"state": "language=de", "column": ["changed", "channel_mobile", "nonsense"]})
    page = client.get_page("/people/")
    assert "Leiter Einkauf" not in page.text and "Last change" in page.text and "+82 10-5550-0001" in page.text
    setting = db.session.scalars(db.select(ListSetting)).one()
    assert setting.columns == ["channel_mobile", "changed"]
    other = make_user(role="reader", language="en")
    assert "Leiter Einkauf" in sign_in(other).get_page("/people/").text


def test_a_filter_is_saved_shared_changed_and_removed(three, officer, sign_in):
    client = sign_in(officer)
    client.post_page("/lists/people/saved", {"state": "language=ko&sort=-changed", "name": "Koreans", "do": "new", "shared": "1"})
    row = db.session.scalars(db.select(SavedList)).one()
    assert (row.asked, row.shared) == ({"language": "ko", "sort": "-changed"}, True)
    page = client.get_page(f"/people/?view={row.id}&language=ko&sort=-changed")
    assert "Koreans" in page.text and "changed, not saved" not in page.text
    assert "changed, not saved" in client.get_page(f"/people/?view={row.id}&language=de").text
    client.post_page("/lists/people/saved", {
        "state": "language=ko&has_phone=1", "view": row.id, "name": "Koreans by phone", "do": "change", "take": "1", "shared": "1"})
    assert (row.name, row.asked) == ("Koreans by phone", {"language": "ko", "has_phone": "1"})
    colleague = sign_in(make_user(role="officer", language="en"))
    assert "Koreans by phone" in colleague.get_page("/people/").text
    colleague.post_page("/lists/people/saved/remove", {"view": row.id}, 404)
    sign_in(officer).post_page("/lists/people/saved/remove", {"view": row.id})
    assert db.session.scalar(db.select(db.func.count()).select_from(SavedList)) == 0


def test_what_is_not_shared_stays_ones_own(officer, sign_in):
    sign_in(officer).post_page("/lists/people/saved", {"state": "", "name": "Mine alone", "do": "new"})
    row = db.session.scalars(db.select(SavedList)).one()
    other = sign_in(make_user(role="administrator", language="en"))
    other.get("/people/")  # The first page still tells what was done before.
    assert "Mine alone" not in other.get_page("/people/").text
    other.post_page("/lists/people/saved/remove", {"view": row.id}, 404)


@pytest.mark.parametrize("name", ["", "   ", "x" * 101])
def test_a_filter_without_a_fitting_name_is_refused(officer, sign_in, name):
    page = sign_in(officer).post_page("/lists/people/saved", {"state": "", "name": name, "do": "new"}, 422)
    assert "at most 100 characters" in page.text


def test_two_filters_of_one_name_are_refused(officer, sign_in):
    client = sign_in(officer)
    client.post_page("/lists/people/saved", {"state": "", "name": "Mine", "do": "new"})
    assert "exists already" in client.post_page("/lists/people/saved", {"state": "", "name": "Mine", "do": "new"}, 422).text


def test_the_bare_list_begins_with_the_default_filter(three, officer, sign_in):
    client = sign_in(officer)
    client.post_page("/lists/people/saved", {"state": "language=ko", "name": "Koreans", "do": "new", "default": "1"})
    answer = client.get("/people/")
    assert answer.status_code == 302 and "language=ko" in answer.headers["Location"]
    assert _names(client.get_page("/people/?view=all")) == ["Müller", "김민수", "李雷"]
    row = db.session.scalars(db.select(SavedList)).one()
    client.post_page("/lists/people/saved", {"state": "language=ko", "view": row.id, "name": "Koreans", "do": "change"})
    assert _names(client.get_page("/people/")) == ["Müller", "김민수", "李雷"]


def test_leads_event_contacts_and_intentions_keep_saved_filters_too(officer, sign_in):
    client = sign_in(officer)
    for key, state, address in (
            ("leads", "tab=all&country=DE", "/leads/"), ("event_contacts", "state=all&rating=A", "/event-contacts/")):
        client.post_page(f"/lists/{key}/saved", {"state": state, "name": f"My {key}", "do": "new"})
        assert f"My {key}" in client.get_page(address).text
    client.post_page("/lists/nothing/saved", {"state": "", "name": "x", "do": "new"}, 404)


def test_organisations_are_narrowed_and_sorted(officer, sign_in):
    make_organisation("Velox Photonik GmbH", "DE", city="Jena")
    make_organisation("한빛광학(주)", "KR", kind="institute", city="Seoul")
    make_person("Petra Muster", organisation="Velox Photonik GmbH")
    client = sign_in(officer)
    assert "한빛" not in client.get_page("/organisations/?country=DE").text.partition("Show all")[2]
    assert client.get_page("/organisations/?kind=institute").heading == "1 organisation"
    assert client.get_page("/organisations/?peopled=1").heading == "1 organisation"
    html = client.get_page("/organisations/?sort=-city").html
    assert html.index("한빛광학") < html.index("Velox Photonik")


def test_changed_since_counts_the_readers_day(officer, sign_in):
    person = make_person("Petra Muster")
    with transaction():
        db.session.execute(db.update(Person).where(Person.id == person.id).values(updated_at=now() - timedelta(days=3)))
    client = sign_in(officer)
    assert client.get_page(f"/people/?changed={(now() - timedelta(days=4)).date()}").heading == "1 person"
    assert client.get_page(f"/people/?changed={(now() - timedelta(days=1)).date()}").heading == "0 people"


def test_partners_open_no_list(session, sign_in):
    client = sign_in(make_user(role="partner_user", language="en"))
    for address in ("/people/", "/lists/people/export", "/lists/outbox/export"):
        client.get_page(address, 403)
