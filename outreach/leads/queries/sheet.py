"""The dossier as a sheet for print: its facts in sections, each original with its translation."""

from dataclasses import dataclass, field

from flask_babel import gettext as _

from outreach.i18n import in_language
from outreach.leads.models import TEXT_FIELDS, Lead
from outreach.leads.queries.dossier import Fact, dossier


@dataclass
class Line:
    """One line of the sheet: the fact, and the translation of what somebody wrote."""

    fact: Fact
    translation: Fact | None = None


@dataclass
class Section:
    """A part of the sheet: code ('facts', 'texts', 'needs', 'people', 'sources'), title, lines."""

    code: str
    title: str
    lines: list[Line] = field(default_factory=list)


def dossier_sections(lead: Lead, lang: str) -> list[Section]:
    """The dossier in `lang` by section; sections without a line are left out."""
    with in_language(lang):
        sections = {code: Section(code, title) for code, title in (
            ("facts", _("Key facts")), ("texts", _("Texts and translations")), ("needs", _("Needs and our answers")),
            ("people", _("People")), ("sources", _("Sources")))}
    for fact in dossier(lead, lang):
        lines = sections[_section(fact.field)].lines
        if fact.translation_status in ("machine", "reviewed", "stale"):
            lines[-1].translation = fact
        else:
            lines.append(Line(fact))
    return [section for section in sections.values() if section.lines]


def _section(name: str) -> str:
    if name in TEXT_FIELDS:
        return "texts"
    if name in ("need", "need_answer", "need_state"):
        return "needs"
    if name.startswith("person."):
        return "people"
    return "sources" if name.startswith("source") else "facts"
