"""Two editors of one record: what differs, who changed what, and which of both is kept, field by field."""

from dataclasses import dataclass

from outreach.contacts.queries import changed_since


@dataclass(frozen=True)
class Difference:
    """A field that differs: its name and label, both values as a reader reads them, and which one is proposed."""

    name: str
    label: str
    mine: str
    theirs: str
    take: str


def differences(kind: str, row, form, stored, version: int) -> list[Difference]:
    """Every field whose typed value is not the stored one; `form` is what was typed, `stored` a form of the record.

    Theirs is proposed where they changed the field since `version` and the typed value is still the old one.
    """
    since, found = changed_since(kind, row, version), []
    for field in form:
        name = field.short_name
        if name in ("csrf_token", "version") or form.shown(name) == stored.shown(name):
            continue
        before, typed = since.get(form.logged(name), field), form.as_logged(name)
        untouched = before is not field and (before == typed or not before and not typed)
        take = "theirs" if untouched else "mine"
        found.append(Difference(name, str(field.label.text), form.shown(name), stored.shown(name), take))
    return found


def version_of(form) -> int:
    """The version that the form was opened with; 0, which no record has, for nonsense."""
    text = form.version.data or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
