"""What contacts hang on the doors."""

# The parts register themselves.
from outreach.contacts.doors import card, imports, organisation_list, people, people_list  # noqa: F401
