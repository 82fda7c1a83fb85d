"""The frame of an event's pages: its tabs come from the door."""

import pytest

from outreach.web import doors
from tests.factories.accounts import make_user
from tests.factories.events import make_event


@pytest.fixture
def further(app, monkeypatch):
    """A second page of every event but the cancelled ones; the form stands in for it."""
    tab = doors.RecordTab("events.detail", "events.edit", "Further", count=lambda viewer, event: 3,
                          shown=lambda viewer, event: event.state != "cancelled")
    monkeypatch.setitem(doors.record_tab._items, "test", tab)


def test_a_further_page_stands_as_a_tab_with_its_number(session, sign_in, further):
    event = make_event()
    page = sign_in(make_user(role="officer", language="en")).get_page(f"/events/{event.id}")
    assert "Further 3" in page.text and f"/events/{event.id}/edit" in page.links()
    assert f'href="/events/{event.id}" aria-current="page">Overview' in page.html


def test_a_page_that_a_record_does_not_have_is_no_tab(session, sign_in, further):
    event = make_event(state="cancelled")
    page = sign_in(make_user(role="officer", language="en")).get_page(f"/events/{event.id}")
    assert "Further" not in page.text
