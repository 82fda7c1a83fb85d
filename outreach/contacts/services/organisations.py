"""Writing organisations. Names alone never join two whose legal form or country differ."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select

from outreach.activity import Actor, changes_of, record
from outreach.contacts.models import (
    Affiliation,
    Organisation,
    OrganisationDomain,
    OrganisationIdentifier,
    OrganisationKey,
    OrganisationName,
    Person,
)
from outreach.contacts.queries.custom_fields import custom_words
from outreach.contacts.services.notes import notes_changes, notes_columns, replace_tags
from outreach.db import db, hold
from outreach.errors import Conflict, Refused
from outreach.identity import (
    OrganisationEvidence,
    check_identifier,
    organisation_keys,
    parse_organisation,
    sort_key,
)
from outreach.identity.legal_forms import SAME_FORM
from outreach.identity.organisations import organisations_fit
from outreach.search import index
from outreach.search.content import Content

#: What edit_organisation() takes beside columns.
_PARTS = ("names", "identifiers", "domains", "tags", "notes_in")


def find_organisation(name: str, country: str | None = None) -> Organisation | None:
    """The stored organisation of this name: same key, and form and country equal or unknown on one side.

    Where several fit, the one written exactly so comes first, then the one with the same form, then the oldest.
    """
    parsed = parse_organisation(name.strip())
    if not parsed.key:
        return None
    rows = db.session.scalars(
        select(Organisation).where(Organisation.key == parsed.key[:300]).order_by(Organisation.id)).all()
    return best_fit(rows, name, country)


def best_fit(rows: Iterable, name: str, country: str | None) -> Any | None:
    """Of organisations with the same key the one that find_organisation() gives; rows tell id, name, form and country."""
    parsed = parse_organisation(name.strip())
    form = _form(parsed.legal_form)
    fitting = [row for row in rows if organisations_fit(name, country, row.name, row.country)]
    return min(fitting, key=lambda row: (row.name != name.strip(), _form(row.legal_form) != form, row.id), default=None)


def _form(code: str | None) -> str | None:
    return SAME_FORM.get(code or "", code)


def find_or_create_organisation(actor: Actor, name: str, country: str | None = None, *, run_id: int | None = None,
                                log: bool = True, **fields) -> Organisation:
    """The organisation of this name, made where there is none that fits; see find_organisation().

    A known one keeps its fields. `fields` are further columns of a new one (city, website, industry …).
    """
    found = find_organisation(name, country)
    if found is not None:
        return found
    return create_organisation(actor, name, country, run_id=run_id, log=log, **fields)


def create_organisation(actor: Actor, name: str, country: str | None = None, *,
                        names: Iterable[str | tuple[str, str | None]] = (),
                        identifiers: Iterable[tuple[str, str]] = (), domains: Iterable[str] = (),
                        tags: Iterable[str] = (),
                        notes_in: Mapping[str, str] | None = None, run_id: int | None = None, log: bool = True,
                        **fields) -> Organisation:
    """Add an organisation with further names, plain or as (name, language), and (kind, number) of registers.

    Raises Refused where a name is empty or longer than 300 characters, or a number is wrong or another's.
    """
    name = _checked_name(name)
    columns, _keys = organisation_record(name, country, fields)
    row = Organisation(**columns, import_run_id=run_id)
    for column, value in notes_columns(actor, None, row.notes, row.notes_language, notes_in or {}).items():
        setattr(row, column, value)
    db.session.add(row)
    db.session.flush()
    _replace_names(row, names)
    _replace_identifiers(row, identifiers)
    _replace_domains(row, domains)
    replace_tags(row, tags)
    refresh_organisation(row)
    if log:
        record(actor, "organisation.created", row)
    return row


def organisation_record(name: str, country: str | None, fields: dict) -> tuple[dict, list[str]]:
    """Columns and blocking keys of an organisation that is to be made of a name and further columns."""
    parsed = parse_organisation(name)
    row = {"name": name, "key": parsed.key[:300], "legal_form": parsed.legal_form, "country": country or parsed.country_hint,
           "sort_key": sort_key(name), **{key: cut for key, value in fields.items() if (cut := fitting(key, value))}}
    domain = web_domain(row.get("website"))
    keys = organisation_keys(OrganisationEvidence((name,), row["country"], (domain,) if domain else ()))
    return row, sorted({key[:340] for key in keys})


def edit_organisation(actor: Actor, row: Organisation, values: dict, version: int, *,
                      verb: str = "organisation.edited") -> Organisation:
    """Change columns, and where given `names` (further ones), `identifiers` and `tags`, which replace the stored.

    `notes` come with `notes_language` and `notes_in`, their translations by language.

    Raises Conflict where somebody else changed the record since `version`, Refused for a name that is missing or
    too long and for a register number that another organisation holds.
    """
    columns = {name: value for name, value in values.items() if name not in _PARTS}
    if not hold(row, version):
        raise Conflict(
            "organisation_changed", _("Somebody else changed this organisation meanwhile. Check what is stored now."),
            theirs={name: getattr(row, name) for name in columns})
    if "name" in columns:
        name = _checked_name(columns["name"])
        parsed = parse_organisation(name)
        columns |= {"name": name, "key": parsed.key[:300], "legal_form": parsed.legal_form, "sort_key": sort_key(name)}
    if "notes" in columns:
        columns |= notes_columns(actor, row, columns["notes"], columns.get("notes_language", row.notes_language),
                                 values.get("notes_in", _notes_in(row)))
    changes = notes_changes(changes_of(row, columns))
    if "names" in values:
        changes |= _replace_names(row, values["names"])
    if "identifiers" in values:
        changes |= _replace_identifiers(row, values["identifiers"])
    if "domains" in values:
        changes |= _replace_domains(row, values["domains"])
    if "tags" in values:
        changes |= replace_tags(row, values["tags"])
    if changes:
        row.version += 1
        refresh_organisation(row)
        if "name" in changes:
            refresh_people_of(row)
        shown = {name: change for name, change in changes.items() if name not in ("key", "legal_form", "sort_key")}
        record(actor, verb, row, changes=shown)
    return row


def _notes_in(row: Organisation) -> dict[str, str]:
    return {code: entry.get("text", "") for code, entry in (row.notes_translations or {}).items()}


def _replace_names(row: Organisation, wanted: Iterable[str | tuple[str, str | None]]) -> dict:
    """Further names with their language; the legal name itself is none of them. A plain name keeps its language."""
    before, languages = [item.text for item in row.names], [item.language for item in row.names]
    told = dict((_checked_name(item), None) if isinstance(item, str) else (_checked_name(item[0]), item) for item in wanted)
    told.pop(row.name, None)
    for old in list(row.names):
        if old.text not in told:
            row.names.remove(old)
        elif told[old.text] is not None:
            old.language = told[old.text][1]
    row.names.extend(OrganisationName(text=name, language=pair[1] if pair else None)
                     for name, pair in told.items() if name not in before)
    db.session.flush()
    if set(before) != set(told):
        return {"names": (before, list(told))}
    after = [item.language for item in row.names]
    return {"name_details": (languages, after)} if languages != after else {}


def _replace_domains(row: Organisation, wanted: Iterable[str]) -> dict:
    """Further domains, from addresses in any writing. Raises Refused for what is none."""
    before, after = [item.domain for item in row.domains], []
    for text in wanted:
        domain = web_domain(text.rpartition("@")[2].strip())
        if domain is None or " " in domain or len(domain) > 253:
            raise Refused("domain_wrong", _("“%(text)s” is no domain. Enter one such as example.org.", text=text),
                          field="domains")
        if domain not in after:
            after.append(domain)
    for old in [item for item in row.domains if item.domain not in after]:
        row.domains.remove(old)
    row.domains.extend(OrganisationDomain(domain=domain) for domain in after if domain not in before)
    db.session.flush()
    return {"domains": (before, after)} if set(before) != set(after) else {}


def _replace_identifiers(row: Organisation, wanted: Iterable[tuple[str, str]]) -> dict:
    """Register numbers, each checked; one that another organisation holds is refused."""
    before = _identifiers(row)
    checked = {(kind, value): check_identifier(kind, value) for kind, value in wanted}
    for (kind, value), number in checked.items():
        if number is None:
            raise Refused(
                "identifier_wrong", _("%(number)s is no such register number. Check it.", number=value), field=kind)
        holder = db.session.scalar(select(OrganisationIdentifier).where(
            OrganisationIdentifier.kind == kind, OrganisationIdentifier.value == number,
            OrganisationIdentifier.organisation_id != row.id))
        if holder is not None:
            raise Refused(
                "identifier_taken", _("%(name)s holds this number already.", name=holder.organisation.name), field=kind)
    numbers = {(kind, number) for (kind, _value), number in checked.items()}
    for old in [item for item in row.identifiers if (item.kind, item.value) not in numbers]:
        row.identifiers.remove(old)
    db.session.flush()
    stored = {(item.kind, item.value) for item in row.identifiers}
    row.identifiers.extend(OrganisationIdentifier(kind=kind, value=value) for kind, value in sorted(numbers - stored))
    db.session.flush()
    after = _identifiers(row)
    return {"identifiers": (before, after)} if before != after else {}


def _identifiers(row: Organisation) -> list[list[str]]:
    """[kind, number] of every register number, as the log keeps them."""
    return sorted([item.kind, item.value] for item in row.identifiers)


def add_organisation_values(row: Organisation, names: Iterable[str], identifiers: Iterable[tuple[str, str]]) -> dict:
    """Add the names and register numbers that an organisation lacks. Gives field: (before, after). Raises Refused."""
    stored = [(item.text, item.language) for item in row.names]
    changes = _replace_names(row, [*stored, *names])
    changes |= _replace_identifiers(row, [*((item.kind, item.value) for item in row.identifiers), *identifiers])
    if changes:
        refresh_organisation(row)
    return changes


def evidence_of_organisation(row: Organisation) -> OrganisationEvidence:
    """What the identity kernel compares of a stored organisation."""
    domains = dict.fromkeys(filter(None, [web_domain(row.website), *(item.domain for item in row.domains)]))
    return OrganisationEvidence(
        (row.name, *(item.text for item in row.names)), row.country, tuple(domains),
        tuple((item.kind, item.value) for item in row.identifiers))


def refresh_organisation(row: Organisation) -> None:
    """Bring blocking keys and search index up to what the record says now."""
    keys = organisation_keys(evidence_of_organisation(row))
    db.session.execute(delete(OrganisationKey).where(OrganisationKey.organisation_id == row.id))
    db.session.add_all(OrganisationKey(organisation_id=row.id, key=key[:340]) for key in sorted(keys))
    db.session.flush()
    index.put("organisation", row.id, organisation_text(row))


def refresh_people_of(row: Organisation) -> None:
    """People are also found by the name of their organisation."""
    from outreach.contacts.services.people import person_text

    people = select(Person).where(Person.id.in_(
        select(Affiliation.person_id).where(Affiliation.organisation_id == row.id)))
    for person in db.session.scalars(people):
        index.put("person", person.id, person_text(person))


def organisation_text(row: Organisation) -> Content:
    """What the search box finds an organisation by."""
    return organisation_words(
        [row.name, *(item.text for item in row.names)], row.website,
        [row.city, *(item.value for item in row.identifiers), *(item.tag for item in row.tags), row.notes,
         *custom_words("organisation", row.id)], row.import_run_id)


def organisation_words(names: Iterable[str], website: str | None, text: Iterable[str | None],
                       import_run_id: int | None) -> Content:
    """The same of plain values."""
    batch = f"import:{import_run_id}" if import_run_id else None
    return Content.of(batch=batch, names=names, mails=[website], text=text)


def web_domain(website: str | None) -> str | None:
    """The domain of a web address, lower case and without www; None where it names none."""
    host = (website or "").split("//")[-1].split("/")[0].lower().removeprefix("www.")
    return host if "." in host else None


def _checked_name(name: str) -> str:
    name = " ".join((name or "").replace("\x00", "�").split())
    if not name:
        raise Refused("name_missing", _("Enter the name of the organisation."), field="name")
    if len(name) > 300:
        raise Refused("name_too_long", _("Enter a name of at most 300 characters."), field="name")
    return name


def fitting(name: str, value: Any) -> Any:
    """A text cut to its column; the row of a file keeps the whole."""
    length = getattr(Organisation.__table__.c[name].type, "length", None)
    return value[:length] if isinstance(value, str) and length else value
