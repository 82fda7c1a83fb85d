"""The single-valued fields of two records: what each says, what may be chosen, what comes out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Column, Text

from outreach.contacts.services.merging.references import MODELS
from outreach.errors import Refused

#: What follows from another column goes along with it.
GROUPS = {
    "person": {"full_name": ("family_name", "given_name", "name_order", "script", "sort_key"),
               "notes": ("notes_language", "notes_translations")},
    "organisation": {"name": ("key", "legal_form", "sort_key"), "notes": ("notes_language", "notes_translations")},
}
#: The record's own bookkeeping, which nobody chooses.
OWN = frozenset({"id", "created_at", "updated_at", "version", "import_run_id", "import_steps", "merged_into_id"})
SIDES = ("kept", "removed", "both")


@dataclass(frozen=True)
class Field:
    """One field of both records, values as stored. `take` is one of `options`, `result` what the kept record will say."""

    name: str
    kept: Any
    removed: Any
    take: str
    options: tuple[str, ...]
    result: Any
    #: Columns that follow: {column: value}.
    along: dict

    @property
    def differs(self) -> bool:
        """True where a person may want to choose."""
        return self.kept != self.removed


def fields(kind: str, kept: dict, removed: dict, choices: dict[str, str]) -> list[Field]:
    """All fields in the order of the table; raises Refused for a field or a choice that does not exist."""
    groups = GROUPS[kind]
    followers = {name for group in groups.values() for name in group}
    found = []
    for column in MODELS[kind].__table__.columns:
        if column.name in OWN or column.name in followers:
            continue
        mine, theirs = kept[column.name], removed[column.name]
        ours = {kept["id"], removed["id"]} if any(
            key.target_fullname == f"{kind}.id" for key in column.foreign_keys) else set()
        mine, theirs = (None if value in ours else value for value in (mine, theirs))
        options = _options(column, mine, theirs)
        take = choices.get(column.name) or _usual(mine, theirs, options)
        if take not in options:
            raise Refused("unknown_choice", _("Choose one of the two values."), field=f"take.{column.name}")
        along = {name: _follower(name, kept, removed, take) for name in groups.get(column.name, ())}
        result = _together(mine, theirs) if take == "both" else mine if take == "kept" else theirs
        found.append(Field(column.name, mine, theirs, take, options, result, along))
    for name in sorted(choices.keys() - {item.name for item in found}):
        raise Refused("unknown_choice", _("There is no field “%(field)s”.", field=name[:80]), field=f"take.{name[:80]}")
    return found


def _follower(name: str, kept: dict, removed: dict, take: str) -> Any:
    """The value of a column that goes along; of both where one of them has any."""
    if take == "both":
        return kept[name] if kept[name] is not None else removed[name]
    return (removed if take == "removed" else kept)[name]


def changed(found: list[Field], kept: dict) -> Iterator[tuple[str, str, Any, str]]:
    """(column, field it follows, new value, side) of every column of the kept record that changes."""
    for item in found:
        if item.result != kept[item.name]:
            yield item.name, item.name, item.result, item.take
        for name, value in item.along.items():
            if value != kept[name]:
                yield name, item.name, value, item.take


def _options(column: Column, mine: Any, theirs: Any) -> tuple[str, ...]:
    return SIDES if _joint(column, mine, theirs) else SIDES[:2]


def _usual(mine: Any, theirs: Any, options: tuple[str, ...]) -> str:
    """What the kept record says, unless it says nothing; where both can stand together, both."""
    if "both" in options:
        return "both"
    return "removed" if _empty(mine) and not _empty(theirs) else "kept"


def _empty(value: Any) -> bool:
    return value in (None, "") or _is_json(value) and not value["v"]


def _is_json(value: Any) -> bool:
    return isinstance(value, dict) and value.get("$") == "json"


def _joint(column: Column, mine: Any, theirs: Any) -> bool:
    """True where two different values can stand together: long texts, lists, and values by key."""
    if _empty(mine) or _empty(theirs) or mine == theirs:
        return False
    return isinstance(column.type, Text) or _is_json(mine) and _is_json(theirs) and type(mine["v"]) is type(theirs["v"])


def _together(mine: Any, theirs: Any) -> Any:
    """Both values: texts one after the other, lists without repeats, values by key with the kept record's first."""
    if _is_json(mine):
        return {**mine, "v": _together(mine["v"], theirs["v"])}
    if isinstance(mine, dict):
        return {key: _together(mine[key], theirs[key]) if isinstance(mine.get(key), dict) and isinstance(theirs.get(key), dict)
                else mine.get(key, theirs.get(key)) for key in {**mine, **theirs}}
    if isinstance(mine, list):
        return [*mine, *(item for item in theirs if item not in mine)]
    return mine if theirs in mine else theirs if mine in theirs else f"{mine}\n\n{theirs}"
