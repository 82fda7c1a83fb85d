"""Tables of events: one module per part of an event's work."""

from outreach.events.models.agenda import AGENDA_KINDS, AgendaItem, AgendaRoom, AgendaSpeaker, AgendaTrack, AgendaVersion
from outreach.events.models.budget import BudgetLine
from outreach.events.models.event import KINDS, OFF, PRESENCES, STATES, Event
from outreach.events.models.exchange import TechnologyEntry, TechnologyPair
from outreach.events.models.feeds import FEED_SCOPES, CalendarFeed, CalendarText
from outreach.events.models.meetings import MEETING_STATES, Meeting, MeetingParticipant, MeetingTable
from outreach.events.models.packs import EventPack, PackItem
from outreach.events.models.planning import KeptWarning
from outreach.events.models.reception import ReceptionItem, ReceptionNotes, VisitGuest
from outreach.events.models.recurrence import CalendarUpload, EventRecurrence
from outreach.events.models.series import CYCLES, EventSeries
from outreach.events.models.tasks import ChecklistEntry, EventTask, TaskDependency
from outreach.events.models.team import TEAM_ROLES, TeamMember
from outreach.events.models.trips import (
    BOOKING_STATES,
    TRIP_ITEM_KINDS,
    TRIP_STATES,
    VISA_STATES,
    Trip,
    TripItem,
    TripReport,
    TripTraveller,
)
from outreach.events.models.visits import TargetVisit
from outreach.events.models.wishes import PLAN_STATES, PRIORITIES, MeetingAttendee, MeetingPlan, MeetingWish

__all__ = [
    "BOOKING_STATES", "TRIP_ITEM_KINDS", "TRIP_STATES", "VISA_STATES", "Trip", "TripItem", "TripReport", "TripTraveller",
    "AGENDA_KINDS", "MEETING_STATES", "PLAN_STATES", "PRIORITIES", "MeetingAttendee", "MeetingPlan", "MeetingWish",
    "Meeting", "MeetingParticipant", "MeetingTable",
    "AgendaItem", "AgendaRoom", "AgendaSpeaker", "AgendaTrack", "AgendaVersion",
    "CYCLES", "FEED_SCOPES", "KINDS", "OFF", "PRESENCES", "STATES", "TEAM_ROLES", "BudgetLine",
    "CalendarFeed", "CalendarText", "CalendarUpload",
    "ChecklistEntry", "Event", "EventPack", "EventRecurrence", "EventSeries", "EventTask", "KeptWarning", "PackItem",
    "ReceptionItem", "ReceptionNotes", "TargetVisit", "TaskDependency", "TeamMember", "TechnologyEntry", "TechnologyPair",
    "VisitGuest",
]
