"""Forms of this room."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, RadioField, SelectField, SelectMultipleField, widgets
from wtforms.validators import EqualTo, InputRequired, Length

from outreach.accounts.models import UNIT_KINDS, Unit, User
from outreach.accounts.queries import unit_choices
from outreach.i18n import LANGUAGES, current_language
from outreach.i18n.localized import LocalizedText
from outreach.web.access import ROLES
from outreach.web.forms import EmailField, Form, LanguageField, StringField, ZoneField, optional, required
from outreach.web.page import language_name, role_name


class PlainPasswordField(PasswordField):
    """A password as it was typed: white space at the ends belongs to it."""


class SignInForm(Form):
    """Address and password; the second button of the page sends a link instead."""

    email = StringField(_l("Mail address"), [*required(_l("Enter your mail address")), Length(max=254)],
                        render_kw={"autocomplete": "username", "inputmode": "email", "type": "email"})
    password = PlainPasswordField(_l("Password"), [Length(max=1000)], render_kw={"autocomplete": "current-password"})
    next = HiddenField()


class ProfileForm(Form):
    """What people change about themselves."""

    name = StringField(_l("Name"), [*required(_l("Enter your name")), Length(max=300)],
                       render_kw={"autocomplete": "name"})
    language = LanguageField(_l("Language"))
    time_zone = ZoneField(_l("Time zone"), required(), render_kw={"list": "zones"})
    theme = SelectField(_l("Appearance"), choices=[
        ("light", _l("Light")), ("dark", _l("Dark")), ("auto", _l("As the device is set"))])


class PasswordForm(Form):
    """A new password; the old one is asked for where there is one."""

    current = PlainPasswordField(_l("Present password"), [Length(max=1000)],
                                 render_kw={"autocomplete": "current-password"})
    password = PlainPasswordField(_l("New password"), [InputRequired(_l("Enter a new password")), Length(max=1000)],
                                  render_kw={"autocomplete": "new-password"})
    again = PlainPasswordField(_l("New password again"), [EqualTo("password", _l("The two entries differ"))],
                               render_kw={"autocomplete": "new-password"})


class TokenForm(Form):
    """Scopes of a new API token, as many as the reader's role allows."""

    scopes = SelectMultipleField(_l("The token may"), option_widget=widgets.CheckboxInput(),
                                 widget=widgets.ListWidget(prefix_label=False))


class UserForm(Form):
    """An account as administrators see it."""

    email = EmailField(_l("Mail address"), required(_l("Enter a mail address such as name@example.org")),
                       render_kw={"autocomplete": "off", "type": "email", "maxlength": "254"})
    name = StringField(_l("Name"), optional(300), render_kw={"autocomplete": "off"})
    role = SelectField(_l("Role"), default="officer")
    unit_id = SelectField(_l("Unit"), coerce=lambda value: int(value) if value else None)
    language = LanguageField(_l("Language"), default="zh")
    time_zone = ZoneField(_l("Time zone"), required(), default="Asia/Shanghai", render_kw={"list": "zones"})
    version = HiddenField()

    def __init__(self, user: User | None = None, **kwargs):
        super().__init__(obj=user, **kwargs)
        self.role.choices = [(role, role_name(role)) for role in ROLES]
        self.unit_id.choices = [("", ""), *unit_choices(current_language().code, keep=user.unit_id if user else None)]

    def values(self) -> dict:
        """What create_user and change_user take, the version apart."""
        return {field.name: field.data for field in self if field.name not in ("version", "csrf_token")}


class UnitForm(Form):
    """A unit with its name in four languages; one of them is the source."""

    code = StringField(_l("Code"), required(_l("Enter a code of letters and digits, for example P1")),
                       render_kw={"maxlength": "20"})
    kind = RadioField(_l("Kind"), default="promotion_unit")
    source = LanguageField(_l("The name was first written in"), default="zh")
    name_zh = StringField(validators=optional(200))
    name_en = StringField(validators=optional(200))
    name_de = StringField(validators=optional(200))
    name_ko = StringField(validators=optional(200))
    state = SelectField(_l("State"), choices=[("active", _l("In use")), ("inactive", _l("Not in use any more"))])
    version = HiddenField()

    def __init__(self, unit: Unit | None = None, **kwargs):
        super().__init__(obj=unit, data=_unit_values(unit) if unit else None, **kwargs)
        self.kind.choices = [(kind, unit_kind_name(kind)) for kind in UNIT_KINDS]
        for code in LANGUAGES:
            self[f"name_{code}"].label.text = _l("Name (%(language)s)", language=language_name(code))

    def validate(self, extra_validators=None) -> bool:
        """The name in the source language must be there."""
        good = super().validate(extra_validators)
        if self.source.data in LANGUAGES and not self[f"name_{self.source.data}"].data:
            self.fail(f"name_{self.source.data}", _l("Enter the unit's name"))
            return False
        return good

    def text(self, held: LocalizedText | None = None) -> LocalizedText:
        """The name as LocalizedText; a translation that did not change keeps what is known about it."""
        source = self.source.data
        text = LocalizedText.of(source, self[f"name_{source}"].data)
        for code in LANGUAGES:
            entered = self[f"name_{code}"].data
            if code == source or not entered:
                continue
            if held is not None and held.source == source and held.texts.get(code, {}).get("text") == entered:
                text.texts[code] = held.texts[code]
            else:
                text = text.translated(code, entered, "reviewed")
        return text


def _unit_values(unit: Unit) -> dict:
    names = {f"name_{code}": unit.name.texts.get(code, {}).get("text", "") for code in LANGUAGES}
    return {**names, "source": unit.name.source, "state": "active" if unit.active else "inactive"}


def unit_kind_name(kind: str) -> str:
    """What a unit is for, in the reader's language."""
    return {"promotion_unit": _l("Investment promotion department"), "service_unit": _l("Industry service department"),
            "hosting_platform": _l("Hosting platform")}[kind]
