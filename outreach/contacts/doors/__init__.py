"""What contacts hang on the doors."""

# The parts register themselves.
from outreach.contacts.doors import imports, people  # noqa: F401
