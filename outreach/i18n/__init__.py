"""The one registry of languages, their negotiation, and how dates, numbers and money are written."""

from outreach.i18n.languages import DEFAULT, LANGUAGES, Language, best_language, current_language, in_language, language

__all__ = ["DEFAULT", "LANGUAGES", "Language", "best_language", "current_language", "in_language", "language"]
