"""What leads hang on the doors: sentences of the timeline, search, panels, references, navigation."""

import re
from datetime import timedelta

import pytest
from flask import render_template

from outreach.activity import SYSTEM, Actor
from outreach.activity.models import ActivityEntry
from outreach.db import db, today_in, transaction
from outreach.i18n import in_language
from outreach.leads import services
from outreach.leads.doors import _organisation_panel, _person_panel
from outreach.leads.services import PersonRole, SourceValues, TextValues
from outreach.search import index
from outreach.web import doors
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, make_person
from tests.factories.leads import make_lead, move


@pytest.fixture(autouse=True)
def _app(app):
    """All of these write real rows."""


def _told(verb: str) -> str:
    entry = db.session.scalars(
        db.select(ActivityEntry).where(ActivityEntry.verb == verb).order_by(ActivityEntry.id.desc())
    ).first()
    with in_language("en"):
        return str(doors.timeline_kind.get(verb).sentence(entry))


def _everything_done(lead, person) -> None:
    """One of each thing that can be done to a lead."""
    source = SourceValues("referral", 9, "Chamber")
    with transaction():
        services.edit_lead(SYSTEM, lead, {"jobs": 3})
        services.set_next_step(SYSTEM, lead, "Call", today_in("Asia/Shanghai"))
        services.complete_next_step(SYSTEM, lead, "Send the offer", today_in("Asia/Shanghai"))
        services.assign_owner(SYSTEM, lead, make_user("officer").id)
        member = services.add_person(SYSTEM, lead, PersonRole(person.id, "technical"))
        services.change_person(SYSTEM, member, PersonRole(person.id, "gatekeeper"))
        services.remove_person(SYSTEM, member)
        services.add_source(SYSTEM, lead, source)
        services.remove_source(SYSTEM, lead, "referral", 9)
        entry = services.write_text(SYSTEM, lead, TextValues("summary", "zh", "摘要"))
        services.translate_text(SYSTEM, entry, "en", "Summary", machine=True)
        services.translate_text(SYSTEM, entry, "ko", "요약")
        need = services.add_need(SYSTEM, lead, category="site", language="zh", text="厂房")
        services.change_need(SYSTEM, need, language="zh", answer="有", state="met")
    move(lead, "appraised")
    move(lead, "lead", reason="Too early")


def test_every_verb_is_told_as_a_predicate_that_names_the_lead():
    lead, fresh = (
        make_lead("Faserlaser"),
        make_lead("Rückbau", sources=[{"kind": "intention", "ref_id": 1, "label": "IN"}]),
    )
    _everything_done(lead, make_person("Björn Böhm"))
    with transaction():
        services.remove_lead(SYSTEM, fresh, {("intention", 1)})
    verbs = set(
        db.session.scalars(db.select(ActivityEntry.verb).where(ActivityEntry.verb.startswith("lead.")).distinct())
    )
    assert verbs == {verb for verb, _kind in doors.timeline_kind.items() if verb.startswith("lead.")}
    for verb in verbs:
        sentence = _told(verb)
        assert sentence[0].islower() and not sentence.endswith("."), sentence
        assert re.search(r"L-\d{4}-\d{4}", sentence), sentence
        assert "%" not in sentence and doors.timeline_kind.get(verb).icon


def test_a_step_back_is_told_as_a_correction_and_a_machine_as_a_machine():
    lead = make_lead("Faserlaser")
    _everything_done(lead, make_person())
    assert _told("lead.stage_changed").startswith("corrected the stage")
    machine = db.session.scalars(
        db.select(ActivityEntry).where(ActivityEntry.verb == "lead.text_translated").order_by(ActivityEntry.id)
    ).first()
    with in_language("en"):
        assert "by machine" in doors.timeline_kind.get("lead.text_translated").sentence(machine)


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_the_search_box_finds_a_lead_by_number_title_organisation_and_person_for_staff_only(app, language):
    organisation, person = make_organisation("Quarzwerk Nord GmbH"), make_person("Björn Böhm")
    lead = make_lead("Faserlaser für Displays", organisation=organisation, people=[person])
    document, officer = doors.search_document.get("lead"), make_user("officer", language=language)
    for words in (lead.number, "Faserlaser", "Quarzwerk", "Böhm"):
        assert lead.id in [hit.ref_id for hit in index.find(words, officer, kinds=["lead"])], words
    with app.test_request_context():
        title, second, url = document.find([lead.id], officer)[lead.id]
        assert (title, url) == ("Faserlaser für Displays", f"/leads/{lead.id}")
        assert lead.number in second and "Quarzwerk" in second
        assert document.find([lead.id], make_user("partner_user")) == {}
    assert lead.id in [row[0] for row in document.rebuild()]


def test_people_and_organisations_show_their_leads_to_staff_and_nothing_to_partners(app):
    person, organisation = make_person(), make_organisation()
    lead = make_lead(
        "Faserlaser",
        people=[person],
        organisation=organisation,
        next_step_on=today_in("Asia/Shanghai") - timedelta(days=2),
    )
    with app.test_request_context():
        for load, subject in ((_person_panel, person), (_organisation_panel, organisation)):
            assert load(make_user("partner_user"), subject) is None and load(None, subject) is None
            context = load(make_user("officer"), subject)
            assert context["leads"] == [lead] and context["may_write"]
            assert not load(make_user("reader"), subject)["may_write"]
            page = render_template("leads/panel.html", **context)
            assert f'href="/leads/{lead.id}"' in page and "/leads/new?" in page
    assert {panel.page for panel in doors.page_panel if panel.template == "leads/panel.html"} == {
        "contacts.person",
        "contacts.organisation",
    }


def test_what_points_to_people_and_organisations_is_declared():
    found = {reference.column: (reference.on_merge, reference.on_erase) for reference in doors.person_references
             if reference.column.startswith("lead")}
    assert found == {"lead.organisation_id": ("move", "detach"), "lead_person.person_id": ("move_unique", "delete")}


def test_the_navigation_counts_what_is_late_else_what_is_open():
    officer, entry = make_user("officer"), doors.navigation.get("leads.index")
    assert (entry.count(officer), entry.hot(officer)) == (0, False)
    make_lead(owner=officer, next_step_on=today_in("Asia/Shanghai") + timedelta(days=3))
    assert (entry.count(officer), entry.hot(officer)) == (1, False)
    make_lead(owner=officer, next_step_on=today_in("Asia/Shanghai") - timedelta(days=1))
    assert (entry.count(officer), entry.hot(officer)) == (1, True)


def test_an_entry_stands_on_the_timelines_of_organisation_and_people():
    person, organisation = make_person(), make_organisation()
    make_lead(people=[person], organisation=organisation, actor=Actor.of(make_user("officer")))
    entry = db.session.scalars(db.select(ActivityEntry).where(ActivityEntry.verb == "lead.created")).one()
    assert {(one.kind, one.ref_id) for one in entry.subjects} >= {
        ("person", person.id),
        ("organisation", organisation.id),
    }
