"""Forms of a technology exchange."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import Optional

from outreach.accounts.models import User
from outreach.catalogue.queries import industry_choices
from outreach.events.forms.agenda import number_or_none
from outreach.events.forms.people import people_choices
from outreach.events.models import Meeting
from outreach.events.models.exchange import ENTRY_STATES, IP_STATES, RESULTS, TechnologyEntry, TechnologyPair
from outreach.events.queries.exchange import ENTRY_KIND_LABELS, ENTRY_STATE_LABELS, IP_LABELS, RESULT_LABELS
from outreach.i18n import LANGUAGES
from outreach.web.edits import Edited
from outreach.web.forms import CountryField, Form, LanguageField, SelectField, StringField, TextAreaField, optional
from outreach.web.localized_forms import CheckboxesField, LocalizedForm, day_field, in_languages


class EntryForm(in_languages("title", _l("Title")),
                in_languages("description", _l("Description"), TextAreaField, 5000), Edited, LocalizedForm):
    """An offer or a request."""

    source = LanguageField(_l("Original language"))
    kind = SelectField(_l("Offered or asked for"))
    industries = CheckboxesField(_l("Industries"))
    trl = SelectField(_l("Technology readiness level"), coerce=lambda value: int(value) if value else None)
    ip_state = SelectField(_l("Protection of the technology"))
    languages = CheckboxesField(_l("Languages of the holder"))
    organisation = StringField(_l("Organisation"), optional())
    organisation_country = CountryField(_l("Country of the organisation"), [Optional()])
    who = StringField(_l("Contact person"), optional(640))
    state = SelectField(_l("State"))
    public = BooleanField(_l("Show on the public page of the event"))

    def __init__(self, *args, entry: TechnologyEntry | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.entry = entry
        self.kind.choices = list(ENTRY_KIND_LABELS.items())
        self.industries.choices = industry_choices(keep=tuple(entry.industries or ()) if entry else ())
        self.trl.choices = [("", _l("not known")), *[(level, f"TRL {level}") for level in range(1, 10)]]
        self.ip_state.choices = [("", "–"), *[(code, IP_LABELS[code]) for code in IP_STATES]]
        self.languages.choices = [(item.code, item.name) for item in LANGUAGES.values()]
        self.state.choices = [(code, ENTRY_STATE_LABELS[code]) for code in ENTRY_STATES]

    def fill(self, entry: TechnologyEntry) -> None:
        """Show a stored entry."""
        for name in ("version", "kind", "industries", "trl", "ip_state", "languages", "state", "public"):
            self[name].data = getattr(entry, name)
        self.source.data = entry.title.source
        self.fill_localized("title", entry.title)
        self.fill_localized("description", entry.description)
        if entry.organisation:
            self.organisation.data = f"{entry.organisation.name} [{entry.organisation_id}]"
        if entry.person:
            self.who.data = f"{entry.person.full_name} [p{entry.person_id}]"

    def values(self) -> dict[str, Any]:
        """Columns of an entry, without its holder. Call it on a form that is valid."""
        entry = self.entry
        return {
            "kind": self.kind.data, "industries": self.industries.data, "trl": self.trl.data,
            "ip_state": self.ip_state.data or None, "languages": self.languages.data, "state": self.state.data or "open",
            "public": self.public.data, "title": self.localized("title", entry.title if entry else None),
            "description": self.localized("description", entry.description if entry else None)}


class ResultForm(Edited):
    """What came of a pair, and the minutes in the language in which they were written."""

    met_on = day_field(_l("Met on"), needed=False)
    result = SelectField(_l("Result"))
    minutes = TextAreaField(_l("Minutes of the meeting"), optional(20_000))
    minutes_language = LanguageField(_l("Language of the minutes"))

    def __init__(self, *args, pair: TechnologyPair, meeting: Meeting | None = None, language: str | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.result.choices = [(code, RESULT_LABELS[code]) for code in RESULTS if code != "declined"]
        if not self.is_submitted():
            for name in ("version", "met_on", "result", "minutes"):
                self[name].data = getattr(pair, name)
            self.minutes_language.data = pair.minutes_language or language
            if meeting is not None and meeting.state == "held":
                # What was written down at the meeting is not typed again.
                self.met_on.data = self.met_on.data or meeting.starts_local.date()
                if not pair.minutes and meeting.result:
                    self.minutes.data, self.minutes_language.data = meeting.result, meeting.result_language


class AtTableForm(Form):
    """Who comes for the sides of a pair that name nobody, and who of us goes along."""

    offer = StringField(_l("Who comes for the offer"), optional(640), name="people-offer")
    request = StringField(_l("Who comes for the request"), optional(640), name="people-request")
    companion_id = SelectField(_l("Who of us goes along"), coerce=number_or_none)

    def __init__(self, *args, pair: TechnologyPair, people: list[User], **kwargs):
        super().__init__(*args, **kwargs)
        kept = [pair.wish.companion] if pair.wish else []
        self.companion_id.choices = [("", _l("nobody of ours")), *people_choices(people, kept)]
        if not self.is_submitted():
            self.companion_id.data = pair.wish.companion_id if pair.wish else None
