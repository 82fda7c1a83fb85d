"""Forms of imported files: which file goes where, and how it is to be read."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import RadioField
from wtforms.validators import Length, ValidationError

from outreach.contacts.models import ImportProfile, ImportRun
from outreach.contacts.queries.custom_fields import SUBJECT_LABELS
from outreach.contacts.services.imports import Options
from outreach.contacts.services.imports.own import own_fields
from outreach.contacts.services.imports.staging import LARGEST
from outreach.contacts.services.reading import ENCODINGS, FIELDS
from outreach.i18n import current_language, formats
from outreach.web.doors import ImportPlace
from outreach.web.forms import CountryField, Form, SelectField, StringField, required

#: What a browser offers in its file dialogue.
FILE_TYPES = ".csv,.tsv,.txt,.xlsx,.xlsm,.xls,.ods,.vcf,.vcard"
POLICIES = [
    ("new", _l("Make new people, marked as possible duplicates")),
    ("same", _l("Join the likeliest known person")),
    ("skip", _l("Leave these rows out")),
]
SEPARATORS = [(";", _l("Semicolon")), (",", _l("Comma")), ("tab", _l("Tab")), ("|", _l("Vertical bar"))]


def encoding_names() -> list[tuple[str, str]]:
    """The encodings with the language or region that uses them, in the order of a form."""
    used = {
        "utf-8": _("Unicode"), "utf-8-sig": _("Unicode with mark"), "utf-16": _("Unicode, from Outlook"),
        "utf-16-le": _("Unicode"), "utf-16-be": _("Unicode"), "utf-32": _("Unicode"), "gb18030": _("simplified Chinese"),
        "big5": _("traditional Chinese"), "cp949": _("Korean"), "shift_jis": _("Japanese"),
        "windows-1252": _("Western European"), "iso-8859-15": _("Western European"),
        "windows-1250": _("Central European"), "windows-1251": _("Cyrillic"), "macroman": _("old Macintosh"),
    }
    return [(code, f"{encoding_name(code)} ({used[code]})" if code in used else encoding_name(code)) for code in ENCODINGS]


def encoding_name(code: str | None) -> str:
    """How people write an encoding: UTF-8, GB18030, Windows-1252."""
    return {"shift_jis": "Shift JIS", "macroman": "Mac Roman", "utf-8-sig": "UTF-8 (BOM)"}.get(
        code or "", (code or "").replace("windows", "Windows") if (code or "").startswith("windows") else (code or "").upper())


def separator_name(code: str | None) -> str:
    """The separator in words."""
    names = {**{key: str(label) for key, label in SEPARATORS}, "\t": _("Tab")}
    return names.get(code or "", code or "")


def limit_sentence() -> str:
    """How large a file may be."""
    return _("At most %(size)s and 200,000 rows. CSV, TSV, XLSX, XLS, ODS or VCF.", size=formats.file_size(LARGEST))


class UploadForm(Form):
    """The file, the event it comes from if there is one, and the country of rows that name none."""

    file = FileField(_l("File"))
    event = SelectField(_l("Event"), default="")
    country = CountryField(_l("Country of rows that name none"))

    def __init__(self, *args, places: list[ImportPlace], **kwargs):
        super().__init__(*args, **kwargs)
        none = ("", _("No event: people and organisations only"))
        self.event.choices = [none, *[(str(place.ref), place.title) for place in places]]

    def validate_file(self, field) -> None:
        """Refuse a form that came without a file."""
        if not field.data or not getattr(field.data, "filename", ""):
            raise ValidationError(_("Choose the file with the contacts."))


class OptionsForm(Form):
    """What a person says about a file: encoding, separator, country, doubtful rows; the columns come beside."""

    encoding = SelectField(_l("Encoding"))
    separator = SelectField(_l("Separator"))
    country = CountryField(_l("Country of rows that name none"))
    doubtful = RadioField(_l("Doubtful rows that nobody decides"), choices=POLICIES)

    def __init__(self, *args, run: ImportRun, **kwargs):
        super().__init__(*args, data={
            "encoding": run.encoding or "", "separator": {"\t": "tab"}.get(run.separator or "", run.separator or ""),
            "country": run.country or "", "doubtful": run.doubtful}, **kwargs)
        self.run = run
        self.encoding.choices = [("", _("Recognise it")), *encoding_names()]
        self.separator.choices = [("", _("Recognise it")), *SEPARATORS]

    def options(self, mapping: dict[str, str] | None) -> Options:
        """What the engine is told. `mapping` is None where the columns are to be recognised."""
        return Options(self.encoding.data or None, self.separator.data or None, mapping, self.country.data or None,
                       self.doubtful.data)


class ProfileForm(Form):
    """What can be changed of a profile; its columns come from a file."""

    name = StringField(_l("Name"), [*required(_l("Enter a name for the profile.")), Length(max=100)])
    country = CountryField(_l("Country of rows that name none"))
    doubtful = RadioField(_l("Doubtful rows that nobody decides"), choices=POLICIES)

    def __init__(self, *args, profile: ImportProfile, **kwargs):
        super().__init__(*args, prefix=f"p{profile.id}-", **kwargs)
        self.profile = profile

    @classmethod
    def of(cls, profile: ImportProfile) -> "ProfileForm":
        """The form before anybody typed."""
        return cls(None, profile=profile, data={
            "name": profile.name, "country": profile.country or "", "doubtful": profile.doubtful})


def field_choices() -> list[tuple[str, str]]:
    """What a column can mean, with the choice of nothing first and fields of the zone's own last."""
    language = current_language().code
    own = [(key, _("%(field)s (own field: %(whose)s)", field=item.label.shown(language).text, whose=SUBJECT_LABELS[item.subject]))
           for key, item in own_fields().items()]
    return [("", _("Keep with the row only")), *[(code, _(label)) for code, label in FIELDS], *own]
