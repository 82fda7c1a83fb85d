"""A target becomes a lead once, keeps its dossier and owner, and comes back as long as nobody worked on the lead."""

from datetime import date

import pytest
import sqlalchemy

from outreach.activity import SYSTEM
from outreach.db import db, today_in, transaction
from outreach.errors import Refused
from outreach.leads import services
from outreach.leads.models import Lead, LeadSource
from outreach.leads.services import LeadValues
from outreach.leads.services.targets import convert_target, lead_of_target, undo_target
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation
from tests.factories.targets import make_fact, make_target


@pytest.fixture(autouse=True)
def _app(app):
    """All of these write real rows."""


def _ready():
    owner = make_user("officer", name="Zhou Min")
    target = make_target("Musterlaser AG", industries=["fibre_laser"], owner_id=owner.id, why="Sie bauen aus.", why_language="de")
    make_fact(target, "1.200 Beschäftigte", date(2026, 5, 4))
    make_fact(target, "Pulsed fibre lasers up to 2 kW", date(2026, 8, 1), kind="technology", language="en", source="Patent search")
    return target, owner


def test_the_lead_has_the_targets_owner_and_every_fact_in_its_language_with_source_and_day():
    target, owner = _ready()
    with transaction():
        lead = convert_target(SYSTEM, target, LeadValues(title="Musterlaser in Wuxi"))
    assert (target.state, lead.owner_id, lead.industries, lead.country) == ("converted", owner.id, ["fibre_laser"], "DE")
    texts = {(entry.field, entry.text.source, entry.text.original, entry.author_label, entry.at.date()) for entry in lead.texts}
    assert ("technology", "en", "Pulsed fibre lasers up to 2 kW", "Patent search", date(2026, 8, 1)) in texts
    assert ("other", "de", "Größe: 1.200 Beschäftigte", "Annual report", date(2026, 5, 4)) in texts
    assert any(entry[:4] == ("summary", "de", "Sie bauen aus.", "Zhou Min") for entry in texts)
    assert len(target.facts) == 2
    assert [(source.kind, source.ref_id) for source in lead.sources] == [("target", target.id)]
    assert lead_of_target(target) is lead


def test_a_target_becomes_a_lead_once_and_the_table_says_so_too():
    target, _owner = _ready()
    with transaction():
        lead = convert_target(SYSTEM, target, LeadValues(title="Musterlaser in Wuxi"))
    with pytest.raises(Refused) as refused, transaction():
        convert_target(SYSTEM, target, LeadValues(title="Again"))
    assert refused.value.code == "target_converted"
    assert db.session.scalar(sqlalchemy.select(sqlalchemy.func.count(Lead.id))) == 1
    with pytest.raises(sqlalchemy.exc.IntegrityError), db.session.begin_nested():
        other = Lead(number="L-2027-9999", title="x", stage="lead")
        other.sources.append(LeadSource(kind="target", ref_id=target.id))
        db.session.add(other)
        db.session.flush()
    assert lead.number


def test_a_lead_that_nobody_worked_on_is_taken_back_and_the_target_may_become_one_again():
    target, _owner = _ready()
    with transaction():
        convert_target(SYSTEM, target, LeadValues(title="Musterlaser in Wuxi"))
        undo_target(SYSTEM, target)
    assert (target.state, lead_of_target(target)) == ("met", None)
    with transaction():
        lead = convert_target(SYSTEM, target, LeadValues(title="Musterlaser in Wuxi"))
        services.set_next_step(SYSTEM, lead, "Call", today_in("Asia/Shanghai"))
    with pytest.raises(Refused), transaction():
        undo_target(SYSTEM, target)


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_a_target_becomes_a_lead_with_the_form_of_a_new_lead(sign_in, language):
    target, owner = _ready()
    client = sign_in(make_user("officer", language=language))
    page = client.get_page(f"/targets/{target.id}")
    assert f"/leads/new?target={target.id}" in page.links()
    page = client.get_page(f"/leads/new?target={target.id}")
    assert (page.field("title"), page.field("organisation.name"), page.field("owner_id")) == (
        "Musterlaser AG", "Musterlaser AG", str(owner.id))
    form = {"target": str(target.id), "title": "Musterlaser in Wuxi", "title_language": "en", "organisation.name": "Musterlaser AG",
            "organisation.country": "DE", "country": "DE", "industries": "fibre_laser", "stage": "lead",
            "owner_id": str(owner.id), "deputy_id": "", "next_step": "Call", "next_step_on": "2027-02-01",
            "summary_language": "en", "channel": "", "investment.currency": "CNY", "registered_capital.currency": "CNY"}
    made = client.post_page("/leads/new", form)
    lead = db.session.scalars(sqlalchemy.select(Lead)).one()
    assert made.location.endswith(f"/leads/{lead.id}")
    assert target.organisation.name == lead.organisation.name == "Musterlaser AG"
    assert f"/targets/{target.id}" in client.get_page(f"/leads/{lead.id}").links()
    page = client.get_page(f"/targets/{target.id}")
    assert f"/leads/{lead.id}" in page.links() and f"/leads/new?target={target.id}" not in page.links()
    client.post_page("/leads/new", form, status=422)
    client.post_page(f"/leads/of-target/{target.id}/undo", {})
    assert lead_of_target(target) is None


def test_a_target_that_is_an_organisation_keeps_it_on_the_lead():
    organisation = make_organisation("Quarzwerk Nord GmbH")
    target = make_target(organisation_id=organisation.id)
    with transaction():
        assert convert_target(SYSTEM, target, LeadValues(title="x")).organisation_id == organisation.id
