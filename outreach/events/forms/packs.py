"""Forms of a pack: its languages, a material to add, copies and who brings them."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from outreach.events.forms.people import people_choices
from outreach.i18n import LANGUAGES
from outreach.web.forms import Form, IntegerField, SelectField, required
from outreach.web.localized_forms import CheckboxesField
from outreach.web.page import language_name


class PackLanguagesForm(Form):
    """The languages wanted at the event."""

    languages = CheckboxesField(_l("Languages wanted"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.languages.choices = [(code, language_name(code)) for code in LANGUAGES]


class AddToPackForm(PackLanguagesForm):
    """A material in some languages."""

    material_id = SelectField(_l("Material"), required(_l("Choose the material")),
                              coerce=lambda value: int(value) if value else None)
    languages = CheckboxesField(_l("Languages"))

    def __init__(self, *args, materials=(), **kwargs):
        super().__init__(*args, prefix="add-", **kwargs)
        self.material_id.choices = [("", "–"), *materials]


class CopiesField(IntegerField):
    """A whole number of copies; what is none is told with an example."""

    def process_formdata(self, values: list[str]) -> None:
        """Read digits, also with separators of thousands."""
        text = values[0].strip().replace(",", "").replace(".", "").replace("\u202f", "") if values else ""
        self.data = None
        if text and not (text.isascii() and text.isdigit() and len(text) < 10):
            raise ValueError(_l("Enter the copies as a whole number, for example 50"))
        self.data = int(text) if text else None


def pack_form(pack, people) -> Form:
    """A form with copies_ID and brings_ID of every item of a pack; `people` are those who may bring it."""
    fields: dict = {"version": HiddenField()}
    for item in pack.items if pack else ():
        fields[f"copies_{item.id}"] = CopiesField(_l("Copies"))
        fields[f"brings_{item.id}"] = SelectField(
            _l("Who brings it"), choices=[("", "–"), *people_choices(people, [item.brings])],
            coerce=lambda value: int(value) if value else None)
    form = type("PackForm", (Form,), fields)()
    if not form.is_submitted():
        form.version.data = str(pack.version if pack else 0)
        for item in pack.items if pack else ():
            form[f"copies_{item.id}"].data, form[f"brings_{item.id}"].data = item.copies, item.brings_id
    return form
