"""Forms whose texts stand side by side in the four languages, and the fields that such forms share."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from outreach.db.time import FIRST_DAY, LAST_DAY, is_possible
from outreach.i18n import LANGUAGES
from outreach.i18n.localized import LocalizedText
from outreach.web.converters import is_address
from outreach.web.forms import DateField, Form, StringField, optional, required


class CheckboxesField(SelectMultipleField):
    """Several choices of a list, each with its own box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def day_field(label: Any, needed: bool = True) -> DateField:
    """A calendar day from 1990 to 2200; where it is not `needed` it may stay empty."""
    return DateField(label, [*(required() if needed else [Optional()]), _check_day])


def _check_day(_form, field) -> None:
    if field.data and not is_possible(field.data):
        raise ValidationError(_l("Enter a year between %(first)s and %(last)s", first=FIRST_DAY.year, last=LAST_DAY.year))


class LocalizedForm(Form):
    """A form whose texts stand side by side in the four languages, in fields such as `title_de`."""

    def localized(self, name: str, old: LocalizedText | None) -> LocalizedText | None:
        """The text of the four fields; what was left alone keeps its status, what was written counts as reviewed."""
        source = self.source.data
        texts = {code: self[f"{name}_{code}"].data or "" for code in LANGUAGES}
        if not any(texts.values()):
            return None
        if not texts[source]:
            source = next(code for code in (source, "en", *LANGUAGES) if texts[code])
        if old is None or old.source != source:
            return LocalizedText.of(source, texts.pop(source), **texts)
        made = old if old.original == texts[source] else old.rewritten(texts[source])
        for code, text in texts.items():
            if code != source and text != (old.texts.get(code) or {}).get("text", ""):
                made = made.translated(code, text, "reviewed")
        return made

    def fill_localized(self, name: str, text: LocalizedText | None) -> None:
        """Show a stored text in the four fields."""
        for code in LANGUAGES:
            self[f"{name}_{code}"].data = (text.texts.get(code) or {}).get("text", "") if text else ""


def in_languages(prefix: str, label: Any, kind: type = StringField, longest: int = 300) -> type:
    """A class with one field per language, to be mixed into a form."""
    return type(f"_{prefix}", (), {f"{prefix}_{code}": kind(label, optional(longest)) for code in LANGUAGES})


def check_website(field) -> None:
    """Only addresses that begin with http:// or https://."""
    if field.data and not is_address(field.data):
        raise ValidationError(_l("Enter an address that begins with https://"))
