"""Forms with a name in four languages."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField

from outreach.catalogue.forms.fields import CodePattern, WholeField, language_keywords
from outreach.i18n import LANGUAGES
from outreach.i18n.localized import LocalizedText
from outreach.web.forms import Form, IntegerField, optional, required


class LabelForm(Form):
    """A name in each language; one is enough, the others fall back to it. `version` is the state that was opened."""

    label_zh = StringField("中文", optional(120), render_kw=language_keywords("zh"))
    label_en = StringField("English", optional(120), render_kw=language_keywords("en"))
    label_de = StringField("Deutsch", optional(120), render_kw=language_keywords("de"))
    label_ko = StringField("한국어", optional(120), render_kw=language_keywords("ko"))
    version = IntegerField(widget=HiddenField.widget, default=1)

    def labels(self) -> dict[str, str]:
        """What was typed, by language code."""
        return {code: self[f"label_{code}"].data or "" for code in LANGUAGES}

    def fill(self, text: LocalizedText) -> None:
        """Show a stored label."""
        for code in LANGUAGES:
            self[f"label_{code}"].data = text.texts.get(code, {}).get("text", "")

    def validate(self, extra_validators=None) -> bool:
        """At least one language is filled in."""
        good = super().validate(extra_validators)
        if not any(self.labels().values()):
            self.fail("label_zh", _l("Enter the name in at least one language."))
            return False
        return good


class IndustryForm(LabelForm):
    """An industry: its code (only when it is new), its place in the tree and among its neighbours."""

    code = StringField(_l("Code"), [*required(_l("Enter a code such as fibre_laser.")), CodePattern()])
    parent = SelectField(_l("Belongs under"), coerce=int, validate_choice=False)
    order = WholeField(_l("Place"), default=10, most=9999)


class StageForm(LabelForm):
    """A stage: its place on the track."""

    order = WholeField(_l("Place"), default=10, most=9999)


class TagForm(LabelForm):
    """A tag: its code only when it is new."""

    code = StringField(_l("Code"), [*required(_l("Enter a code such as fibre_laser.")), CodePattern()])
