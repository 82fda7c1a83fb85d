"""What may be done with targets and their facts. Every function takes the actor first and never commits."""

from outreach.targets.services.editing import (
    FIELDS,
    change_state,
    check_open,
    create_target,
    edit_target,
    mark_converted,
    refresh_target,
    set_target_field,
    target_words,
    undo_converted,
)
from outreach.targets.services.facts import add_fact, edit_fact, remove_fact
from outreach.targets.services.similar import Likeness, find_similar

__all__ = [
    "FIELDS", "Likeness", "add_fact", "change_state", "check_open", "create_target", "edit_fact", "edit_target",
    "find_similar", "mark_converted", "refresh_target", "remove_fact", "set_target_field",
    "target_words", "undo_converted",
]
