"""Writing organisations. Names alone never join two whose legal form or country differ."""

from flask_babel import gettext as _
from sqlalchemy import delete, select

from outreach.activity import Actor, changes_of, record
from outreach.contacts.models import Organisation, OrganisationKey
from outreach.db import db
from outreach.errors import Conflict, Refused
from outreach.identity import OrganisationEvidence, organisation_keys, parse_organisation, sort_key
from outreach.identity.legal_forms import SAME_FORM
from outreach.identity.organisations import ParsedOrganisation
from outreach.search import index


def find_organisation(name: str, country: str | None = None) -> Organisation | None:
    """The stored organisation of this name: same key, and form and country equal or unknown on one side.

    Where several fit, the one written exactly so comes first, then the one with the same form, then the oldest.
    """
    parsed = parse_organisation(name.strip())
    if not parsed.key:
        return None
    rows = db.session.scalars(
        select(Organisation).where(Organisation.key == parsed.key[:300]).order_by(Organisation.id)).all()
    fitting = [row for row in rows if _fits(row, parsed, country)]
    form = _form(parsed.legal_form)
    return min(fitting, key=lambda row: (row.name != name.strip(), _form(row.legal_form) != form, row.id), default=None)


def _fits(row: Organisation, parsed: ParsedOrganisation, country: str | None) -> bool:
    mine, theirs = _form(parsed.legal_form), _form(row.legal_form)
    if mine and theirs and mine != theirs:
        return False
    here = country or parsed.country_hint
    there = row.country or parse_organisation(row.name).country_hint
    return not (here and there and here != there)


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


def create_organisation(actor: Actor, name: str, country: str | None = None, *, run_id: int | None = None,
                        log: bool = True, **fields) -> Organisation:
    """Add an organisation. Raises Refused where the name is empty or longer than 300 characters."""
    name = _checked_name(name)
    parsed = parse_organisation(name)
    row = Organisation(
        name=name, key=parsed.key[:300], legal_form=parsed.legal_form, country=country or parsed.country_hint,
        sort_key=sort_key(name), import_run_id=run_id, **_fitted(fields))
    db.session.add(row)
    db.session.flush()
    refresh_organisation(row)
    if log:
        record(actor, "organisation.created", row)
    return row


def edit_organisation(actor: Actor, row: Organisation, values: dict, version: int) -> Organisation:
    """Change fields. Raises Conflict where somebody else changed the record since `version`."""
    if row.version != version:
        raise Conflict("organisation_changed", _("Somebody else changed this organisation meanwhile. Check what is stored now."),
                       theirs={name: getattr(row, name) for name in values})
    if "name" in values:
        name = _checked_name(values["name"])
        parsed = parse_organisation(name)
        values = {**values, "name": name, "key": parsed.key[:300], "legal_form": parsed.legal_form,
                  "sort_key": sort_key(name)}
    changes = changes_of(row, values)
    if changes:
        row.version += 1
        refresh_organisation(row)
        shown = {name: change for name, change in changes.items() if name not in ("key", "legal_form", "sort_key")}
        record(actor, "organisation.edited", row, changes=shown)
    return row


def refresh_organisation(row: Organisation) -> None:
    """Bring blocking keys and search index up to what the record says now."""
    names = (row.name, *(item.text for item in row.names))
    domain = _domain(row.website)
    keys = organisation_keys(OrganisationEvidence(
        names, row.country, (domain,) if domain else (), tuple((item.kind, item.value) for item in row.identifiers)))
    db.session.execute(delete(OrganisationKey).where(OrganisationKey.organisation_id == row.id))
    db.session.add_all(OrganisationKey(organisation_id=row.id, key=key[:340]) for key in sorted(keys))
    db.session.flush()
    index.put("organisation", row.id, organisation_text(row))


def organisation_text(row: Organisation) -> str:
    """What the search box finds an organisation by."""
    return " ".join(filter(None, [row.name, *(item.text for item in row.names), row.city, row.website,
                                  *(item.value for item in row.identifiers)]))


def _domain(website: str | None) -> str | None:
    host = (website or "").split("//")[-1].split("/")[0].lower().removeprefix("www.")
    return host if "." in host else None


def _checked_name(name: str) -> str:
    name = " ".join((name or "").replace("\x00", "�").split())
    if not name:
        raise Refused("name_missing", _("Enter the name of the organisation."), field="name")
    if len(name) > 300:
        raise Refused("name_too_long", _("Enter a name of at most 300 characters."), field="name")
    return name


def _fitted(fields: dict) -> dict:
    """Texts cut to their columns; the row of a file keeps the whole."""
    columns = Organisation.__table__.c
    return {name: value[: columns[name].type.length] if isinstance(value, str) and getattr(columns[name].type, "length", None) else value
            for name, value in fields.items() if value}
