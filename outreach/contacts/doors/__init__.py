"""What contacts hang on the doors."""

# The parts register themselves.
from outreach.contacts.doors import (  # noqa: F401
    card,
    custom_fields,
    imports,
    merging,
    organisation_list,
    people,
    people_list,
    references,
)
