"""Writing a batch of rows: whom each joins or makes, and all that follows from it, in one insert for each table."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from outreach.activity import Actor
from outreach.contacts.models import (
    Affiliation,
    CustomValue,
    DuplicateCandidate,
    ImportRow,
    ImportRun,
    Organisation,
    OrganisationKey,
    OrganisationTag,
    Person,
    PersonChannel,
    PersonKey,
    PersonName,
    PersonTag,
)
from outreach.contacts.queries.custom_fields import custom_words
from outreach.contacts.services.custom_fields import from_json, value_columns
from outreach.contacts.services.imports.drafts import FILLS, JOB, NOTES, Draft, blank_fields, load_drafts, notes_of, tags_of
from outreach.contacts.services.imports.fates import Fate, Fates
from outreach.contacts.services.imports.own import OwnWriter
from outreach.contacts.services.imports.places import Place, Places
from outreach.contacts.services.notes import known_tags
from outreach.contacts.services.organisations import fitting, organisation_record, organisation_text, organisation_words
from outreach.contacts.services.people import person_words, same_channel
from outreach.contacts.services.reading import OWN
from outreach.db import db
from outreach.db.bulk import insert_many, reserve_ids, update_many
from outreach.search import index
from outreach.web import doors

#: Parents first.
TABLES = (Organisation, OrganisationKey, OrganisationTag, Person, PersonName, PersonChannel, PersonTag, Affiliation,
          PersonKey, DuplicateCandidate, CustomValue)


@dataclass(frozen=True, slots=True)
class Written:
    """A row with the person it became or joined, for what the file was imported for."""

    number: int
    cells: list
    text: str
    mapped: dict
    outcome: str
    person_id: int
    organisation_id: int | None


class Writer:
    """Writes the rows of one run. It outlives the batches, so that what an earlier one made is known to the next."""

    def __init__(self, actor: Actor, run: ImportRun) -> None:
        self.actor, self.run, self.places = actor, run, Places()
        self.fates = Fates(run, self.places)
        self._blank_places: dict[int, set[str]] = {}
        self._own_places: set[int] = set()
        self._place_tags: dict[int, set[str]] = defaultdict(set)
        self._own = OwnWriter(run)
        self._known_tags = known_tags()

    def look(self, rows: Sequence[Any]) -> None:
        """What can be found out before the write transaction."""
        self.places.look_up(row.mapped["organisation"] for row in rows if row.mapped.get("organisation"))
        self.fates.look(rows)

    def write(self, rows: Sequence[Any], found_by: Mapping[int, tuple[str, str]]) -> None:
        """Write rows in the open unit of work; `found_by` is index.ready() of each row's person, by row number."""
        self._inserts: dict[type, list[dict]] = defaultdict(list)
        self._updates: dict[type, list[dict]] = defaultdict(list)
        self._made: dict[tuple[type, int], dict] = {}
        self._told_more: set[int] = set()
        self.places.look_up(row.mapped["organisation"] for row in rows if row.mapped.get("organisation"))
        self._drafts = load_drafts(self.fates.look_again(rows), self.run.id)
        self._load_blanks(rows)
        self._own.look_up("person", self._drafts)
        self._ids = {model: iter(reserve_ids(model, len(rows))) for model in (Person, Affiliation, Organisation)}
        written = [one for row in rows if (one := self._row(row)) is not None]
        self._flush()
        self._index(found_by)
        target = doors.import_target.get(self.run.target_kind or "")
        if target is not None:
            target.apply(self.actor, self.run, written)

    def _row(self, row: Any) -> Written | None:
        """Write one row; gives it where it tells something of somebody."""
        fate = self.fates.fate(row, self._drafts)
        update = {"id": row.id, "state": fate.state, "outcome": fate.outcome, "person_id": None, "organisation_id": None,
                  "changes": []}
        self._updates[ImportRow].append(update)
        if fate.state != "applied":
            return None
        draft = self._drafts.get(fate.person_id or 0)
        if fate.repeated:
            update |= {"person_id": draft.id, "organisation_id": draft.current}
            return None
        made = len(self._own_places)
        place = self._place(row.mapped)
        if "alone" in row.record:
            update |= {"outcome": "new" if len(self._own_places) > made else "same", "organisation_id": place.id,
                       "changes": self._tell_place(place, row.mapped)}
            return None
        if fate.outcome != "same":
            draft = self._new_person(row, fate)
        changes = self._add(draft, row, place)
        self.fates.note(row, draft.id)
        draft.rows.append(row.number)
        ref = place.id if place else None
        update |= {"person_id": draft.id, "organisation_id": ref, "changes": changes}
        return Written(row.number, row.cells, row.text, row.mapped, fate.outcome, draft.id, ref)

    def _new_person(self, row: Any, fate: Fate) -> Draft:
        record = {**row.record["person"], **notes_of(self.run, row.mapped)}
        draft = Draft(next(self._ids[Person]), True, blank={name for name in FILLS["person"] if not record.get(name)},
                      notes=record["notes"])
        self._drafts[draft.id] = draft
        self._insert(Person, {"id": draft.id, **record, "import_run_id": self.run.id})
        if fate.person_id:
            self._inserts[DuplicateCandidate].append({
                "person_id": draft.id, "other_id": fate.person_id, "score": fate.score, "reasons": fate.reasons,
                "state": "not_same" if row.decision == "new" else "open", "import_run_id": self.run.id})
        return draft

    def _add(self, draft: Draft, row: Any, place: Place | None) -> list:
        """Names, channels, tags, keys and affiliation that the person lacks; gives what changes of records that were there."""
        run_id, record, changes = self.run.id, row.record, []
        for text, script in record["names"]:
            if text not in draft.names:
                draft.names.add(text)
                self._inserts[PersonName].append({"person_id": draft.id, "text": text, "script": script,
                                                  "language": record["person"]["language"], "import_run_id": run_id})
                changes.append(["person_name", 0, "", None, text])
        for kind, value, raw, extension in record["channels"]:
            if not any(same_channel(*old, kind, value) for old in draft.channels):
                draft.channels.append((kind, value))
                self._inserts[PersonChannel].append({"person_id": draft.id, "kind": kind, "value": value, "raw": raw,
                                                     "extension": extension, "import_run_id": run_id})
                changes.append(["person_channel", 0, "", None, value])
        for tag in tags_of(row.mapped, self._known_tags):
            if tag.casefold() not in {old.casefold() for old in draft.tags}:
                draft.tags.append(tag)
                self._inserts[PersonTag].append({"person_id": draft.id, "tag": tag, "import_run_id": run_id})
                changes.append(["person_tag", 0, "", None, tag])
        for key in record["keys"]:
            if key not in draft.keys:
                draft.keys.add(key)
                self._inserts[PersonKey].append({"person_id": draft.id, "key": key})
        told = dict(zip(JOB, record["job"], strict=True))
        if place and place.id not in draft.places:
            changes.append(self._affiliate(draft, told, place))
        # What this run made itself goes as a whole.
        changes = [] if draft.own else changes
        if place:
            affiliation, blank = draft.jobs[place.id]
            changes += self._fill(Affiliation, affiliation, draft.own, blank, told)
        notes = notes_of(self.run, row.mapped)
        if "notes" in draft.blank:
            draft.notes = notes["notes"]
        changes += self._fill(Person, draft.id, draft.own, draft.blank, {**record["person"], **notes})
        changes += self._fill_own("person", draft.id, draft.own, row.mapped)
        return changes + self._fill_place(place, row.mapped) if place else changes

    def _fill_place(self, place: Place, mapped: Mapping) -> list:
        """Fields that the organisation lacks; gives what changes of one that was there."""
        told = {name: fitting(name, mapped.get(name)) for name in FILLS["organisation"] if name not in NOTES}
        return [*self._fill(Organisation, place.id, place.id in self._own_places,
                            self._blank_places.setdefault(place.id, set()), told),
                *self._fill_own("organisation", place.id, (Organisation, place.id) in self._made, mapped)]

    def _tell_place(self, place: Place, mapped: Mapping) -> list:
        """What a row without anybody tells of its organisation beside the fields: notes and tags."""
        own, blank = place.id in self._own_places, self._blank_places.setdefault(place.id, set())
        changes = self._fill_place(place, mapped) + self._fill(Organisation, place.id, own, blank, notes_of(self.run, mapped))
        for tag in tags_of(mapped, self._known_tags):
            if tag.casefold() not in self._place_tags[place.id]:
                self._place_tags[place.id].add(tag.casefold())
                self._inserts[OrganisationTag].append(
                    {"organisation_id": place.id, "tag": tag, "import_run_id": self.run.id})
                if not own:
                    changes.append(["organisation_tag", place.id, "", None, tag])
        if own and (Organisation, place.id) not in self._made:
            self._told_more.add(place.id)
        return changes

    def _affiliate(self, draft: Draft, job: Mapping, place: Place) -> list:
        """Note a new affiliation; gives it as a change."""
        draft.places[place.id] = place.name
        draft.current, ref = place.id, next(self._ids[Affiliation])
        draft.jobs[place.id] = ref, {name for name in JOB if not job[name]}
        self._insert(Affiliation, {
            "id": ref, "person_id": draft.id, "organisation_id": place.id, **job, "import_run_id": self.run.id})
        return ["affiliation", ref, "", None, [job[name] for name in JOB]]

    def _fill(self, model: type, ref: int, own: bool, blank: set[str], told: Mapping) -> list:
        """Empty fields that the row knows. What this run made is filled at once, known records after the flip."""
        values = {name: told[name] for name in sorted(blank) if told.get(name)}
        blank.difference_update(values)
        if not own:
            return [[model.__tablename__, ref, name, None, value] for name, value in values.items()]
        if (model, ref) in self._made:
            self._made[model, ref].update(values)
        else:
            self._updates[model] += [{"id": ref, name: value} for name, value in values.items()]
        return []

    def _fill_own(self, subject: str, ref: int, now: bool, mapped: Mapping) -> list:
        """The same for fields of the zone's own."""
        news = self._own.news(subject, ref, mapped)
        if not now:
            return [[subject, ref, f"{OWN}{item.code}", None, value] for item, value in news]
        self._inserts[CustomValue] += [
            {**columns, "person_id": None, "organisation_id": None, f"{subject}_id": ref, "import_run_id": self.run.id}
            for item, value in news for columns in value_columns(item, from_json(item, value))]
        return []

    def _place(self, mapped: Mapping) -> Place | None:
        """The organisation that the row names, found or made."""
        name = " ".join((mapped.get("organisation") or "")[:300].split())
        if not name:
            return None
        country = mapped.get("country") or None
        known = self.places.find(name, country)
        if known is not None:
            return known
        facts = {key: fitting(key, mapped.get(key)) for key in FILLS["organisation"] if key not in ("country", *NOTES)}
        row, keys = organisation_record(name, country, facts)
        place = Place(next(self._ids[Organisation]), name, row["key"], row["legal_form"], row["country"])
        self.places.add(place)
        self._own_places.add(place.id)
        self._blank_places[place.id] = {key for key in FILLS["organisation"] if not row.get(key)}
        self._insert(Organisation, {"id": place.id, **row, "import_run_id": self.run.id})
        self._inserts[OrganisationKey] += [{"organisation_id": place.id, "key": key} for key in keys]
        return place

    def _insert(self, model: type, row: dict) -> None:
        self._inserts[model].append(row)
        self._made[model, row["id"]] = row

    def _load_blanks(self, rows: Iterable[Any]) -> None:
        found = (self.places.find(row.mapped.get("organisation"), row.mapped.get("country") or None) for row in rows)
        refs = {place.id for place in found if place} - set(self._blank_places)
        tags = select(OrganisationTag.organisation_id, OrganisationTag.tag).where(OrganisationTag.organisation_id.in_(refs))
        for ref, tag in db.session.execute(tags) if refs else ():
            self._place_tags[ref].add(tag.casefold())
        self._own.look_up("organisation", refs)
        for ref, (run_id, blank) in blank_fields(refs).items():
            self._blank_places[ref] = blank
            if run_id == self.run.id:
                self._own_places.add(ref)

    def _flush(self) -> None:
        for model in TABLES:
            insert_many(model, self._inserts[model])
        for model, rows in self._updates.items():
            by_columns: dict[tuple, list[dict]] = defaultdict(list)
            for row in rows:
                by_columns[tuple(row)].append(row)
            for alike in by_columns.values():
                update_many(model, alike)

    def _index(self, found_by: Mapping[int, tuple[str, str]]) -> None:
        """What this run made can be searched for as soon as it is visible; known people are indexed after that."""
        run_id, rows = self.run.id, []
        for draft in self._drafts.values():
            if draft.own and draft.rows:
                alone = not draft.stored and len(draft.rows) == 1 and not self._own.fields
                told = [*draft.places.values(), *draft.tags, draft.notes, *self._own_words("person", draft.id)]
                made = found_by[draft.rows[0]] if alone else index.ready("person", [
                    person_words(draft.names, draft.channels, told, run_id)])[0]
                rows.append(index.at("person", draft.id, made))
        tags = defaultdict(list)
        for row in self._inserts[OrganisationTag]:
            tags[row["organisation_id"]].append(row["tag"])
        for row in self._inserts[Organisation]:
            told = [row.get("city"), *tags[row["id"]], row.get("notes"), *self._own_words("organisation", row["id"])]
            words = organisation_words([row["name"]], row.get("website"), told, run_id)
            rows.append(index.at("organisation", row["id"], index.ready("organisation", [words])[0]))
        firms = select(Organisation).where(Organisation.id.in_(self._told_more)).execution_options(populate_existing=True)
        for firm in db.session.scalars(firms) if self._told_more else ():
            rows.append(index.Document("organisation", firm.id, organisation_text(firm)).row())
        index.store(rows)

    def _own_words(self, subject: str, ref: int) -> list[str]:
        return custom_words(subject, ref) if self._own.fields else []
