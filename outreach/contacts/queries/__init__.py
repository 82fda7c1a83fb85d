"""Reading people, organisations, duplicates and imports. Selects take the viewer; partners see nothing of this room."""

from outreach.contacts.queries.duplicates import (
    decided_pairs,
    get_duplicate,
    last_search,
    open_duplicates,
    open_groups,
    open_pairs_count,
    open_pairs_of,
    paired_ids,
    pairs,
    pairs_count,
    said_not_same,
)
from outreach.contacts.queries.imports import (
    FATES,
    get_import,
    import_outcomes,
    import_rows,
    import_rows_by_fate,
    imports_waiting,
    kept_rows,
    visible_imports,
)
from outreach.contacts.queries.introductions import (
    events_of,
    get_introduction,
    introductions_around,
    offered_events,
    suggested_records,
)
from outreach.contacts.queries.merging import (
    ends_of,
    get_merge,
    merged_into,
    merged_records,
    merges,
    merges_count,
    merges_of,
    record_timeline,
    stubs_of,
)
from outreach.contacts.queries.organisations import (
    find_organisations,
    get_organisation,
    head_counts,
    people_of,
    related_organisations,
    structure_of,
    suggested_organisations,
    visible_organisations,
)
from outreach.contacts.queries.people import (
    changed_since,
    entries_about,
    find_people,
    get_person,
    import_rows_of,
    last_events,
    person_timeline,
    visible_people,
)
from outreach.contacts.queries.timelines import get_history_entry, history_of, rooms_of, timeline_of

__all__ = [
    "FATES", "changed_since", "decided_pairs", "ends_of", "entries_about", "events_of", "find_organisations",
    "find_people", "get_duplicate", "get_history_entry", "get_import", "get_introduction",
    "get_merge", "get_organisation", "get_person", "head_counts", "history_of", "import_outcomes", "import_rows",
    "import_rows_by_fate", "import_rows_of", "imports_waiting", "introductions_around", "kept_rows", "last_events",
    "last_search", "merged_into", "merged_records", "merges", "merges_count", "merges_of", "offered_events",
    "open_duplicates", "open_groups", "open_pairs_count", "open_pairs_of", "paired_ids", "pairs", "pairs_count", "people_of",
    "person_timeline", "record_timeline", "related_organisations", "rooms_of", "said_not_same", "structure_of",
    "stubs_of", "suggested_organisations", "suggested_records", "timeline_of", "visible_imports",
    "visible_organisations", "visible_people",
]
