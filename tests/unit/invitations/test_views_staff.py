"""The pages of our own people: who may open them, whom they invite, what is shown once, what is corrected."""

from datetime import date

import pytest

from outreach.activity.models import ActivityEntry
from outreach.db import db, transaction
from outreach.invitations.models import Invitation
from outreach.invitations.queries import by_token
from outreach.mail import inbound
from outreach.mail.models import OutboxMail
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, make_person
from tests.factories.events import make_event
from tests.factories.invitations import invite, reply_mail


@pytest.fixture
def browser(sign_in):
    """An officer's browser in English."""
    return sign_in(make_user("officer", name="Zhou Min"))


def _all() -> list[Invitation]:
    return list(db.session.scalars(db.select(Invitation).order_by(Invitation.id)))


def _again(row: Invitation) -> Invitation:
    return db.session.get(Invitation, row.id, populate_existing=True)


def _links(page) -> list[str]:
    return [node.get("value") for node in page.tree.iter("input") if node.get("readonly") is not None]


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_every_page_opens_in_each_language(sign_in, language):
    client = sign_in(make_user("coordinator", language=language))
    done = invite()
    other = make_event("SEMI-2027", "SEMICON 2027")
    inbound.receive(reply_mail(done.invitation, "DECLINED", sender="x@example.net", comment="Kommt nicht"))
    for path in (
        f"/events/{done.invitation.event_id}/invitations",
        f"/events/{done.invitation.event_id}/invitations?state=review",
        f"/events/{done.invitation.event_id}/invitations?state=declined",
        f"/events/{other.id}/invitations",
        f"/events/{other.id}/invitations/new?person={done.invitation.person_id}",
        f"/invitations/{done.invitation.id}",
    ):
        client.get_page(path)


@pytest.mark.parametrize(("role", "reads", "writes"), [
    ("coordinator", True, True), ("officer", True, True), ("leader", True, False), ("reader", True, False),
    ("partner_user", False, False)])
def test_who_may_read_and_who_may_invite(sign_in, role, reads, writes):
    client = sign_in(make_user(role))
    done, person = invite(), make_person()
    event, row = done.invitation.event_id, done.invitation.id
    for path in (f"/events/{event}/invitations", f"/invitations/{row}"):
        assert client.get(path).status_code == (200 if reads else 403), path
    assert client.get(f"/events/{event}/invitations/new").status_code == (200 if writes else 403)
    client.post_page(
        f"/events/{event}/invitations/new", {"person": person.id, "way": "link"}, status=200 if writes else 403
    )
    client.post_page(
        f"/invitations/{row}/answer", {"answer": "accepted", "guests": "0", "note": ""}, status=302 if writes else 403
    )
    for action in ("link", "send"):
        client.post_page(f"/invitations/{row}/{action}", status=200 if writes else 403)


def test_a_stranger_is_sent_to_sign_in(client):
    row = invite().invitation
    assert client.get(f"/events/{row.event_id}/invitations").status_code == 302
    assert client.get("/invitations/1").status_code == 302


def test_unknown_numbers_are_404(browser):
    row = invite().invitation
    for path in ("/events/987654/invitations", "/events/987654/invitations/new", "/invitations/987654"):
        browser.get_page(path, status=404)
    browser.post_page(f"/invitations/{row.id}/answers/987654/accept", status=404)


def test_two_contacts_are_invited_and_the_links_are_shown_once(browser):
    event = make_event()
    anna = make_person("Anna Köhler", email="anna@firma.example.org", country="DE", organisation="Köhler Optik GmbH")
    wang = make_person("王伟", phone="+8613800138000", country="CN")
    form = browser.get_page(
        f"/events/{event.id}/invitations/new?person={anna.id}&person={wang.id}&person=x&person=987654"
    )
    assert "Köhler Optik GmbH" in form.text
    assert "no mail address" in form.text
    page = browser.post_page(f"/events/{event.id}/invitations/new", {
        "person": [anna.id, wang.id], "way": "mail", "requested": "y", "ground": "At the booth on 22 June"}, status=200)
    links = _links(page)
    assert len(links) == 2
    assert [by_token(link.rsplit("/", 1)[1]).person_id for link in links] == [row.person_id for row in _all()]
    assert "Mail queued" in page.text
    assert "No mail address is known" in page.text
    assert [entry.actor_label for entry in db.session.scalars(
        db.select(ActivityEntry).where(ActivityEntry.verb == "invitation.created"))] == ["Zhou Min"] * 2
    listed = browser.get_page(f"/events/{event.id}/invitations")
    assert "0 coming, 2 without an answer" in listed.heading
    assert not [link for link in links if link in listed.html]


def test_a_refused_mail_says_why_and_the_link_can_be_handed_over(browser):
    event, person = make_event(), make_person()
    page = browser.post_page(f"/events/{event.id}/invitations/new", {"person": person.id, "way": "mail"}, status=200)
    assert "consent" in page.text
    assert len(_links(page)) == 1
    row = _all()[0]
    for path in (f"/events/{event.id}/invitations", f"/invitations/{row.id}"):
        page = browser.get_page(path)
        assert "Not sent" in page.text
        assert "consent" in page.text


def test_pressing_twice_invites_once(browser):
    event, person = make_event(), make_person()
    data = {"person": person.id, "way": "link"}
    browser.post_page(f"/events/{event.id}/invitations/new", data, status=200)
    again = browser.post_page(f"/events/{event.id}/invitations/new", data, status=200)
    assert "Already invited" in again.text
    assert _links(again) == []
    assert len(_all()) == 1


def test_looking_for_people_keeps_what_is_ticked_and_writes_nothing(browser):
    event = make_event()
    chosen, other = make_person("Anna Köhler"), make_person("Bernd Sommer", organisation="Sommer Laser AG")
    page = browser.post_page(f"/events/{event.id}/invitations/new", {
        "step": "search", "find": "Sommer", "person": chosen.id, "way": "link", "ground": "By telephone"}, status=200)
    boxes = {
        node.get("value"): node.get("checked") is not None
        for node in page.tree.iter("input")
        if node.get("name") == "person"
    }
    assert boxes == {str(chosen.id): True, str(other.id): False}
    assert (page.field("way"), page.field("ground"), page.field("find")) == ("link", "By telephone", "Sommer")
    assert _all() == []
    assert "Nobody else is found" in browser.get_page(f"/events/{event.id}/invitations/new?find=zzzzzz").text


@pytest.mark.parametrize(("data", "words"), [
    ({"way": "mail"}, "Tick at least one person"), ({"way": "pigeon", "person": "P"}, ""),
    ({"way": "mail", "person": "P", "requested": "y", "ground": " "}, "Write where and how")])
def test_what_is_missing_is_said_and_kept(browser, data, words):
    event, person = make_event(), make_person()
    data = {name: person.id if value == "P" else value for name, value in data.items()}
    page = browser.post_page(f"/events/{event.id}/invitations/new", data, status=422)
    assert words in page.text
    if "person" in data:
        assert page.field("person") == str(person.id)
    assert _all() == []


@pytest.mark.parametrize(
    "values", [{"starts_on": date(2025, 3, 1), "ends_on": date(2025, 3, 2)}, {"state": "cancelled"}]
)
def test_what_is_over_or_cancelled_invites_nobody(browser, values):
    event, person = make_event(**values), make_person()
    assert "Nobody can be invited any more" in browser.get_page(f"/events/{event.id}/invitations/new").text
    browser.post_page(f"/events/{event.id}/invitations/new", {"person": person.id, "way": "link"}, status=409)
    assert "Nobody was invited" in browser.get_page(f"/events/{event.id}/invitations").text
    assert _all() == []


def test_an_empty_list_says_what_to_do(browser):
    event = make_event()
    page = browser.get_page(f"/events/{event.id}/invitations")
    assert "Nobody is invited yet" in page.heading
    assert f"/events/{event.id}/invitations/new" in page.links()


def test_one_of_us_writes_an_answer_down(browser):
    row = invite().invitation
    browser.post_page(f"/invitations/{row.id}/answer", {"answer": "accepted", "guests": "1", "note": "带一位同事"})
    row = _again(row)
    assert (row.state, row.guests, row.answered_by, row.note_language) == ("accepted", 1, "staff", "en")
    page = browser.get_page(f"/events/{row.event_id}/invitations?state=accepted")
    assert "written down by us" in page.text
    assert "and 1 more person" in page.text
    page = browser.post_page(f"/invitations/{row.id}/answer", {"note": "kept"}, status=422)
    assert page.field("note") == "kept"
    assert page.errors() == ["Choose one of the three answers"]


def test_a_doubtful_answer_is_shown_and_taken_or_set_aside(browser):
    row = invite().invitation
    inbound.receive(reply_mail(row, "ACCEPTED", sender="assistant@firma.example.org"))
    inbound.receive(reply_mail(row, "DECLINED", sender="x@example.net"))
    assert "One answer by mail waits for your look" in browser.get_page(f"/events/{row.event_id}/invitations").text
    page = browser.get_page(f"/invitations/{row.id}")
    assert "assistant@firma.example.org" in page.text
    first, second = _again(row).answers
    browser.post_page(f"/invitations/{row.id}/answers/{first.id}/accept")
    browser.post_page(f"/invitations/{row.id}/answers/{second.id}/set-aside")
    assert _again(row).state == "accepted"
    browser.post_page(f"/invitations/{row.id}/answers/{second.id}/accept", status=409)
    assert "waits for your look" not in browser.get_page(f"/events/{row.event_id}/invitations").text


def test_a_new_link_is_shown_once_and_ends_the_old_one(browser):
    done = invite()
    page = browser.post_page(f"/invitations/{done.invitation.id}/link", status=200)
    token = _links(page)[0].rsplit("/", 1)[1]
    assert by_token(token).id == done.invitation.id
    assert by_token(done.token) is None


def test_the_mail_is_sent_once_more_when_the_guest_has_asked(browser):
    done = invite(ground=None)
    page = browser.post_page(f"/invitations/{done.invitation.id}/send", {"requested": "y", "ground": ""}, status=422)
    assert "Write where and how" in page.text
    browser.post_page(
        f"/invitations/{done.invitation.id}/send", {"requested": "y", "ground": "By telephone"}, status=200
    )
    assert [mail.state for mail in db.session.scalars(db.select(OutboxMail).order_by(OutboxMail.id))] == [
        "refused",
        "waiting",
    ]


def test_a_mail_that_came_back_is_shown_at_the_guest(browser):
    row = invite().invitation
    mail = db.session.scalars(db.select(OutboxMail)).one()
    with transaction():
        mail.state, mail.reason = "failed", "bounced"
    assert "The mail came back" in browser.get_page(f"/events/{row.event_id}/invitations").text


def test_a_long_list_has_pages(browser):
    event = make_event()
    organisation = make_organisation()
    for _ in range(51):
        invite(event, make_person(organisation=organisation), send=False)
    page = browser.get_page(f"/events/{event.id}/invitations")
    assert "1 to 50 of 51" in page.text
    assert "51 to 51 of 51" in browser.get_page(f"/events/{event.id}/invitations?page=2").text


def test_the_events_page_counts_what_a_guest_answers_by_the_link(browser, app):
    done = invite()
    invite(done.invitation.event, make_person())
    assert "2 people invited" in browser.get_page(f"/events/{done.invitation.event_id}").text
    guest = app.test_client()
    guest.get(f"/de/invitations/{done.token}")
    guest.post_page(f"/de/invitations/{done.token}", {"answer": "accepted", "guests": "1", "note": ""})
    page = browser.get_page(f"/events/{done.invitation.event_id}")
    assert "2 people coming" in page.text
    figure = next(
        node.get("aria-label") for node in page.tree.iter("figure") if "Coming" in (node.get("aria-label") or "")
    )
    assert "Coming 1" in figure
    assert "No answer 1" in figure
