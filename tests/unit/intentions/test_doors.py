"""What the room hangs on the doors: navigation, search, sentences, panels of other rooms' pages."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from outreach.activity import Actor
from outreach.activity.models import ActivityEntry
from outreach.db import db, transaction
from outreach.intentions.services import (
    Verdict,
    accept_intention,
    answer_questions,
    ask_sender,
    assign_intention,
    decline_intention,
)
from outreach.web import doors
from tests.factories.accounts import make_user
from tests.factories.events import make_event
from tests.factories.intentions import make_intention
from tests.factories.partners import make_partner, make_partner_user


def test_the_navigation_counts_what_waits_and_turns_red_when_it_is_late(app):
    entry, viewer = doors.navigation.get("intentions.inbox"), make_user("officer")
    assert (entry.group, entry.order, entry.count(viewer), entry.hot(viewer)) == ("work", 25, None, False)
    row = make_intention()
    assert (entry.count(viewer), entry.hot(viewer)) == (1, False)
    with transaction():
        row.assign_due -= timedelta(days=60)
    assert (entry.count(viewer), entry.hot(viewer)) == (1, True)


def test_the_search_finds_an_intention_for_those_who_may_read_it(app):
    door, partner = doors.search_document.get("intention"), make_partner()
    row = make_intention(sender=partner, project__title="Kreisel")
    with app.test_request_context("/"):
        found = door.find([row.id, 999], make_user("officer"))
        assert set(found) == {row.id} and found[row.id][0] == "Kreisel" and row.receipt in found[row.id][1]
        assert door.find([row.id], make_partner_user(make_partner())) == {}
        assert door.owner(make_user("officer")) is None
        assert door.owner(make_partner_user(partner)) == f"partner:{partner.id}"
    assert [(key, row.receipt in content.names, owner) for key, content, owner in door.rebuild()] == [
        (row.id, True, f"partner:{partner.id}")]


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_everything_that_is_recorded_is_told_in_words(app, sign_in, language):
    officer, rows = make_user("officer", name="Zhou Min", language=language), [make_intention(), make_intention()]
    actor = Actor.of(officer)
    with transaction():
        assign_intention(actor, rows[0], officer)
        ask_sender(actor, rows[0], "Was?", "de")
        answer_questions(Actor("visitor", "Hanna"), rows[0], "Das.", "de")
        accept_intention(actor, rows[0], Verdict())
        decline_intention(actor, rows[1], Verdict("Nein", "de"))
    entries = db.session.scalars(select(ActivityEntry).where(ActivityEntry.verb.startswith("intention."))).all()
    assert {entry.verb.partition(".")[2] for entry in entries} == {
        "received", "assigned", "asked", "answered", "accepted", "declined"}
    browser = sign_in(officer)
    for row in rows:
        text = browser.get_page(f"/intentions/{row.id}").text
        assert row.receipt in text and "intention." not in text


def test_the_events_page_shows_its_intentions_and_offers_the_form(app, sign_in):
    event = make_event()
    row, browser = make_intention(event=event.code), sign_in(make_user("officer"))
    page = browser.get_page(f"/events/{event.id}")
    assert row.title in page.text and f"/de/intentions/new?event={event.code}" in page.links()
