"""What the API of leads reads and answers."""

from apiflask import Schema
from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from outreach.leads.models import CHANNELS, SOURCE_KINDS
from outreach.web.schemas import FILL_IN, Amount, BaseSchema, CountryCode, CurrencyCode, LanguageCode, Text

#: A key that a column can hold.
KEY = validate.Range(1, 2**31 - 1, error=_l("Enter the number of a record"))


def _key(**kwargs) -> fields.Integer:
    return fields.Integer(
        strict=True, validate=KEY, error_messages={**FILL_IN, "invalid": _l("Enter the number of a record")}, **kwargs
    )


def _quantity() -> fields.Decimal:
    return fields.Decimal(
        allow_none=True,
        allow_nan=False,
        validate=validate.Range(0, 10**9, error=_l("Enter a quantity of zero or more")),
        error_messages={**FILL_IN, "invalid": _l("Enter the quantity as a number")},
    )


class MoneyIn(BaseSchema):
    """An amount in whole units of its currency."""

    amount = Amount(required=True)
    currency = CurrencyCode(required=True)


class OrganisationIn(BaseSchema):
    """An organisation by its legal name; a known one is found by it."""

    name = Text(needed=True)
    country = CountryCode(load_default=None, allow_none=True)


class FactsIn(BaseSchema):
    """The facts of a lead, all optional here; quantities in the unit of the name, industries as codes."""

    title = Text(300)
    title_language = LanguageCode()
    organisation = fields.Nested(OrganisationIn, allow_none=True)
    country = CountryCode(allow_none=True)
    industries = fields.List(fields.String(), validate=validate.Length(max=20))
    channel = fields.String(
        allow_none=True, validate=validate.OneOf(CHANNELS, error=_l("Choose how the lead reached us"))
    )
    investment = fields.Nested(MoneyIn, allow_none=True)
    registered_capital = fields.Nested(MoneyIn, allow_none=True)
    plant_area_m2 = _quantity()
    clear_height_m = _quantity()
    floor_load_kn_m2 = _quantity()
    power_kva = _quantity()
    land_mu = _quantity()
    trl = fields.Integer(strict=True, allow_none=True)
    jobs = fields.Integer(strict=True, allow_none=True)
    major = fields.Boolean()
    owner_id = _key()
    deputy_id = _key(allow_none=True)
    next_step = Text(300)
    next_step_on = fields.Date(error_messages={"invalid": _l("Enter a day such as 2027-07-01")})
    stage = fields.String()
    lost_reason = Text(500, allow_none=True)
    wake_up_on = fields.Date(allow_none=True, error_messages={"invalid": _l("Enter a day such as 2027-07-01")})


class LeadIn(FactsIn):
    """A new lead; the summary is its first text."""

    title = Text(300, needed=True)
    title_language = LanguageCode(required=True)
    summary = Text(20_000)
    summary_language = LanguageCode()


class LeadPatch(FactsIn):
    """What changes, and the version that was read; `reason` and `proof` go with a new stage."""

    version = fields.Integer(
        strict=True, required=True, error_messages={**FILL_IN, "invalid": _l("Enter the version that you read")}
    )
    reason = Text(2000)
    proof = Text(300)


class MoneyOut(Schema):
    """An amount in whole units of its currency."""

    amount = fields.Decimal(as_string=True)
    currency = fields.String()


class Quantity(fields.Decimal):
    """An exact quantity as text, without zeros at its end, whether it was just sent or is stored."""

    def _serialize(self, value, attr, obj, **kwargs):
        return None if value is None else format(value.normalize(), "f")


class LocalizedOut(Schema):
    """A text in its own language; `translations` by language code with text and status."""

    language = fields.String(attribute="source")
    text = fields.String(attribute="original")
    translations = fields.Function(lambda text: {
        code: {"text": entry["text"], "status": text.status(code)} for code, entry in text.texts.items()
        if code != text.source and text.status(code)})


class TextOut(Schema):
    """A free text of a lead."""

    field = fields.String()
    author = fields.String(attribute="author_label")
    at = fields.AwareDateTime(format="iso")
    text = fields.Nested(LocalizedOut)


class NeedOut(Schema):
    """A need and what we can answer."""

    category = fields.String()
    state = fields.String()
    text = fields.Nested(LocalizedOut)
    answer = fields.Nested(LocalizedOut)


class LeadPersonOut(Schema):
    """What a person is to a lead."""

    person_id = fields.Integer()
    name = fields.Function(lambda row: row.person.full_name)
    role = fields.String()
    primary = fields.Boolean(attribute="is_primary")


class LeadSourceOut(Schema):
    """Where a lead came from; `ref_id` is the key of the event contact or intention behind it."""

    kind = fields.String()
    ref_id = fields.Integer()
    label = fields.String()
    event = fields.Function(lambda row: row.event.code if row.event else None)
    at = fields.AwareDateTime(format="iso")


class LeadRowOut(Schema):
    """A lead as a list shows it. Codes as stored; free texts in the language named beside them."""

    id = fields.Integer()
    number = fields.String()
    title = fields.String()
    title_language = fields.String()
    organisation = fields.Function(lambda row: row.organisation and {
        "id": row.organisation.id, "name": row.organisation.name, "country": row.organisation.country})
    country = fields.String()
    stage = fields.String()
    stage_since = fields.AwareDateTime(format="iso")
    industries = fields.List(fields.String())
    channel = fields.String()
    investment = fields.Nested(MoneyOut)
    owner_id = fields.Integer()
    owner = fields.Function(lambda row: row.owner.email if row.owner else None)
    deputy_id = fields.Integer()
    next_step = fields.String()
    next_step_language = fields.String()
    next_step_on = fields.Date()
    closed_at = fields.AwareDateTime(format="iso")
    major = fields.Boolean()
    version = fields.Integer()


class LeadOut(LeadRowOut):
    """A lead with everything that hangs on it."""

    registered_capital = fields.Nested(MoneyOut)
    plant_area_m2 = Quantity(as_string=True)
    clear_height_m = Quantity(as_string=True)
    floor_load_kn_m2 = Quantity(as_string=True)
    power_kva = Quantity(as_string=True)
    land_mu = Quantity(as_string=True)
    trl = fields.Integer()
    jobs = fields.Integer()
    wake_up_on = fields.Date()
    lost_reason = fields.String()
    people = fields.List(fields.Nested(LeadPersonOut))
    sources = fields.List(fields.Nested(LeadSourceOut))
    texts = fields.List(fields.Nested(TextOut))
    needs = fields.List(fields.Nested(NeedOut))


class LeadsOut(Schema):
    """A page of leads; `total` counts all behind the filter."""

    items = fields.List(fields.Nested(LeadRowOut))
    page = fields.Integer(attribute="number")
    pages = fields.Integer()
    total = fields.Integer()


class FactOut(Schema):
    """A line of the dossier. `original_language` marks free text; the status is null for what comes from codes."""

    field = fields.String()
    label = fields.String()
    value = fields.String()
    original_language = fields.String()
    translation_status = fields.String()


class ListQuery(BaseSchema):
    """Which leads: a part of the list and filters; an industry stands for all below it."""

    tab = fields.String(load_default="open", validate=validate.OneOf(
        ("open", "mine", "overdue", "none", "reserve", "closed", "all"), error=_l("Choose a part of the list")))
    stage = Text(30, load_default="")
    industry = Text(60, load_default="")
    owner = fields.Integer(load_default=None, validate=KEY)
    event = fields.Integer(load_default=None, validate=KEY)
    country = CountryCode(load_default=None)
    source = fields.String(
        load_default="", validate=validate.OneOf(("", *SOURCE_KINDS), error=_l("Choose where the lead comes from"))
    )
    q = Text(100, load_default="")
    page = fields.Integer(load_default=1, validate=validate.Range(1, 10**6, error=_l("Enter a page number from 1")))


class DossierQuery(BaseSchema):
    """The language of the dossier; without it the reader's own."""

    lang = LanguageCode(load_default=None)
