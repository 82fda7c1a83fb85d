"""Tags and notes, which people and organisations have alike."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from sqlalchemy import func, select

from outreach.activity import Actor
from outreach.catalogue import queries as catalogue
from outreach.contacts.models import Organisation, OrganisationTag, Person, PersonTag
from outreach.contacts.services.reading.mapping import LONGEST_TAG
from outreach.db import db
from outreach.errors import Refused
from outreach.i18n import LANGUAGES
from outreach.i18n.localized import LocalizedText


def replace_tags(row: Person | Organisation, wanted: Iterable[str]) -> dict:
    """Give a record exactly these tags. A word that is the label of a catalogue tag in any language becomes that tag.

    Gives {"tags": (before, after)} where something changed. Raises Refused for a word of over 60 characters.
    """
    before = [item.tag for item in row.tags]
    known = known_tags()
    after: list[str] = []
    for word in (" ".join(word.replace("\x00", "�").split()) for word in wanted):
        if len(word) > LONGEST_TAG:
            raise Refused("tag_too_long", _("Enter tags of at most 60 characters each."), field="more_tags")
        tag = known.get(word.casefold(), word)
        if tag and tag.casefold() not in {item.casefold() for item in after}:
            after.append(tag)
    for old in [item for item in row.tags if item.tag not in after]:
        row.tags.remove(old)
    db.session.flush()
    make = PersonTag if isinstance(row, Person) else OrganisationTag
    row.tags.extend(make(tag=tag) for tag in after if tag not in before)
    db.session.flush()
    return {"tags": (sorted(before), sorted(after))} if set(before) != set(after) else {}


def known_tags() -> dict[str, str]:
    """Codes of the tags of the catalogue by their labels in every language, in small letters."""
    return {label.casefold(): tag.code for tag in catalogue.tags() for label in _labels(tag)}


def _labels(tag) -> list[str]:
    return [tag.code, *(entry.get("text", "") for entry in tag.label.texts.values())]


def tag_suggestions(limit: int = 24) -> list[str]:
    """Tags to offer: those of the catalogue, then the free words that most records carry."""
    offered = [tag.code for tag in catalogue.tags()]
    counts: dict[str, int] = {}
    for model in (PersonTag, OrganisationTag):
        rows = select(model.tag, func.count()).group_by(model.tag).order_by(func.count().desc(), model.tag).limit(limit)
        for tag, count in db.session.execute(rows):
            counts[tag] = counts.get(tag, 0) + count
    used = sorted((tag for tag in counts if tag not in offered), key=lambda tag: (-counts[tag], tag))
    return [*offered, *used][:max(limit, len(offered))]


def notes_changes(changes: dict) -> dict:
    """Changes of the columns with each translation of the notes under a name of its own: notes_zh, notes_de …"""
    found = dict(changes)
    before, after = found.pop("notes_translations", (None, None))
    for code in LANGUAGES:
        old, new = (((texts or {}).get(code) or {}).get("text") for texts in (before, after))
        if old != new:
            found[f"notes_{code}"] = (old, new)
    return found


def notes_columns(actor: Actor, row: Person | Organisation | None, text: str | None, language: str | None,
                  others: Mapping[str, str]) -> dict:
    """The columns of notes and their translations. A translation stands for whoever wrote it; an unchanged one keeps
    its status, so that one made of an older text counts as stale."""
    if not text or language not in LANGUAGES:
        return {"notes": text or None, "notes_language": None, "notes_translations": None}
    before = (row.notes_translations or {}) if row is not None else {}
    made = LocalizedText.of(language, text)
    for code, other in others.items():
        if code not in LANGUAGES or code == language or not other:
            continue
        stored = before.get(code)
        if stored and stored.get("text") == other:
            made = LocalizedText(language, {**made.texts, code: stored})
        else:
            made = made.translated(code, other, "reviewed", by=actor.label)
    translations = {code: entry for code, entry in made.texts.items() if code != language}
    return {"notes": text, "notes_language": language, "notes_translations": translations or None}
