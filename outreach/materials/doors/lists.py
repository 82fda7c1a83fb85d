"""The list of materials: its columns and filters."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, not_

from outreach.catalogue.queries import industry_label
from outreach.i18n import LANGUAGES, current_language
from outreach.materials.models import Material
from outreach.materials.queries import AUDIENCE_LABELS, KIND_LABELS, having, standings, today, visible_materials
from outreach.materials.services import filter_words
from outreach.web import doors
from outreach.web.lists.kinds import Column, Filter, RecordList
from outreach.web.page import language_name


def columns() -> list[Column]:
    """What can be shown and exported of a material; the title is always there."""
    return [
        Column("title", _l("Title"), lambda row, facts: row.title.shown(current_language().code).text,
               order=Material.sort_key, usual=True, fixed=True),
        Column("kind", _l("Kind"), lambda row, facts: str(KIND_LABELS[row.kind]), order=Material.kind, usual=True),
        Column("audience", _l("For whom"), lambda row, facts: str(AUDIENCE_LABELS[row.audience]), order=Material.audience,
               usual=True),
        Column("languages", _l("Languages"), lambda row, facts: [
            code for code, found in standings(row, today()).items() if found.in_use], usual=True),
        Column("until", _l("Valid until"), lambda row, facts: _first_end(row), kind="day", usual=True),
        Column("public", _l("Public"), lambda row, facts: row.public, kind="flag", order=Material.public, usual=True),
        Column("printed", _l("On paper"), lambda row, facts: row.printed, kind="flag"),
        Column("industries", _l("Industries"), lambda row, facts: [
            str(industry_label(code)) for code in row.industries or []]),
        Column("image_rights", _l("Rights of the pictures"), lambda row, facts: row.image_rights),
        Column("code", _l("Code"), lambda row, facts: row.code, order=Material.code),
        Column("changed", _l("Last change"), lambda row, facts: row.updated_at, kind="moment", order=Material.updated_at),
    ]


def _first_end(row: Material) -> date | None:
    """The first day on which a language that is in use expires."""
    ends = [found.version.valid_until for found in standings(row, today()).values() if found.in_use]
    return min((end for end in ends if end), default=None)


def filters() -> list[Filter]:
    """By what materials are narrowed."""
    return [
        Filter("q", _l("Title or code"), _said, kind="words", first=True),
        Filter("language", _l("Valid in"), lambda statement, value, viewer: statement.where(
            having("in_use", today(), value)), _languages, first=True),
        Filter("kind", _l("Kind"), lambda statement, value, viewer: statement.where(Material.kind == value),
               lambda viewer: _choices(KIND_LABELS), first=True),
        Filter("audience", _l("For whom"), lambda statement, value, viewer: statement.where(Material.audience == value),
               lambda viewer: _choices(AUDIENCE_LABELS), first=True),
        Filter("validity", _l("Validity"), _by_validity, _validities, first=True),
        Filter("missing", _l("Missing in"), lambda statement, value, viewer: statement.where(
            not_(having("in_use", today(), value))), _languages),
        Filter("reach", _l("Public or internal"), lambda statement, value, viewer: statement.where(
            Material.public if value == "public" else not_(Material.public)), _reaches),
    ]


def _said(statement: Select, value: str, viewer) -> Select:
    return statement.where(*(Material.words.contains(word, autoescape=True) for word in filter_words(value).split()))


def _by_validity(statement: Select, value: str, viewer) -> Select:
    return statement.where(having(value, today()))


def _languages(viewer) -> list[tuple[str, str]]:
    return [(code, language_name(code)) for code in LANGUAGES]


def _choices(labels: dict) -> list[tuple[str, str]]:
    return [(code, str(label)) for code, label in labels.items()]


def _validities(viewer) -> list[tuple[str, str]]:
    return [("ending", _("A language expires soon")), ("expired", _("A language has expired")),
            ("in_use", _("Valid in some language"))]


def _reaches(viewer) -> list[tuple[str, str]]:
    return [("public", _("Public")), ("internal", _("Internal"))]


doors.record_list.hang("materials", RecordList(
    "materials", _l("Materials"), "materials.index", Material, columns, base=visible_materials, filters=filters,
    sort="title", personal=False))
