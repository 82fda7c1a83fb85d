"""Talking with the sender and deciding: an accepted intention is a lead, a declined one has its reason."""

from datetime import date

import pytest
from sqlalchemy import select

from outreach.activity import Actor
from outreach.activity.models import ActivityEntry
from outreach.contacts.models import Organisation, Person
from outreach.db import Money, db, transaction
from outreach.errors import Conflict, Refused
from outreach.intentions.services import (
    Verdict,
    accept_intention,
    answer_questions,
    ask_sender,
    assign_intention,
    decline_intention,
    matches_of,
)
from outreach.mail.models import OutboxMail
from outreach.privacy.models import Consent
from tests.factories.accounts import make_user
from tests.factories.contacts import make_person
from tests.factories.events import make_event
from tests.factories.intentions import make_intention
from tests.factories.partners import make_partner, make_partner_user

STEP = Verdict(next_step="Videogespräch", next_step_on=date(2027, 7, 2))
SENDER = Actor("visitor", "Dr. Hanna Muster")


@pytest.fixture
def officer(app):
    return make_user("officer", name="Zhou Min")


def _do(action, *args, **options):
    with transaction():
        return action(*args, **options)


def _verbs() -> list[str]:
    return list(db.session.scalars(select(ActivityEntry.verb).where(ActivityEntry.verb.startswith("intention."))
                                   .order_by(ActivityEntry.id)))


def _mails() -> list[OutboxMail]:
    return list(db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)))


def test_naming_an_officer_tells_the_sender(officer):
    row = make_intention()
    _do(assign_intention, Actor.of(officer), row, officer)
    assert (row.state, row.owner) == ("assigned", officer)
    assert row.next_due(row.received_at) == row.verdict_due
    assert _verbs()[-1] == "intention.assigned" and "Zhou Min" in _mails()[-1].subject


def test_naming_the_same_officer_again_changes_and_sends_nothing(officer):
    row = make_intention()
    _do(assign_intention, Actor.of(officer), row, officer)
    version = row.version
    _do(assign_intention, Actor.of(officer), row, officer)
    assert row.version == version and len(_mails()) == 2


@pytest.mark.parametrize("values", [{"role": "leader"}, {"role": "reader"}, {"role": "partner_user"},
                                    {"role": "officer", "active": False}])
def test_only_somebody_who_works_on_projects_can_be_named(officer, values):
    row, other = make_intention(), make_user(**values)
    with pytest.raises(Refused) as caught:
        _do(assign_intention, Actor.of(officer), row, other)
    assert caught.value.field == "owner_id"
    assert row.state == "received" and row.owner is None


def test_a_question_waits_for_the_sender_and_the_answer_comes_back(officer):
    row = make_intention()
    _do(ask_sender, Actor.of(officer), row, "Welche Stückzahl?", "de")
    assert (row.state, row.owner) == ("needs_information", officer)
    assert "Welche Stückzahl?" in _mails()[-1].text
    _do(answer_questions, SENDER, row, "20.000", "de")
    assert row.state == "assigned" and row.answered
    assert [(message.author, message.user) for message in row.messages] == [("staff", officer), ("sender", None)]
    assert _verbs() == ["intention.received", "intention.asked", "intention.answered"]


def test_the_same_answer_sent_twice_stands_once(officer):
    row = make_intention()
    _do(ask_sender, Actor.of(officer), row, "Welche Stückzahl?", "de")
    first = _do(answer_questions, SENDER, row, "20.000", "de")
    second = _do(answer_questions, SENDER, row, " 20.000", "de")
    assert first is second and len(row.messages) == 2


def test_a_partners_user_answers_under_their_own_name(officer):
    partner = make_partner()
    user, row = make_partner_user(partner), make_intention(sender=partner)
    assert _do(answer_questions, Actor.of(user), row, "20.000", "de").user is user


@pytest.mark.parametrize(("text", "code"), [
    ("", "text_missing"), (" \n", "text_missing"), ("x" * 5001, "text_too_long"),
])
def test_an_empty_or_endless_message_is_refused(officer, text, code):
    row = make_intention()
    for action, actor in ((ask_sender, Actor.of(officer)), (answer_questions, SENDER)):
        with pytest.raises(Refused) as caught:
            _do(action, actor, row, text, "de")
        assert caught.value.code == code
    assert row.messages == [] and row.state == "received"


def test_an_accepted_intention_becomes_a_lead_that_somebody_owns(officer):
    event = make_event()
    row = make_intention(event=event.code)
    lead = _do(accept_intention, Actor.of(officer), row, STEP)
    assert (row.state, row.lead, row.owner) == ("accepted", lead, officer) and row.decided_at
    assert (lead.title, lead.title_language, lead.owner) == (row.title, "de", officer)
    assert lead.industries == ["photonics"] and lead.investment == Money(1250000000, "EUR")
    assert (lead.next_step, lead.next_step_on) == ("Videogespräch", date(2027, 7, 2))
    assert (lead.country, lead.channel) == ("DE", "event")
    assert {(text.field, text.text.source) for text in lead.texts} == {("summary", "de"), ("site_wishes", "de")}
    source = lead.sources[0]
    assert (source.kind, source.ref_id, source.label, source.event_id) == ("intention", row.id, row.receipt, event.id)


def test_the_sender_becomes_a_person_with_organisation_and_the_leads_contact(officer):
    row = make_intention()
    lead = _do(accept_intention, Actor.of(officer), row, STEP)
    assert row.person.email == "hanna.muster@photonik.example.org"
    assert row.organisation.name == "Beispiel Photonik GmbH" and lead.organisation is row.organisation
    assert [one.person for one in lead.people] == [row.person]
    assert db.session.scalars(select(Consent.person_id)).all() == [row.person_id]


def test_a_sender_who_is_known_is_not_made_twice(officer):
    row = make_intention()
    known = make_person("Hanna Muster", email=row.contact_email, organisation=row.organisation_name)
    assert [(match.person, match.comparison.certain) for match in matches_of(row)] == [(known, True)]
    _do(accept_intention, Actor.of(officer), row, STEP)
    assert row.person is known
    assert db.session.query(Person).count() == 1 and db.session.query(Organisation).count() == 1


def test_a_partners_intention_carries_the_channel_into_the_lead(officer):
    row = make_intention(sender=make_partner(kind="offshore_incubator"))
    assert _do(accept_intention, Actor.of(officer), row, STEP).channel == "offshore_incubator"
    row = make_intention(sender=make_partner(kind="association"))
    assert _do(accept_intention, Actor.of(officer), row, STEP).channel == "referral"


def test_the_officer_who_was_named_owns_the_lead_whoever_accepts(officer):
    row, head = make_intention(), make_user("coordinator")
    _do(assign_intention, Actor.of(head), row, officer)
    assert _do(accept_intention, Actor.of(head), row, STEP).owner is officer


def test_a_step_without_a_day_is_refused_and_nothing_is_half_made(officer):
    row = make_intention()
    with pytest.raises(Refused) as caught:
        _do(accept_intention, Actor.of(officer), row, Verdict(next_step="Anrufen"))
    assert caught.value.field == "next_step_on"
    assert row.state == "received" and row.lead is None and db.session.query(Person).count() == 0


def test_a_declined_intention_keeps_its_reason_and_tells_the_sender(officer):
    row = make_intention()
    _do(decline_intention, Actor.of(officer), row, Verdict("Passt nicht zu unseren Branchen.", "de"))
    assert (row.state, row.reason) == ("declined", "Passt nicht zu unseren Branchen.")
    assert row.reason_language == "de" and row.lead is None
    assert row.next_due() is None and not row.overdue()
    assert "Passt nicht zu unseren Branchen." in _mails()[-1].text


def test_declining_without_a_reason_is_refused(officer):
    row = make_intention()
    with pytest.raises(Refused) as caught:
        _do(decline_intention, Actor.of(officer), row, Verdict(" "))
    assert caught.value.field == "reason" and row.state == "received"


def test_the_second_decision_sees_the_first(officer):
    row = make_intention()
    _do(decline_intention, Actor.of(officer), row, Verdict("Nein", "de"))
    for action, args in ((accept_intention, (STEP,)), (decline_intention, (Verdict("Doch nicht"),)),
                         (assign_intention, (officer,)), (ask_sender, ("Noch da?", "de"))):
        with pytest.raises(Conflict) as caught:
            _do(action, Actor.of(officer), row, *args)
        assert caught.value.code == "intention_decided" and caught.value.theirs["reason"] == "Nein"
    with pytest.raises(Conflict):
        _do(answer_questions, SENDER, row, "Doch!", "de")


def test_a_decision_on_an_older_version_is_a_conflict(officer):
    row = make_intention()
    seen = row.version
    _do(answer_questions, SENDER, row, "Noch etwas: 400 kVA", "de")
    with pytest.raises(Conflict) as caught:
        _do(decline_intention, Actor.of(officer), row, Verdict("Kein Strom", "de"), seen)
    assert caught.value.code == "intention_changed" and row.state == "received"
    _do(decline_intention, Actor.of(officer), row, Verdict("Kein Strom", "de"), row.version)
    assert row.state == "declined"
