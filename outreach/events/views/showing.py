"""What the event's page is made of, and how a column's value is written for a reader."""

from datetime import date
from typing import Any

from babel.dates import format_date
from flask import render_template

from outreach.accounts.models import User
from outreach.accounts.queries import staff_users
from outreach.activity.queries import timeline
from outreach.catalogue.queries import industry_label
from outreach.db import db
from outreach.events import queries
from outreach.events.forms import MemberForm, StateForm
from outreach.events.forms.board import KeepForm
from outreach.events.models import Event
from outreach.events.queries.board import roadshow_events
from outreach.i18n import current_language
from outreach.web import access
from outreach.web.edits import edited
from outreach.web.page import panels

#: As many entries of the timeline as the page shows.
ENTRIES = 30


def event_page(event: Event, *, member_form: MemberForm | None = None, state_form: StateForm | None = None) -> str:
    """The page of one event; forms that were refused are shown again with what was typed."""
    parts = panels("events.detail", event)
    # Each room says its own number: "4 contacts", "2 invited".
    findings = [
        str(context["finding"]) for side in parts.values() for _template, context in side if context.get("finding")
    ]
    shown = member_form or state_form
    state_form = state_form or state_form_of(event, formdata=None)
    # The legs with their teams in one question; the page and its warnings walk over them.
    legs = roadshow_events(access.viewer(), event)
    return record_page(
        event, "events.detail", parts=parts, findings=findings, **warned(event, legs), state_form=state_form,
        member_form=member_form or MemberForm(users=_people(event)), form=shown,
        entries=list(db.session.scalars(timeline("event", event.id).limit(ENTRIES))),
        industries=[industry_label(code) for code in event.industries or []])


def state_form_of(event: Event, **kind) -> StateForm:
    """The form that changes an event's state."""
    def make(**data) -> StateForm:
        form = StateForm(**{**kind, **data})
        if not form.is_submitted():
            form.fill(event)
        return form
    return edited(make)


def warned(event: Event, legs: list[Event] | None = None, keep_form: KeepForm | None = None,
           part: str | None = None) -> dict[str, Any]:
    """What events/warnlist.html shows: open warnings, kept ones, and the form to keep one; of one `part` or of the whole."""
    found = queries.part_warnings(event, part) if part else queries.warnings_of(event, legs)
    opened, kept = queries.split_by_kept(found, queries.kept_warnings(event))
    return {"opened": opened, "kept": kept, "keep_form": keep_form or KeepForm(formdata=None)}


def record_page(event: Event, tab: str, **context) -> str:
    """One page of an event inside its frame; `tab` is the endpoint, which names the template too."""
    return render_template(f"{tab.replace('.', '/')}.html", event=event, tab=tab, event_zone=event.time_zone,
                           labels=queries, may_write=access.viewer().role in access.WRITERS, **context)


def _people(event: Event) -> list[User]:
    """Our people, those who are not on the team first."""
    going = {member.user_id for member in event.team}
    return sorted(staff_users(), key=lambda user: user.id in going)


def weekday(day: date) -> str:
    """The day of the week in the reader's language, short."""
    return format_date(day, "EEE", locale=current_language().catalog)
