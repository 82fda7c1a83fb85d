"""The pages: the list, the capture form, one contact with its decisions, and the conversion of several into a lead."""

from datetime import date, timedelta

import pytest

from outreach.activity import SYSTEM
from outreach.db import db, now, today_in, transaction
from outreach.event_contacts import services
from outreach.event_contacts.models import EventContact
from outreach.leads.models import Lead
from tests.factories.accounts import make_user
from tests.factories.contacts import make_person
from tests.factories.event_contacts import make_event_contact
from tests.factories.events import make_event, make_member
from tests.factories.leads import make_lead

URL = "/event-contacts/"
TYPED = {
    "client_key": "page-1",
    "event": "LASER-2027",
    "contact.name": "Jana Weiss",
    "organisation.name": "Weiss Optik GmbH",
    "organisation.country": "DE",
    "contact.email": "jana@weiss.example.org",
    "contact.phone": "089 1234567",
    "contact.job_title": "CTO",
    "contact.language": "de",
    "rating": "A",
    "notes": "Will 2.000 m²",
    "notes_language": "de",
    "met_on": "2027-06-23",
}
LEAD = {
    "title": "Excimer-Montage",
    "title_language": "de",
    "stage": "lead",
    "next_step": "Anrufen",
    "next_step_on": "2027-07-01",
}


@pytest.fixture
def officer():
    """An officer who reads English in Wuxi."""
    return make_user("officer", name="Zhou Min")


@pytest.fixture
def browser(sign_in, officer):
    """The officer's browser."""
    return sign_in(officer)


@pytest.fixture
def event(app):
    """The fair."""
    return make_event()


def _stored() -> list[EventContact]:
    return list(db.session.scalars(db.select(EventContact).order_by(EventContact.id)).unique())


def _lead() -> Lead:
    return db.session.scalars(db.select(Lead).order_by(Lead.id.desc())).unique().first()


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_every_page_opens_in_each_language(sign_in, event, language):
    client = sign_in(make_user("officer", language=language))
    contact = make_event_contact(event, rating="A", notes="Will 2.000 m²", notes_language="de")
    for path in (URL, f"{URL}?event={event.id}&order=organisation", f"{URL}new?event={event.id}", f"{URL}{contact.id}",
                 f"{URL}convert?contact={contact.id}", f"{URL}convert"):
        client.get_page(path)


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        ("administrator", 200, 200),
        ("coordinator", 200, 200),
        ("leader", 200, 403),
        ("reader", 200, 403),
        ("partner_user", 403, 403),
    ],
)
def test_who_may_read_and_who_may_write(sign_in, event, role, reads, writes):
    contact, client = make_event_contact(event), sign_in(make_user(role))
    for path in (URL, f"{URL}{contact.id}"):
        client.get_page(path, status=reads)
    for path in (f"{URL}new", f"{URL}convert?contact={contact.id}"):
        client.get_page(path, status=writes)
    if writes == 403:
        for path in (f"{URL}new", f"{URL}convert", *[f"{URL}{contact.id}/{verb}" for verb in (
                "qualify", "reject", "reopen", "undo-conversion")]):
            client.post_page(path, {"reason": "x"}, status=403)
        assert client.get(f"{URL}invite?contact={contact.id}").status_code == 403


def test_a_stranger_is_sent_to_sign_in(client, event):
    assert client.get(URL).status_code == 302
    assert client.get(f"{URL}{make_event_contact(event).id}").status_code == 302


def test_the_list_says_how_many_wait_and_counts_every_state(browser, event):
    contacts = [make_event_contact(event) for _ in range(3)]
    with transaction():
        services.reject(SYSTEM, contacts[0], "Student")
    page = browser.get_page(URL)
    assert page.heading == "2 contacts to decide"
    assert "To decide 2 Became leads 0 Rejected 1 All 3" in page.text
    assert contacts[0].person.label not in page.text
    assert contacts[0].person.label in browser.get_page(f"{URL}?state=rejected").text


def test_an_empty_list_says_what_to_do_and_a_filter_what_to_drop(browser, event):
    page = browser.get_page(URL)
    assert page.heading == "Nobody captured yet"
    assert "/event-contacts/new" in " ".join(page.links())
    make_event_contact(event)
    assert "No contact fits these filters" in browser.get_page(f"{URL}?rating=C").text
    assert "Look at all of them" in browser.get_page(f"{URL}?state=converted").text


def test_every_filter_narrows_the_list_and_its_counts(browser, officer, event):
    other = make_event("MEDICA-2027", "MEDICA 2027")
    mine = make_event_contact(event, name="Jana Weiss", organisation="Weiss Optik GmbH", rating="A")
    mine.captured_by_id = officer.id
    db.session.commit()
    make_event_contact(other, name="Uwe Kern", organisation="Kern Medizin GmbH")
    for query in (
        f"event={event.id}",
        "rating=A",
        f"captured_by={officer.id}",
        f"organisation={mine.organisation_id}",
        "q=weiss",
        "q=Optik",
        "q=Jana",
    ):
        page = browser.get_page(f"{URL}?{query}")
        assert page.heading == "1 contact to decide", query
        assert "Jana Weiss" in page.text
        assert "Uwe Kern" not in page.text


@pytest.mark.parametrize(
    "query",
    [
        "event=999999",
        "event=abc",
        "state=dream",
        "rating=Z",
        "captured_by=-1",
        "page=99999",
        "page=x",
        "organisation=x",
        "order=magic",
    ],
)
def test_filters_that_no_list_knows_narrow_nothing(browser, event, query):
    make_event_contact(event, name="Jana Weiss")
    assert "Jana Weiss" in browser.get_page(f"{URL}?{query}").text


def test_people_of_one_organisation_stand_together_with_a_link_to_convert_them(browser, event):
    pair = [make_event_contact(event, organisation="Zwilling Optik GmbH") for _ in "12"]
    alone = make_event_contact(event, organisation="Alleine GmbH")
    page = browser.get_page(f"{URL}?event={event.id}&order=organisation")
    assert page.text.index("Alleine GmbH") < page.text.index("Zwilling Optik GmbH")
    assert "Convert 2 people together" in page.text
    assert f"/event-contacts/convert?contact={pair[0].id}&contact={pair[1].id}" in page.links()
    assert "Convert 1" not in page.text
    assert alone.person.label in page.text


def test_a_long_list_comes_in_pages(browser, event):
    for _ in range(52):
        make_event_contact(event)
    page = browser.get_page(f"{URL}?event={event.id}")
    assert "1 to 50 of 52" in page.text
    assert "51 to 52 of 52" in browser.get_page(f"{URL}?event={event.id}&page=2").text


def test_ticked_contacts_lead_on_to_the_invitations_of_an_event(browser, event):
    other = make_event("MEDICA-2027", "MEDICA 2027")
    pair = [make_event_contact(event) for _ in "12"]
    answer = browser.get(f"{URL}invite?contact={pair[0].id}&contact={pair[1].id}&contact=x&to={other.id}")
    assert answer.headers["Location"] == (
        f"/events/{other.id}/invitations/new?person={pair[0].person_id}&person={pair[1].person_id}")
    assert browser.get(f"{URL}invite?contact={pair[0].id}").headers["Location"].startswith(f"/events/{event.id}/")
    browser.get_page(f"{URL}invite", status=404)


def test_the_capture_form_knows_the_event_of_my_team(browser, officer, event):
    today = today_in("Europe/Berlin")
    running = make_event("NOW-1", "Running", starts_on=today - timedelta(days=1), ends_on=today + timedelta(days=1))
    make_member(event, officer)
    assert browser.get_page(f"{URL}new").field("event") == "LASER-2027"
    make_member(running, officer)
    page = browser.get_page(f"{URL}new")
    assert (page.field("event"), page.field("met_on")) == ("NOW-1", today_in("Europe/Berlin").isoformat())
    assert browser.get_page(f"{URL}new?event={event.id}").field("event") == "LASER-2027"
    assert browser.get_page(f"{URL}new?event={event.id}").field("met_on") == ""


def test_without_an_event_the_form_asks_for_one(browser, event):
    page = browser.get_page(f"{URL}new?event=999999")
    assert page.status == 200
    again = browser.post_page(f"{URL}new", {**TYPED, "event": ""}, status=422)
    assert again.errors() == ["Choose the event at which you met."]
    assert again.field("contact.name") == "Jana Weiss"


def test_a_capture_is_saved_and_leads_to_the_contact_and_the_next_one(browser, officer, event):
    page = browser.post_page(f"{URL}new", TYPED)
    contact = _stored()[0]
    assert page.location == f"/event-contacts/{contact.id}"
    assert (contact.person.full_name, contact.organisation.name, contact.rating, contact.met_on) == (
        "Jana Weiss", "Weiss Optik GmbH", "A", date(2027, 6, 23))
    assert (contact.captured_by_id, contact.source, contact.notes_language, contact.client_key) == (
        officer.id,
        "typed",
        "de",
        "page-1",
    )
    assert contact.raw["contact.phone"] == "089 1234567"
    assert "csrf_token" not in contact.raw
    shown = browser.get_page(page.location)
    assert "Jana Weiss is saved." in shown.text
    assert f"/event-contacts/new?event={event.id}" in shown.links()


def test_the_next_capture_comes_at_once_where_wanted(browser, event):
    page = browser.post_page(f"{URL}new", {**TYPED, "then": "next"})
    assert page.location == f"/event-contacts/new?event={event.id}"
    again = browser.get_page(page.location)
    assert "Jana Weiss is saved." in again.text
    assert again.field("contact.name") == ""
    assert again.field("client_key") not in ("", "page-1")


def test_sending_the_form_twice_makes_one(browser, event):
    browser.post_page(f"{URL}new", TYPED)
    page = browser.post_page(f"{URL}new", TYPED)
    assert len(_stored()) == 1
    assert "was stored before" in browser.get_page(page.location).text


@pytest.mark.parametrize(("email", "told", "tag"), [
    ("jana@weiss.example.org", "We know Jana Weiss already", "Known person"),
    ("", "Jana Weiss may be somebody we know", "Possible duplicate")])
def test_the_verdict_on_the_person_is_told(browser, event, email, told, tag):
    known = make_person("Jana Weiss", email="jana@weiss.example.org", organisation="Weiss Optik GmbH")
    page = browser.post_page(f"{URL}new", {**TYPED, "contact.email": email, "contact.phone": ""})
    shown = browser.get_page(page.location)
    assert told in shown.text
    assert tag in shown.text
    if not email:
        assert f"/people/{known.id}" in " ".join(shown.links())


def test_a_doubt_that_somebody_settled_is_told_no_more(browser, event):
    from outreach.contacts.models import DuplicateCandidate
    from outreach.contacts.services import decide_duplicate

    make_person("Jana Weiss", email="jana@weiss.example.org", organisation="Weiss Optik GmbH")
    contact = make_event_contact(event, name="Jana Weiss", organisation="Weiss Optik GmbH")
    for path in (URL, f"{URL}{contact.id}", f"{URL}new?event={event.id}"):
        assert "Possible duplicate" in browser.get_page(path).text.replace("Possible duplicates", "")
    with transaction():
        decide_duplicate(SYSTEM, db.session.scalars(db.select(DuplicateCandidate)).one(), "not_same")
    for path in (URL, f"{URL}{contact.id}", f"{URL}new?event={event.id}"):
        assert "Possible duplicate" not in browser.get_page(path).text.replace("Possible duplicates", "")


def test_while_typing_the_form_tells_whom_we_may_know(browser, event):
    make_person("Jana Weiss", email="jana@weiss.example.org", organisation="Weiss Optik GmbH")
    answer = browser.get(
        f"{URL}known?contact.name=Jana Weiss&contact.email=jana@weiss.example.org", headers={"HX-Request": "true"}
    )
    assert "This may be somebody we know" in answer.get_data(as_text=True)
    assert "Weiss Optik GmbH" in answer.get_data(as_text=True)
    for query in ("", "?contact.name=Uwe Kern", "?contact.name=&contact.email=jana@weiss.example.org"):
        assert browser.get(f"{URL}known{query}").get_data(as_text=True).strip() == ""


@pytest.mark.parametrize(("change", "message", "field"), [
    ({"contact.name": " "}, "Enter the name of the person.", "notes"),
    ({"contact.name": "x" * 301}, "", "contact.name"),
    ({"contact.email": "no mail"}, "Enter a mail address such as name@example.org", "contact.email"),
    ({"event": "NOWHERE-2027"}, "Choose the event at which you met.", "contact.name"),
    ({"met_on": "2027-02-30"}, "", "contact.name"),
    ({"met_on": "2020-06-23"}, "This day is far from the event", "met_on"),
    ({"rating": "Z"}, "", "contact.name"),
    ({"organisation.country": "XX"}, "", "contact.name"),
    ({"contact.language": "fr"}, "", "contact.name"),
    ({"client_key": "k" * 101}, "Write at most 100 characters", "contact.name"),
    ({"notes": "x" * 20_001}, "", "contact.name"),
])
def test_a_wrong_capture_says_what_to_do_and_keeps_what_was_typed(browser, event, change, message, field):
    page = browser.post_page(f"{URL}new", {**TYPED, **change}, status=422)
    assert page.title.startswith("Error:")
    assert any(message in error for error in page.errors())
    assert page.field(field) == {**TYPED, **change}[field].strip()
    assert _stored() == []


def test_a_contact_shows_its_capture_in_both_times_and_all_around_it(browser, officer, event):
    contact = make_event_contact(event, name="Jana Weiss", organisation="Weiss Optik GmbH", job_title="CTO", rating="A",
                                 notes="Will 2.000 m²", notes_language="de", met_on=date(2027, 6, 23),
                                 captured_at=now().replace(year=2027, month=6, day=23, hour=12, minute=30))
    colleague = make_event_contact(event, organisation="Weiss Optik GmbH")
    page = browser.get_page(f"{URL}{contact.id}", title="Jana Weiss")
    assert "14:30 Munich" in page.text or "14:30 Berlin" in page.text
    assert "20:30" in page.text
    assert "1 more person of Weiss Optik GmbH met here" in page.text
    assert colleague.person.label in page.text
    assert "Job title CTO" in page.text
    assert "captured Jana Weiss" in page.text
    note = next(node for node in page.tree.iter("span") if node.text == "Will 2.000 m²")
    assert note.get("lang") == "de"


def test_an_unknown_contact_is_not_found(browser, event):
    browser.get_page(f"{URL}999999", status=404)
    browser.get_page(f"{URL}{2**40}", status=404)


def test_rejecting_needs_a_reason_and_reopening_takes_it_back(browser, event):
    contact = make_event_contact(event)
    page = browser.post_page(f"{URL}{contact.id}/reject", {"version": 1, "reason": " "}, status=422)
    assert page.errors() == ["Enter why nothing comes of this contact"]
    browser.post_page(f"{URL}{contact.id}/reject", {"version": 1, "reason": "Looks for a job"})
    page = browser.get_page(f"{URL}{contact.id}")
    assert "Nothing comes of this contact Looks for a job" in page.text
    browser.post_page(f"{URL}{contact.id}/reopen", {"version": 2})
    assert _stored()[0].state == "open"


def test_who_decides_on_an_old_page_sees_what_is_stored_and_keeps_the_text(browser, event):
    contact = make_event_contact(event)
    with transaction():
        services.qualify(SYSTEM, contact, "A", "", None)
    page = browser.post_page(f"{URL}{contact.id}/reject", {"version": 1, "reason": "Looks for a job"}, status=409)
    assert "Somebody else changed this contact meanwhile" in page.text
    assert page.field("reason") == "Looks for a job"
    assert _stored()[0].state == "open"


def test_rating_and_note_can_be_written_later(browser, event):
    contact = make_event_contact(event)
    browser.post_page(
        f"{URL}{contact.id}/qualify", {"version": 1, "rating": "B", "notes": "ruft zurück", "notes_language": "de"}
    )
    stored = _stored()[0]
    assert (stored.rating, stored.notes, stored.notes_language) == ("B", "ruft zurück", "de")
    page = browser.post_page(
        f"{URL}{contact.id}/qualify", {"version": 2, "rating": "Z", "notes": "x", "notes_language": "de"}, status=422
    )
    assert page.title.startswith("Error:")
    assert page.field("notes") == "x"


def test_converting_one_contact_carries_the_event_over(browser, officer, event):
    contact = make_event_contact(
        event, organisation="Weiss Optik GmbH", rating="A", notes="Will 2.000 m²", notes_language="de"
    )
    page = browser.get_page(f"{URL}convert?contact={contact.id}")
    assert page.field("title") == "Weiss Optik GmbH"
    assert page.field("owner") == str(officer.id)
    assert page.field("next_step") == f"Call {contact.person.label}"
    browser.post_page(
        f"{URL}convert", {**LEAD, "contact": contact.id, "owner": officer.id, "industries": ["fibre_laser"]}
    )
    lead = _lead()
    assert (lead.title, lead.title_language, lead.industries, lead.owner_id, lead.stage) == (
        "Excimer-Montage", "de", ["fibre_laser"], officer.id, "lead")
    assert (lead.next_step, lead.next_step_on) == ("Anrufen", date(2027, 7, 1))
    assert [(one.kind, one.ref_id, one.event_id) for one in lead.sources] == [("event_contact", contact.id, event.id)]
    assert lead.number in browser.get_page(f"{URL}{contact.id}").text


def test_several_people_of_one_organisation_become_one_lead(browser, officer, event):
    pair = [make_event_contact(event, organisation="Zwilling Optik GmbH") for _ in "12"]
    further = make_event_contact(event, organisation="Zwilling Optik GmbH")
    page = browser.get_page(f"{URL}convert?contact={pair[0].id}&contact={pair[1].id}")
    assert page.heading == "Convert 2 contacts to one lead"
    ticked = {
        node.get("value")
        for node in page.tree.iter("input")
        if node.get("name") == "contact" and node.get("checked") is not None
    }
    offered = {node.get("value") for node in page.tree.iter("input") if node.get("name") == "contact"}
    assert ticked == {str(one.id) for one in pair}
    assert offered == ticked | {str(further.id)}
    answer = browser.post_page(
        f"{URL}convert", {**LEAD, "contact": [one.id for one in (*pair, further)], "owner": officer.id}
    )
    assert answer.location == f"/leads/{_lead().id}"
    assert len(_lead().sources) == 3


def test_contacts_of_several_organisations_are_told_so_before_anything_is_typed(browser, officer, event):
    pair = [make_event_contact(event) for _ in "12"]
    chosen = [one.id for one in pair]
    assert (
        "Convert each organisation by itself"
        in browser.get_page(f"{URL}convert?contact={chosen[0]}&contact={chosen[1]}").text
    )
    page = browser.post_page(f"{URL}convert", {**LEAD, "contact": chosen, "owner": officer.id}, status=422)
    assert "Convert each organisation by itself" in page.text
    assert page.field("title") == "Excimer-Montage"
    assert _lead() is None


@pytest.mark.parametrize(("change", "message"), [
    ({"title": " "}, "Enter a title for the lead"),
    ({"title": "x" * 301}, ""),
    ({"next_step": ""}, "Enter what the next step is"),
    ({"next_step_on": ""}, "Enter the day of the next step"),
    ({"next_step_on": "2027-02-30"}, ""),
    ({"stage": "qualified", "industries": []}, ""),
    ({"stage": "dream"}, ""),
    ({"industries": ["magic"]}, ""),
    ({"owner": "999999"}, ""),
    ({"title_language": "fr"}, ""),
    ({"lead": "999999"}, "There is no such lead"),
    ({"lead": "abc"}, "There is no such lead"),
])
def test_a_refused_conversion_stands_beside_its_field_and_keeps_what_was_typed(
    browser, officer, event, change, message
):
    contact = make_event_contact(event)
    page = browser.post_page(
        f"{URL}convert", {**LEAD, "contact": contact.id, "owner": officer.id, **change}, status=422
    )
    assert page.title.startswith("Error:")
    assert any(message in error for error in page.errors())
    assert page.field("title") == {**LEAD, **change}["title"].strip()
    assert (_lead(), _stored()[0].state) == (None, "open")


def test_no_contact_at_all_says_where_to_tick(browser):
    page = browser.get_page(f"{URL}convert?contact=999999&contact=x")
    assert "Choose at least one contact" in page.text
    assert "/event-contacts/" in page.links()
    browser.post_page(f"{URL}convert", LEAD, status=422)


def test_a_contact_joins_an_open_lead_of_its_organisation_or_one_that_was_looked_for(browser, officer, event):
    contact = make_event_contact(event, organisation="Weiss Optik GmbH")
    own = make_lead("Laserwerk", organisation=contact.organisation)
    other = make_lead("Graphenlinie")
    page = browser.get_page(f"{URL}convert?contact={contact.id}")
    assert own.number in page.text
    assert other.number not in page.text
    page = browser.post_page(
        f"{URL}convert",
        {**LEAD, "contact": contact.id, "owner": officer.id, "step": "search", "q": "Graphen"},
        status=200,
    )
    assert other.number in page.text
    assert page.field("title") == "Excimer-Montage"
    browser.post_page(
        f"{URL}convert",
        {"contact": contact.id, "lead": other.id, "owner": officer.id, "stage": "lead", "title_language": "de"},
    )
    assert _stored()[0].lead_id == other.id
    assert other.title == "Graphenlinie"


def test_converting_twice_into_the_same_lead_changes_nothing(browser, officer, event):
    contact = make_event_contact(event)
    browser.post_page(f"{URL}convert", {**LEAD, "contact": contact.id, "owner": officer.id})
    lead = _lead()
    page = browser.post_page(f"{URL}convert", {**LEAD, "contact": contact.id, "owner": officer.id}, status=422)
    assert lead.number in " ".join(page.errors())
    assert browser.get_page(f"{URL}convert?contact={contact.id}").field("lead") == str(lead.id)
    browser.post_page(f"{URL}convert", {**LEAD, "contact": contact.id, "owner": officer.id, "lead": lead.id})
    assert (len(_lead().sources), _lead().version) == (1, 1)


def test_a_conversion_is_undone_unless_somebody_worked_on_the_lead(browser, officer, event):
    contact = make_event_contact(event)
    browser.post_page(f"{URL}convert", {**LEAD, "contact": contact.id, "owner": officer.id})
    browser.post_page(f"{URL}{contact.id}/undo-conversion", {"version": 2})
    assert (_stored()[0].state, _lead()) == ("open", None)
    browser.post_page(f"{URL}convert", {**LEAD, "contact": contact.id, "owner": officer.id})
    from outreach.leads.services import set_next_step

    with transaction():
        set_next_step(SYSTEM, _lead(), "Mail schreiben", date(2027, 7, 2))
    page = browser.post_page(f"{URL}{contact.id}/undo-conversion", {"version": _stored()[0].version}, status=422)
    assert "Somebody has worked on this lead" in page.text
    assert _stored()[0].state == "converted"
