"""The panels on other rooms' pages, the count of the navigation, the sentences of the log, merge and import."""

from datetime import date, timedelta

import pytest
from flask import g, render_template

from outreach.activity import SYSTEM
from outreach.activity.changes import told
from outreach.activity.models import ActivityEntry
from outreach.db import db, now, transaction
from outreach.event_contacts import queries, services
from outreach.i18n import in_language
from outreach.web import doors
from tests.factories.accounts import make_user
from tests.factories.contacts import make_person
from tests.factories.event_contacts import make_event_contact
from tests.factories.events import make_event, make_member
from tests.factories.leads import make_lead

PANELS = ("event", "person", "organisation", "lead")


@pytest.fixture
def event(app):
    """The fair."""
    return make_event()


@pytest.fixture
def officer(app):
    """An officer who reads English."""
    return make_user("officer")


def _panel(name: str):
    return doors.page_panel.get(f"event contacts of {name}")


def _shown(app, name: str, viewer, subject) -> str:
    """The panel as HTML, as the page includes it."""
    panel = _panel(name)
    with app.test_request_context(), in_language("en"):
        g.token_user = viewer
        return render_template(panel.template, **panel.load(viewer, subject))


def test_the_panel_of_an_event_counts_and_shows_the_newest_five(app, officer, event):
    contacts = [make_event_contact(event, captured_at=now() - timedelta(minutes=10 - number)) for number in range(7)]
    with transaction():
        services.convert_to_lead(SYSTEM, contacts[:1])
        services.reject(SYSTEM, contacts[1], "Student")
    context = _panel("event").load(officer, event)
    assert [number for _label, number in context["rows"]] == [7, 5, 1, 1]
    assert [one.id for one in context["newest"]] == [one.id for one in contacts[:1:-1]]
    html = _shown(app, "event", officer, event)
    assert f"/event-contacts/?event={event.id}" in html
    assert f"/event-contacts/new?event={event.id}" in html
    assert "/event-contacts/new" not in _shown(app, "event", make_user("reader"), event)


def test_an_event_without_contacts_says_how_they_come(app, officer, event):
    assert "Capture people at the booth on the phone" in _shown(app, "event", officer, event)


def test_a_lead_counts_at_the_event_where_it_began(app, officer, event):
    first = make_event("ECOC-2026", "ECOC 2026", starts_on=date(2026, 9, 21), ends_on=date(2026, 9, 23))
    early = make_event_contact(first, captured_at=now() - timedelta(days=60))
    with transaction():
        lead = services.convert_to_lead(SYSTEM, [early])
    late = make_event_contact(event)
    with transaction():
        services.convert_to_lead(SYSTEM, [late], lead=lead)
    assert (queries.event_counts(officer, first).leads, queries.event_counts(officer, event).leads) == (1, 0)
    assert queries.event_counts(officer, event).converted == 1


def test_a_person_shows_where_we_met_and_stays_silent_otherwise(app, officer, event):
    contact = make_event_contact(event, notes="Will 2.000 m²", notes_language="de")
    assert _panel("person").load(officer, make_person()) is None
    html = _shown(app, "person", officer, contact.person)
    assert "Met at 1 event" in html
    assert event.label in html
    assert 'lang="de"' in html


def test_an_organisation_shows_whom_we_met_and_leads_on_to_more(app, officer, event):
    contacts = [make_event_contact(event, organisation="Weiss Optik GmbH") for _ in range(6)]
    context = _panel("organisation").load(officer, contacts[0].organisation)
    assert (len(context["contacts"]), context["more"]) == (5, True)
    assert f"/event-contacts/?organisation={contacts[0].organisation_id}" in _shown(
        app, "organisation", officer, contacts[0].organisation
    )


def test_a_lead_shows_the_contacts_behind_it_at_the_side(app, officer, event):
    lead, contact = make_lead(), make_event_contact(event)
    assert _panel("lead").load(officer, lead) is None
    with transaction():
        services.convert_to_lead(SYSTEM, [contact], lead=lead)
    assert _panel("lead").side
    assert contact.person.label in _shown(app, "lead", officer, lead)


def test_partners_see_no_panel(app, event):
    contact, partner = make_event_contact(event), make_user("partner_user")
    with transaction():
        lead = services.convert_to_lead(SYSTEM, [contact])
    for name, subject in zip(PANELS, (event, contact.person, contact.organisation, lead), strict=True):
        assert _panel(name).load(partner, subject) is None


def test_the_navigation_counts_what_waits_at_my_events(app, officer, event):
    entry = doors.navigation.get("event_contacts.index")
    make_event_contact(event)
    assert entry.count(officer) is None
    make_member(event, officer)
    assert entry.count(officer) == 1
    with transaction():
        services.reject(SYSTEM, make_event_contact(event), "Student")
    assert entry.count(officer) == 1
    assert (entry.group, entry.order, "partner_user" in entry.roles) == ("events", 130, False)


def test_every_step_is_told_in_words_that_follow_a_name(app, event):
    make_person("Jana Weiss", email="jana@weiss.example.org")
    contact = make_event_contact(event, name="Jana Weiss", email="jana@weiss.example.org", organisation="")
    make_event_contact(event, name="Jana Weiss", email="other@weiss.example.org", organisation="")
    with transaction():
        services.qualify(SYSTEM, contact, "A", "Notiz", "de")
        services.reject(SYSTEM, contact, "Student")
        services.reopen(SYSTEM, contact)
        services.convert_to_lead(SYSTEM, [contact])
    with transaction():
        services.undo_conversion(SYSTEM, contact)
    entries = db.session.scalars(
        db.select(ActivityEntry).where(ActivityEntry.verb.startswith("event_contact.")).order_by(ActivityEntry.id)
    ).all()
    with in_language("en"):
        sentences = [str(doors.timeline_kind.get(entry.verb).sentence(entry)) for entry in entries]
        rejected = next(told(entry) for entry in entries if entry.verb == "event_contact.rejected")
    assert sentences[0] == "captured Jana Weiss · LASER-2027, a person we know"
    assert sentences[2:] == [
        "wrote down rating and note of Jana Weiss · LASER-2027",
        "decided that nothing comes of Jana Weiss · LASER-2027",
        "reopened Jana Weiss · LASER-2027",
        f"converted Jana Weiss · LASER-2027 into lead {entries[-1].data['lead']}",
        f"took the conversion of Jana Weiss · LASER-2027 into lead {entries[-1].data['lead']} back",
    ]
    assert [(line.old, line.new) for line in rejected] == [("To decide", "Rejected"), (None, "Student")]


def test_capture_and_conversion_stand_on_every_timeline_they_concern(app, event):
    from outreach.activity.queries import timeline

    contact = make_event_contact(event)
    with transaction():
        lead = services.convert_to_lead(SYSTEM, [contact])
    for kind, key in (
        ("event", event.id),
        ("person", contact.person_id),
        ("organisation", contact.organisation_id),
        ("lead", lead.id),
    ):
        assert "event_contact.converted" in [entry.verb for entry in db.session.scalars(timeline(kind, key))], kind


def test_a_contact_moves_on_a_merge_and_goes_with_an_erased_person(app):
    person, organisation = (
        doors.person_references.get(f"event_contact.{name}_id") for name in ("person", "organisation")
    )
    assert (person.on_merge, person.on_erase) == ("move", "delete")
    assert (organisation.on_merge, organisation.on_erase) == ("move", "detach")


def test_lead_files_are_imported_for_an_event(app):
    target = doors.import_target.get("event")
    assert (target.apply, target.undo) == (services.apply_rows, services.undo_run)
