"""Forms of fields of a zone's own: the definition, and their part in the form of a record."""

from babel.numbers import format_decimal
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, SelectField, StringField
from wtforms import Form as PlainForm
from wtforms.validators import Length, Optional

from outreach.catalogue.forms.fields import CodePattern, WholeField, language_keywords
from outreach.catalogue.forms.labels import LabelForm
from outreach.contacts.forms.rows import CheckboxesField
from outreach.contacts.models import CustomField
from outreach.contacts.models.custom_fields import FIELD_KINDS, SUBJECTS
from outreach.contacts.queries.custom_fields import KIND_LABELS, SUBJECT_LABELS, custom_fields, custom_values
from outreach.contacts.services.custom_fields import FieldValues, as_json, read_custom_value
from outreach.errors import Refused
from outreach.i18n import LANGUAGES, current_language
from outreach.web.forms import TextAreaField, required, strip

#: Empty lines for further options.
SPARE = 4
MOST_OPTIONS = 60


class OptionForm(PlainForm):
    """One option: a code that never changes and a name in each language."""

    code = StringField(_l("Code"), [Optional(), CodePattern()], filters=[strip])
    zh = StringField("中文", [Length(max=120)], filters=[strip], render_kw=language_keywords("zh"))
    en = StringField("English", [Length(max=120)], filters=[strip], render_kw=language_keywords("en"))
    de = StringField("Deutsch", [Length(max=120)], filters=[strip], render_kw=language_keywords("de"))
    ko = StringField("한국어", [Length(max=120)], filters=[strip], render_kw=language_keywords("ko"))


class CustomFieldForm(LabelForm):
    """A field: its code and kind only when it is new."""

    code = StringField(_l("Code"), [*required(_l("Enter a code such as fibre_laser.")), CodePattern(), Length(max=40)])
    subject = SelectField(_l("Field of"), choices=[(code, SUBJECT_LABELS[code]) for code in SUBJECTS])
    kind = SelectField(_l("What it holds"), choices=[(code, KIND_LABELS[code]) for code in FIELD_KINDS])
    order = WholeField(_l("Place"), default=10, most=9999)
    listed = BooleanField(_l("Stands in the list"))
    options = FieldList(FormField(OptionForm), max_entries=MOST_OPTIONS)

    def spare(self) -> None:
        """Put empty lines after the options."""
        for _number in range(min(SPARE, MOST_OPTIONS - len(self.options))):
            self.options.append_entry()

    def fill_from(self, row: CustomField) -> None:
        """Show a stored field."""
        self.fill(row.label)
        self.version.data, self.order.data, self.listed.data = row.version, row.order, row.listed
        for item in row.options:
            self.options.append_entry({"code": item["code"], **{
                code: item["texts"].get(code, {}).get("text", "") for code in LANGUAGES}})

    def values(self) -> FieldValues:
        """What the services take; lines without a word are left out."""
        options = [(line.form.code.data or "", {code: line.form[code].data or "" for code in LANGUAGES}) for line in self.options]
        return FieldValues(self.labels(), [(code, labels) for code, labels in options if code or any(labels.values())],
                           self.order.data, self.listed.data)


#: What the names of such fields begin with in the form of a record.
PREFIX = "own_"


class OwnPart:
    """The fields of the zone's own in the form of a person or an organisation; see with_own()."""

    own_items: tuple[CustomField, ...] = ()

    @property
    def own_fields(self) -> list:
        """The fields in their order."""
        return [self[PREFIX + item.code] for item in self.own_items]

    def own_values(self) -> dict:
        """What set_custom_values takes."""
        return {item.code: self[PREFIX + item.code].data for item in self.own_items}

    def fill(self, row) -> None:
        """Show what is stored."""
        super().fill(row)
        stored = custom_values(row.__tablename__, [row.id]).get(row.id, {})
        for item in self.own_items:
            self[PREFIX + item.code].data = _typed(item, stored.get(item.id))

    def blame_own(self, refused: Refused) -> bool:
        """Put what the service refused of such a field beside it; False for anything else."""
        name = f"{PREFIX}{refused.field}"
        if refused.code != "custom_value" or name not in self:
            return False
        self.fail(name, refused.message)
        return True

    def shown(self, name: str) -> str:
        """The value of a field as a reader reads it; a dash for nothing."""
        item = self._own(name)
        if item is None:
            return super().shown(name)
        value = self[name].data
        if item.kind in ("one", "several", "flag"):
            labels = dict(self[name].choices)
            chosen = value if isinstance(value, list) else [value]
            return ", ".join(str(labels.get(code, code)) for code in chosen if code) or "–"
        return value or "–"

    def logged(self, name: str) -> str:
        """What the log calls a field of the form."""
        item = self._own(name)
        return item.code if item else super().logged(name)

    def as_logged(self, name: str):
        """What the log would keep of what a field says."""
        item = self._own(name)
        if item is None:
            return super().as_logged(name)
        try:
            return as_json(read_custom_value(item, self[name].data))
        except Refused:
            return self[name].data

    def _own(self, name: str) -> CustomField | None:
        return next((item for item in self.own_items if PREFIX + item.code == name), None)


def with_own(form: type, subject: str) -> type:
    """The form of a person or an organisation with the fields that the zone has added by now."""
    items = tuple(custom_fields(subject))
    return type(form.__name__, (OwnPart, form), {"own_items": items, **{PREFIX + item.code: _field(item) for item in items}})


def _typed(item: CustomField, value):
    """A stored value as it stands in its input."""
    if item.kind == "flag":
        return "" if value is None else "1" if value else "0"
    if item.kind == "number":
        # All four decimals, so that saving the form changes nothing.
        return "" if value is None else format_decimal(value, "#,##0.####", current_language().locale)
    return value.isoformat() if item.kind == "day" and value else value or ([] if item.kind == "several" else "")


def _field(item: CustomField):
    language = current_language().code
    label = item.label.shown(language).text
    options = [(option["code"], item.option_label(option["code"], language)) for option in item.options]
    if item.kind == "one":
        return SelectField(label, choices=[("", ""), *options], validate_choice=False)
    if item.kind == "several":
        return CheckboxesField(label, choices=options, validate_choice=False)
    if item.kind == "flag":
        return SelectField(label, choices=[("", ""), ("1", _l("Yes")), ("0", _l("No"))], validate_choice=False)
    if item.kind == "text":
        return TextAreaField(label, render_kw={"rows": 2})
    return StringField(label, render_kw={"day": {"type": "date"}, "number": {"inputmode": "decimal"}}.get(item.kind, {}))
