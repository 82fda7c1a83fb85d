"""What a row that certainly is somebody adds to the record, as the preview says it; the writer does the same for batches."""

from collections.abc import Collection, Iterator, Mapping

from outreach.contacts.models import ImportRow, ImportRun, Organisation, Person
from outreach.contacts.models.people import HANDLE_KINDS
from outreach.contacts.queries.custom_fields import custom_fields, custom_values
from outreach.contacts.services.imports.drafts import FILLS, JOB, notes_of, tags_of
from outreach.contacts.services.notes import known_tags
from outreach.contacts.services.people import same_channel
from outreach.contacts.services.reading import OWN

#: Columns of a person and the field of a file that they come from, where that has another name.
_FIELDS = {"titles": "name_prefix", "notes_language": ""}


class Additions:
    """Says it for the rows of one page; what they are compared with is read once."""

    def __init__(self, run: ImportRun, people: Collection[int]) -> None:
        self._run, self._tags = run, known_tags()
        self._codes = {item.id: item.code for item in custom_fields("person")}
        self._own = custom_values("person", people) if self._codes and people else {}

    def of(self, row: ImportRow, person: Person, firm: Organisation | None) -> list[str]:
        """Codes of the fields that the row fills in or adds to, in the order of a file, without repeats."""
        return list(dict.fromkeys(filter(None, (*self._parts(row, person, firm), *self._fields(row, person)))))

    def _parts(self, row: ImportRow, person: Person, firm: Organisation | None) -> Iterator[str]:
        record = row.record
        if {name for name, _script in record["names"]} - {item.text for item in person.names}:
            yield "full_name"
        running = [item for item in person.affiliations if item.until is None and firm and item.organisation_id == firm.id]
        if row.mapped.get("organisation") and not running:
            yield "organisation"
        for name, told in zip(JOB, record["job"], strict=True):
            if told and running and not getattr(running[-1], name):
                yield name
        for kind, value, *_rest in record["channels"]:
            if not any(same_channel(item.kind, item.value, kind, value) for item in person.channels):
                yield kind if kind in HANDLE_KINDS or kind in ("email", "fax") else "phone"
        if {tag.casefold() for tag in tags_of(row.mapped, self._tags)} - {item.tag.casefold() for item in person.tags}:
            yield "tags"

    def _fields(self, row: ImportRow, person: Person) -> Iterator[str]:
        told: Mapping = {**row.record["person"], **notes_of(self._run, row.mapped)}
        for name in FILLS["person"]:
            if told.get(name) and not getattr(person, name):
                yield _FIELDS.get(name, name)
        filled = {self._codes[field] for field in self._own.get(person.id, {}) if field in self._codes}
        for code in (row.mapped.get("own") or {}).get("person", {}):
            if code not in filled:
                yield f"{OWN}person.{code}"
