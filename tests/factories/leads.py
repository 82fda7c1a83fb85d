"""Real leads for tests, made by the service that the pages use."""

from datetime import date

from outreach.activity import SYSTEM, Actor
from outreach.db import transaction
from outreach.leads.models import Lead
from outreach.leads.services import LeadValues, PersonRole, SourceValues, TextValues, change_stage, create_lead

_count = iter(range(1, 10**9))


def make_lead(title: str | None = None, *, owner=None, organisation=None, people=(), sources=(), texts=(),
              actor: Actor = SYSTEM, **values) -> Lead:
    """A stored lead in the first stage with an industry and a next step; any of LeadValues may be given.

    `owner` is a user, `organisation` a stored one, `people` are people or PersonRole, `texts` are
    (field, language, text).
    """
    given = {
        "title": title or f"光纤激光器项目 {next(_count)}", "title_language": "zh", "industries": ["fibre_laser"],
        "next_step": "约定视频会议", "next_step_on": date(2027, 7, 2), "owner_id": owner.id if owner else None,
        "organisation_id": organisation.id if organisation else None, **values,
    }
    roles = [one if isinstance(one, PersonRole) else PersonRole(one.id) for one in people]
    rows = [source if isinstance(source, SourceValues) else SourceValues(**source) for source in sources]
    with transaction():
        return create_lead(actor, LeadValues(**given, texts=[TextValues(*text) for text in texts]), rows, roles)


def move(lead: Lead, stage: str, actor: Actor = SYSTEM, **facts) -> Lead:
    """The lead in another stage; `facts` are those of change_stage."""
    with transaction():
        return change_stage(actor, lead, stage, **facts)
