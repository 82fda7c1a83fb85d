"""The doors: every foreign key to a person or organisation is declared, navigation leads somewhere."""

from outreach.db import db
from outreach.web import doors


def test_every_foreign_key_to_a_person_or_organisation_is_declared(application):
    declared = {reference.column for reference in doors.person_references}
    missing = []
    for table in db.metadata.tables.values():
        for column in table.columns:
            for key in column.foreign_keys:
                own = f"{table.name}.{column.name}"
                if key.target_fullname.split(".")[0] in ("person", "organisation") and own not in declared:
                    missing.append(own)
    assert sorted(missing) == []


def test_every_declared_reference_exists(application):
    columns = {f"{table.name}.{column.name}" for table in db.metadata.tables.values() for column in table.columns}
    assert sorted({reference.column for reference in doors.person_references} - columns) == []


def test_every_navigation_entry_leads_to_an_endpoint(application):
    assert [entry.endpoint for entry in doors.navigation if entry.endpoint not in application.view_functions] == []


def test_every_door_is_used(application):
    unused = [door.name for door in doors.ALL if not door.items()]
    # Closing an event comes with its own room; the door stands ready.
    assert unused in ([], ["closing figure"])


def test_every_recorded_verb_has_a_sentence(application):
    """A verb without a sentence would be told in code words on a timeline."""
    import re

    from outreach.config import ROOT

    verbs = set()
    for path in (ROOT / "outreach").rglob("*.py"):
        verbs |= set(re.findall(r'record\(\s*\w+(?:\([^()]*\))?,\s*"([a-z_]+\.[a-z_]+)"', path.read_text(encoding="utf-8")))
    told = {verb for verb, _ in doors.timeline_kind.items()}
    assert sorted(verbs - told) == []
