"""Forms of events: one module per part of an event's work."""

from outreach.events.forms.event import ZONES, EventForm, StateForm
from outreach.events.forms.feeds import FeedForm
from outreach.events.forms.filters import FilterForm
from outreach.events.forms.series import SeriesForm
from outreach.events.forms.team import MemberForm

__all__ = ["ZONES", "EventForm", "FeedForm", "FilterForm", "MemberForm", "SeriesForm", "StateForm"]
