"""Forms of a material, of a new version, of how long one is valid, and of a withdrawal."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField
from wtforms.validators import Length

from outreach.catalogue.queries import industry_choices
from outreach.materials.models import Material
from outreach.materials.queries import AUDIENCE_LABELS, KIND_LABELS
from outreach.web.forms import Form, LanguageField, SelectField, StringField, TextAreaField, optional, required
from outreach.web.localized_forms import CheckboxesField, LocalizedForm, day_field, in_languages


class MaterialForm(in_languages("title", _l("Title")),
                   in_languages("description", _l("Description"), TextAreaField, 2000), LocalizedForm):
    """A material without its files. `version` is the one that the form was opened with."""

    #: Fields that are columns as they stand.
    PLAIN = ("code", "kind", "audience", "industries", "public", "printed", "image_rights")

    version = HiddenField()
    source = LanguageField(_l("Original language"))
    kind = SelectField(_l("Kind of material"), choices=list(KIND_LABELS.items()))
    audience = SelectField(_l("For whom"), choices=list(AUDIENCE_LABELS.items()))
    code = StringField(_l("Code"), optional(40))
    image_rights = StringField(_l("Rights of the pictures"), optional(500))
    industries = CheckboxesField(_l("Industries"))
    public = BooleanField(_l("Public: anybody may fetch it"))
    printed = BooleanField(_l("There are printed copies"))

    def __init__(self, *args, material: Material | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.material = material
        self.industries.choices = industry_choices(keep=tuple(material.industries or ()) if material else ())

    def fill(self, material: Material) -> None:
        """Show a stored material."""
        for name in (*self.PLAIN, "version"):
            self[name].data = getattr(material, name)
        self.source.data = material.title.source
        self.fill_localized("title", material.title)
        self.fill_localized("description", material.description)

    def values(self) -> dict[str, Any]:
        """Columns of a material. Call it on a form that is valid."""
        old, plain = self.material, {name: self[name].data for name in self.PLAIN}
        return {**plain, "code": plain["code"] or (old.code if old else ""), "image_rights": plain["image_rights"] or "",
                "title": self.localized("title", old.title if old else None),
                "description": self.localized("description", old.description if old else None)}


class ValidityForm(Form):
    """The days on which a version is valid."""

    valid_from = day_field(_l("Valid from"))
    valid_until = day_field(_l("Valid until"), needed=False)


class VersionForm(ValidityForm):
    """A new version in one language."""

    language = LanguageField(_l("Language"))
    file = FileField(_l("File"), [FileRequired(_l("Choose a file"))])
    note = StringField(_l("What is new"), optional(500))


class WithdrawForm(Form):
    """Why a version is taken back."""

    reason = StringField(_l("Reason"), [*required(_l("Enter why this version is withdrawn")), Length(max=500)])
