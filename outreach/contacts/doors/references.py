"""What points to people and organisations inside this room, and which of these rows would stand twice after a merge."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from outreach.contacts.models import OrganisationParent
from outreach.contacts.models.people import PHONE_KINDS
from outreach.db import db
from outreach.web import doors


def _line(row: dict) -> tuple[str, str]:
    """A telephone line is one line, whatever kind each record calls it; a fax is none."""
    kind = row["kind"]
    return ("phone" if kind in PHONE_KINDS and kind != "fax" else kind, row["value"])


def _line_of_both(stays: dict, goes: dict) -> dict:
    """A mobile or direct line says more than a line at work, and an extension more than none."""
    sure = goes["kind"] if goes["kind"] in ("mobile", "direct") and stays["kind"] not in ("mobile", "direct") else stays["kind"]
    return {"kind": sure, "extension": stays["extension"] or goes["extension"]}


_WHAT = ("job_title", "department", "since", "until")


def _one_affiliation(stays: dict, goes: dict) -> bool:
    """The same place told twice, once perhaps with less."""
    if bool(stays["until"]) != bool(goes["until"]):
        return False
    return all(not stays[name] or not goes[name] or _plain(stays[name]) == _plain(goes[name]) for name in _WHAT)


def _plain(value):
    return " ".join(value.casefold().split()) if isinstance(value, str) else value


def _affiliation_of_both(stays: dict, goes: dict) -> dict:
    return {name: stays[name] or goes[name] for name in _WHAT}


def _text(row: dict) -> str:
    return row["text"]


def _language_of_both(stays: dict, goes: dict) -> dict:
    return {"language": stays["language"] or goes["language"]}


def _told_twice(stays: dict, goes: dict) -> dict:
    return {name: stays[name] or goes[name] for name in ("on_date", "note")}


def _circle(row: dict, kept_id: int, removed_id: int) -> bool:
    """True for a place in the hierarchy that would put the merged organisation above itself."""
    above = row["parent_id"] if row["organisation_id"] == removed_id else kept_id
    wanted = kept_id if row["organisation_id"] == removed_id else row["organisation_id"]
    seen: set[int] = set()
    while above and above not in seen:
        if above == wanted:
            return True
        seen.add(above)
        above = db.session.scalar(select(OrganisationParent.parent_id).where(OrganisationParent.organisation_id == above))
    return False


def _name_of_both(stays: dict, goes: dict) -> dict:
    return {name: stays[name] or goes[name] for name in ("language", "reading")}


#: Column, name in an export, what a merge does, what an erasure does, and what tells doubles.
for _column, _label, _merge, _erase, _how in (
    ("person_name.person_id", _l("Names"), "move_unique", "delete", {"double": _text, "combine": _name_of_both}),
    ("person_channel.person_id", _l("Mail addresses and phones"), "move_unique", "delete",
     {"double": _line, "combine": _line_of_both}),
    ("person_key.person_id", _l("Search keys"), "keep", "delete", {}),
    ("person_tag.person_id", _l("Tags"), "move_unique", "delete", {}),
    ("affiliation.person_id", _l("Organisations"), "move_unique", "delete",
     {"double": lambda row: row["organisation_id"], "same": _one_affiliation, "combine": _affiliation_of_both}),
    ("affiliation.organisation_id", _l("People"), "move_unique", "delete",
     {"double": lambda row: row["person_id"], "same": _one_affiliation, "combine": _affiliation_of_both}),
    ("organisation_name.organisation_id", _l("Names"), "move_unique", "delete",
     {"double": _text, "combine": _language_of_both}),
    ("organisation_identifier.organisation_id", _l("Register numbers"), "move_unique", "delete", {}),
    ("organisation_domain.organisation_id", _l("Further domains"), "move_unique", "delete", {}),
    ("organisation_parent.organisation_id", _l("Organisation above it"), "move_unique", "delete", {"breaks": _circle}),
    ("organisation_parent.parent_id", _l("Organisations below it"), "move", "delete", {"breaks": _circle}),
    ("introduction.person_id", _l("Introductions"), "move_unique", "delete", {
        "double": lambda row: (row["by_person_id"], row["by_organisation_id"], row["event_id"]), "combine": _told_twice}),
    ("introduction.by_person_id", _l("Introductions"), "move_unique", "delete", {
        "double": lambda row: (row["person_id"], row["event_id"]), "combine": _told_twice}),
    ("introduction.by_organisation_id", _l("Introductions"), "move_unique", "delete", {
        "double": lambda row: (row["person_id"], row["event_id"]), "combine": _told_twice}),
    ("organisation_tag.organisation_id", _l("Tags"), "move_unique", "delete", {}),
    ("organisation_key.organisation_id", _l("Search keys"), "keep", "delete", {}),
    # Pairs have an order and a decision to keep; services/merging/pairs.py moves them.
    ("duplicate_candidate.person_id", _l("Possible duplicates"), "move_unique", "delete", {}),
    ("duplicate_candidate.other_id", _l("Possible duplicates"), "move_unique", "delete", {}),
    ("organisation_duplicate.organisation_id", _l("Possible duplicates"), "move_unique", "delete", {}),
    ("organisation_duplicate.other_id", _l("Possible duplicates"), "move_unique", "delete", {}),
    # A merge keeps pointing to the two that it joined, so that it can be undone after another one.
    ("person.merged_into_id", _l("Merged records"), "keep", "delete", {}),
    ("organisation.merged_into_id", _l("Merged records"), "keep", "delete", {}),
    *((f"record_merge.{_end}_id", _l("Merges"), "keep", "detach", {}) for _end in ("person", "organisation")),
    *((f"merge_snapshot.{_end}_id", _l("Merges"), "keep", "delete", {})
      for _end in ("person", "removed_person", "organisation", "removed_organisation")),
):
    doors.person_references.hang(_column, doors.PersonReference(_column, _label, _merge, _erase, **_how))
