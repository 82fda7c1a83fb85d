"""A row of the file as stored JSON, and as the values that contacts are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date

from outreach.contacts.models import ImportRun
from outreach.contacts.services.reading import Column, MappedRow, SourceRow, map_row
from outreach.contacts.services.values import ChannelValues, PersonValues

#: Fields that a person can correct in the preview, in the order of the form.
CORRECTABLE_FIELDS = ("full_name", "organisation", "email", "phone", "country", "met_on")
_TEXTS = ("full_name", "family_name", "given_name", "latin_name", "native_name", "titles", "gender", "organisation",
          "department", "job_title", "country", "city", "street", "postcode", "website", "language", "notes", "rating",
          "industry")
_MAPPED = tuple(item.name for item in fields(MappedRow) if item.name not in ("number", "text", "error", "warnings"))


def mapped_as_json(mapped: MappedRow) -> dict:
    """The filled fields of a read row; days as ISO texts."""
    found = {name: value for name in _MAPPED if (value := getattr(mapped, name))}
    if isinstance(found.get("met_on"), date):
        found["met_on"] = found["met_on"].isoformat()
    found["warnings"] = [[code, {key: str(value) for key, value in params.items()}] for code, params in mapped.warnings]
    return found


def row_values(mapped: Mapping, language: str | None, country: str | None) -> PersonValues:
    """What the row tells of a person. Where it names none, the mail address or number stands for the name.

    `language` is that of the list and `country` that of rows that name none; they only say how to read it.
    """
    get = {name: mapped.get(name) or None for name in _TEXTS}
    name = get["full_name"] or " ".join(filter(None, [get["given_name"], get["family_name"]]))
    others = [item for item in (get["native_name"], get["latin_name"]) if item]
    name = name or (others[0] if others else None)
    emails = list(mapped.get("emails") or [])
    phones = [(kind, raw) for kind, raw in mapped.get("phones") or []]
    return PersonValues(
        full_name=name or (emails[0] if emails else phones[0][1] if phones else ""),
        family_name=get["family_name"], given_name=get["given_name"], gender=get["gender"], titles=get["titles"],
        language=get["language"], country=get["country"], emails=emails, phones=phones,
        handles=[(kind, value) for kind, value in mapped.get("handles") or []],
        organisation=get["organisation"], job_title=get["job_title"], department=get["department"], city=get["city"],
        street=get["street"], postcode=get["postcode"], website=get["website"], industry=get["industry"],
        other_names=[item for item in others if item != name], spoken=language, fallback_country=country)


def shown_values(values: PersonValues, channels: Sequence[ChannelValues], organisation_id: int | None) -> dict:
    """What the preview and the report show of a row: name, organisation, first mail, first number in E.164."""
    phones = [item.value for item in channels if item.kind in ("mobile", "direct", "work", "home") and item.value.startswith("+")]
    return {"name": values.full_name, "organisation": values.organisation or "",
            "email": next((item.value for item in channels if item.kind == "email"), None),
            "phone": phones[0] if phones else None, "organisation_id": organisation_id}


def columns_of(run: ImportRun) -> list[Column]:
    """The columns as they were found or mapped by a person."""
    return [Column(index, header, field) for index, header, field in run.found.get("columns", [])]


def read_row(row: SourceRow, columns: Sequence[Column], corrected: Mapping[str, str]) -> MappedRow:
    """Map a row with a person's corrections in place of its cells.

    Once a person has typed a field of a row whose form is wrong, the typed fields stand for it.
    """
    if not corrected:
        return map_row(row, columns, country=None, language=None)
    columns, cells = list(columns), list(row.cells)
    for field, typed in corrected.items():
        own = [column for column in columns if column.field == field]
        if own and own[0].index < len(cells):
            for column in own:
                cells[column.index] = ""
            cells[own[0].index] = typed
        else:
            columns.append(Column(len(cells), field, field))
            cells.append(typed)
    return map_row(SourceRow(row.number, cells, row.text), columns, country=None, language=None)


def clean(value):
    """PostgreSQL stores no NUL, in texts or in JSON, and no lone surrogates."""
    if isinstance(value, str):
        return value if value.isascii() and "\x00" not in value else \
            value.replace("\x00", "�").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {clean(key): clean(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [clean(part) for part in value]
    return value
