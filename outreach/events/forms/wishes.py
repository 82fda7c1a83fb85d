"""Forms of the meeting planner."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TimeField
from wtforms.validators import InputRequired, NumberRange, Optional

from outreach.accounts.models import User
from outreach.events.forms.agenda import number_or_none
from outreach.events.models import PRIORITIES, MeetingPlan, TeamMember
from outreach.events.queries.wishes import PRIORITY_LABELS
from outreach.i18n import LANGUAGES
from outreach.web.edits import Edited
from outreach.web.forms import Form, IntegerField, SelectField, StringField, optional, required
from outreach.web.localized_forms import CheckboxesField


class WishForm(Form):
    """Who should meet whom."""

    user_id = SelectField(_l("Who of us"), coerce=number_or_none)
    other = StringField(_l("Another contact instead of us"), optional(640), name="people-other")
    who = StringField(_l("Whom we meet"), required())
    priority = SelectField(_l("How important"), coerce=int)

    def __init__(self, *args, people: list[User], viewer_id: int | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user_id.choices = [("", _l("nobody of ours")), *[(user.id, user.label) for user in people]]
        self.priority.choices = [(code, PRIORITY_LABELS[code]) for code in PRIORITIES]
        if not self.is_submitted():
            self.priority.data, self.user_id.data = 2, viewer_id


class PlanForm(Edited):
    """How the days are cut."""

    slot_minutes = IntegerField(_l("Minutes of a meeting"), [InputRequired(), NumberRange(5, 480)])
    pause_minutes = IntegerField(_l("Minutes between two meetings"), [InputRequired(), NumberRange(0, 240)])
    day_from = TimeField(_l("From"), [InputRequired()])
    day_until = TimeField(_l("Until"), [InputRequired()])
    break_from = TimeField(_l("Break from"), [Optional()])
    break_until = TimeField(_l("Break until"), [Optional()])
    travel_minutes = IntegerField(_l("Minutes from one venue to another"), [InputRequired(), NumberRange(0, 600)])

    def values(self) -> dict[str, Any]:
        """Columns of a plan, without ways and what our people speak."""
        return {name: self[name].data for name in (
            "slot_minutes", "pause_minutes", "day_from", "day_until", "break_from", "break_until", "travel_minutes")}


def settings_form(pairs: list[tuple[str, str]], members: list[TeamMember], plan: MeetingPlan | None, usual: dict[str, Any],
                  **data) -> PlanForm:
    """The form of a plan, with the minutes between every two venues in fields such as `way_0`, empty where those for all hold,
    and the languages of each member of the team in fields such as `speaks_7`."""
    ways = {f"way_{at}": IntegerField(_("Minutes between %(one)s and %(other)s", one=one or _("the venue"), other=other),
                                      [Optional(), NumberRange(0, 600)]) for at, (one, other) in enumerate(pairs)}
    speaks = {f"speaks_{member.user_id}": CheckboxesField(
        member.user.label, choices=[(item.code, item.name) for item in LANGUAGES.values()]) for member in members}
    shown = {**usual, "version": 0} if plan is None else {name: getattr(plan, name) for name in (*usual, "version")}
    entered = {frozenset(two): minutes for *two, minutes in shown["ways"]}
    shown = shown | {f"way_{at}": entered.get(frozenset(pair)) for at, pair in enumerate(pairs)} | {
        f"speaks_{member.user_id}": list(shown["speaks"].get(str(member.user_id)) or [member.user.language]) for member in members}
    return type("SettingsForm", (PlanForm,), {**ways, **speaks})(data=shown, **data)


def settings_of(form: PlanForm, pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """What was entered, as columns of a plan."""
    ways = [[*pair, form[f"way_{at}"].data] for at, pair in enumerate(pairs) if form[f"way_{at}"].data is not None]
    spoken = {field.short_name.removeprefix("speaks_"): field.data for field in form if field.short_name.startswith("speaks_")}
    return {**form.values(), "ways": ways, "speaks": spoken}
