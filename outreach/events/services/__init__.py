"""What may be done with series, events, teams and feeds. Every function takes the actor first and never commits."""

from outreach.events.services.editing import (
    FIELDS,
    add_leg,
    create_event,
    edit_event,
    refresh_instants,
    suggest_code,
)
from outreach.events.services.feeds import (
    TEXTS_AT_A_TIME,
    code_of,
    create_feed,
    drop_old_texts,
    find_feed,
    has_news,
    keep_texts,
    note_use,
    revoke_feed,
    rotate_feed,
)
from outreach.events.services.series import change_series, create_series, edition_values, take_from_starter
from outreach.events.services.starter import STARTER, StarterSeries
from outreach.events.services.states import change_state
from outreach.events.services.team import add_team_member, remove_team_member

__all__ = [
    "FIELDS", "STARTER", "TEXTS_AT_A_TIME", "StarterSeries", "add_leg", "add_team_member", "change_series",
    "change_state", "code_of", "create_event", "create_feed", "create_series", "drop_old_texts", "edit_event", "edition_values",
    "find_feed", "has_news", "keep_texts", "note_use", "refresh_instants", "remove_team_member", "revoke_feed",
    "rotate_feed", "suggest_code", "take_from_starter",
]
