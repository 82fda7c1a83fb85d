"""Forms of an agenda."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList
from wtforms.validators import NumberRange, Optional

from outreach.accounts.models import User
from outreach.db.time import local_kind
from outreach.events.forms.hours import Hours
from outreach.events.forms.people import people_choices
from outreach.events.models import AGENDA_KINDS, AgendaItem, AgendaRoom, AgendaTrack, Event, Meeting
from outreach.events.queries.agenda import AGENDA_KIND_LABELS
from outreach.i18n import current_language
from outreach.web.edits import Edited
from outreach.web.forms import IntegerField, LanguageField, SelectField, StringField, TextAreaField, optional
from outreach.web.localized_forms import CheckboxesField, LocalizedForm, in_languages

#: As many empty lines for speakers from outside as the form offers.
MORE_SPEAKERS = 2


def number_or_none(value: str | int | None) -> int | None:
    """The choice of a list whose first line means none."""
    return int(value) if value else None


class WhichField(SelectField):
    """Which of two equal wall times is meant; data is None, 0 or 1."""

    def __init__(self, label=None, **kwargs):
        super().__init__(label, coerce=lambda value: int(value) if str(value) in ("0", "1") else None, choices=[
            ("", "–"), (0, _l("The first one, before the clocks go back")), (1, _l("The second one, after the clocks went back"))],
            **kwargs)

    def fill(self, row: AgendaItem | Meeting) -> None:
        """Show which one is stored, where there is a question at all."""
        if "twice" in [local_kind(wall, row.event.time_zone) for wall in (row.starts_local, row.ends_local)]:
            self.data = 1 if row.starts_fold or row.ends_fold else 0


class AgendaItemForm(in_languages("title", _l("Title")), in_languages("description", _l("Description"), TextAreaField, 5000),
                     Hours, Edited, LocalizedForm):
    """One item of the agenda."""

    source = LanguageField(_l("Original language"))
    kind = SelectField(_l("Kind of item"))
    which = WhichField(_l("Where the clocks show this time twice"))
    track_id = SelectField(_l("Track"), coerce=number_or_none)
    room_id = SelectField(_l("Room"), coerce=number_or_none)
    capacity = IntegerField(_l("People expected"), [Optional(), NumberRange(0, 1_000_000)])
    public = BooleanField(_l("Show on the public page once it is published"))
    users = CheckboxesField(_l("Speakers of ours"), coerce=int)
    people = FieldList(StringField(_l("Speaker from outside"), optional(640)), max_entries=30)

    def __init__(self, *args, people: list[User], tracks: list[AgendaTrack], rooms: list[AgendaRoom],
                 item: AgendaItem | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        lang, self.item = current_language().code, item
        self.kind.choices = [(code, AGENDA_KIND_LABELS[code]) for code in AGENDA_KINDS]
        self.track_id.choices = [("", _l("For everybody")), *[(track.id, track.name.shown(lang).text) for track in tracks]]
        self.room_id.choices = [("", "–"), *[(room.id, room.name) for room in rooms]]
        self.users.choices = people_choices(people, [speaker.user for speaker in item.speakers] if item else ())

    def fill(self, event: Event, language: str, last: AgendaItem | None) -> None:
        """Show the stored item, or for a new one the day and hour at which the agenda goes on."""
        item = self.item
        if item is None:
            self.source.data, self.public.data = language, True
            self.day.data = last.ends_local.date() if last else event.starts_on
            self.starts_time.data = last.ends_local.time() if last else None
        else:
            for name in ("version", "kind", "track_id", "room_id", "capacity", "public"):
                self[name].data = getattr(item, name)
            self.source.data = item.title.source
            self.fill_hours(item.starts_local, item.ends_local)
            self.which.fill(item)
            self.fill_localized("title", item.title)
            self.fill_localized("description", item.description)
            self.users.data = [speaker.user_id for speaker in item.speakers if speaker.user_id]
            for speaker in item.speakers:
                if not speaker.user_id:
                    self.people.append_entry(f"{speaker.label} [p{speaker.person_id}]" if speaker.person_id else speaker.name)
        self.more()

    def more(self) -> None:
        """Offer empty lines for further speakers."""
        for _line in range(MORE_SPEAKERS):
            self.people.append_entry("")

    def values(self) -> dict[str, Any]:
        """Columns of an item. Call it on a form that is valid."""
        fold = self.which.data
        texts = {name: self.localized(name, getattr(self.item, name) if self.item else None) for name in ("title", "description")}
        plain = {name: self[name].data for name in ("kind", "track_id", "room_id", "capacity", "public")}
        return {**texts, **plain, **self.hours(), "starts_fold": fold, "ends_fold": fold}


class TrackForm(in_languages("name", _l("Name of the track")), Edited, LocalizedForm):
    """One track."""

    source = LanguageField(_l("Original language"))
    position = IntegerField(_l("Place in the order"), [Optional(), NumberRange(0, 999)])

    def fill(self, track: AgendaTrack | None, language: str) -> None:
        """Show a stored track, or the reader's language for a new one."""
        self.source.data = track.name.source if track else language
        self.position.data, self.version.data = (track.position, track.version) if track else (None, None)
        self.fill_localized("name", track.name if track else None)


class RoomForm(Edited):
    """One room."""

    name = StringField(_l("Name of the room"), optional(200))
    capacity = IntegerField(_l("Holds how many people"), [Optional(), NumberRange(0, 1_000_000)])
