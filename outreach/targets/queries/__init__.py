"""Reading targets: selects by viewer, the age of facts, and the words for codes."""

from outreach.targets.queries.labels import FACT_LABELS, KIND_LABELS, PRIORITY_LABELS, STATE_LABELS, STATE_TAGS
from outreach.targets.queries.lists import (
    Lane,
    countries_of_targets,
    fact_counts,
    fresh_since,
    get_target,
    in_industry,
    lanes,
    owners,
    said,
    targets_of_organisation,
    visible_targets,
    with_stale_facts,
    without_facts,
)

__all__ = [
    "FACT_LABELS", "KIND_LABELS", "PRIORITY_LABELS", "STATE_LABELS", "STATE_TAGS", "Lane", "countries_of_targets",
    "fact_counts", "fresh_since", "get_target", "in_industry", "lanes", "owners", "said", "targets_of_organisation",
    "visible_targets", "with_stale_facts", "without_facts",
]
