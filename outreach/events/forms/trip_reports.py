"""The form of a trip's report, made for a phone."""

from typing import Any

from flask_babel import lazy_gettext as _l

from outreach.events.models import TripReport
from outreach.events.services.trip_reports import REPORT_FIELDS
from outreach.web.edits import Edited
from outreach.web.forms import LanguageField, TextAreaField, optional


class ReportForm(Edited):
    """What came of a trip."""

    language = LanguageField(_l("Language of the report"))
    result = TextAreaField(_l("Result"), optional(2000), render_kw={"rows": 3})
    met = TextAreaField(_l("Whom you met"), optional(10_000), render_kw={"rows": 4})
    text = TextAreaField(_l("Report"), optional(50_000), render_kw={"rows": 10})
    next_steps = TextAreaField(_l("What happens next"), optional(10_000), render_kw={"rows": 3})

    def __init__(self, *args, stored: TripReport | None, language: str, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_submitted():
            self.version.data = stored.version if stored else 0
            for name in REPORT_FIELDS:
                self[name].data = getattr(stored, name) if stored else ""
            self.language.data = stored.language if stored else language

    def values(self) -> dict[str, Any]:
        """Columns of a report."""
        return {name: self[name].data or "" for name in REPORT_FIELDS}
