"""The one validator of an intention: the JSON API, the public form and the portal are read by the same schema tree."""

import re

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validate, validates_schema

from outreach.catalogue.queries import industry_choices
from outreach.db import Money, today_in
from outreach.errors import Refused
from outreach.events.queries import event_by_code
from outreach.identity import parse_phone
from outreach.intentions.services.consents import consents_asked
from outreach.intentions.services.receiving import Submission
from outreach.partners.models import Partner
from outreach.partners.queries import partner_by_code
from outreach.privacy.queries import consent_text
from outreach.web.schemas import FILL_IN, Amount, BaseSchema, CountryCode, CurrencyCode, LanguageCode, Mail, Text

#: Line breaks and other control characters never belong into a name or title: mail headers are made from them.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_PART = {**FILL_IN, "type": _l("Send an object with fields here")}


class Line(Text):
    """A text on one line; what breaks lines becomes a space."""

    def _deserialize(self, value, attr, data, **kwargs):
        return _CONTROLS.sub(" ", super()._deserialize(value, attr, data, **kwargs)).strip()


class OptionalLine(Line):
    """A line that may be left out or null; both are an empty text."""

    def __init__(self, longest: int = 300, check=None, **kwargs):
        super().__init__(longest, load_default="", allow_none=True, **kwargs)
        self.validators += [check] if check else []

    def deserialize(self, value, attr=None, data=None, **kwargs):
        """Null counts as nothing said."""
        return super().deserialize(value, attr, data, **kwargs) or ""


# A lazy text alone would be taken for a list of letters, hence the lists.
def _known_event(code: str) -> None:
    if code and event_by_code(code) is None:
        raise ValidationError([_l(
            "There is no event with the code “%(code)s”. Correct it or leave it empty.", code=code)])


def _known_partner(code: str) -> None:
    partner = partner_by_code(code) if code else None
    if code and partner is None:
        raise ValidationError([_l(
            "There is no partner with the code “%(code)s”. Correct it or leave it empty.", code=code)])
    if partner and not partner.may_write(today_in("Asia/Shanghai")):
        raise ValidationError([_l("The agreement with this partner has ended. Leave the code of the partner empty.")])


def _known_industry(code: str) -> None:
    if code and code not in dict(industry_choices("en")):
        raise ValidationError([_l("Choose an industry from the list")])


class OrganisationIn(BaseSchema):
    """Who would invest."""

    name = Line(300, needed=True)
    country = CountryCode(needed=True)


class ContactIn(BaseSchema):
    """Whom we answer."""

    name = Line(300, needed=True)
    email = Mail(needed=True)
    phone = OptionalLine(60)


class InvestmentIn(BaseSchema):
    """The total investment in whole units of its currency; an estimate is enough."""

    amount = Amount(required=True, validate=validate.Range(
        min=0, min_inclusive=False, error=_l("Enter an amount above zero")))
    currency = CurrencyCode(required=True)


class ProjectIn(BaseSchema):
    """What is to come into being."""

    title = Line(300, needed=True)
    summary = Text(5000, needed=True)
    industry = Line(60, needed=True)
    investment = fields.Nested(InvestmentIn, required=True, error_messages=_PART)
    site = Text(2000, load_default="", allow_none=True)

    @validates_schema(skip_on_field_errors=False)
    def industry_exists(self, data, **_kwargs):
        """The code must stand in the catalogue's tree."""
        try:
            _known_industry(data.get("industry") or "")
        except ValidationError as error:
            raise ValidationError(error.messages, "industry") from None


class ConsentIn(BaseSchema):
    """A box that was ticked: for what, and which version of the text stood beside it."""

    purpose = Line(40, needed=True)
    text_version = Line(40, needed=True)


class IntentionIn(BaseSchema):
    """The whole body of POST /api/v1/intentions."""

    language = LanguageCode(required=True)
    partner = OptionalLine(40, check=_known_partner)
    event = OptionalLine(40, check=_known_event)
    organisation = fields.Nested(OrganisationIn, required=True, error_messages=_PART)
    contact = fields.Nested(ContactIn, required=True, error_messages=_PART)
    project = fields.Nested(ProjectIn, required=True, error_messages=_PART)
    consents = fields.List(fields.Nested(ConsentIn, error_messages=_PART), load_default=list, validate=validate.Length(
        max=20, error=_l("Write each purpose once")), error_messages={**FILL_IN, "invalid": _l("Send a list here")})

    @validates_schema(skip_on_field_errors=False)
    def phone_is_a_number(self, data, **_kwargs):
        """A number may be written in any way, but it must be one."""
        raw = (data.get("contact") or {}).get("phone")
        if raw and parse_phone(raw, (data.get("organisation") or {}).get("country")) is None:
            raise ValidationError({"contact": {"phone": [_l("Enter a telephone number, for example +49 89 1234567")]}})

    @validates_schema(skip_on_field_errors=False)
    def consents_are_ours(self, data, **_kwargs):
        """Every purpose and text version must be one that we ask for, and the required ones must be there."""
        if "language" not in data or not isinstance(data.get("consents"), list):
            return
        whole = [item for item in data["consents"] if {"purpose", "text_version"} <= set(item)]
        given = {item["purpose"]: item["text_version"] for item in whole}
        wrong = {purpose: [_l("This consent text does not exist. Read the text again and decide again.")]
                 for purpose, version in given.items() if not _known_consent(purpose, version, data["language"])}
        for item in consents_asked(data["language"], (data.get("organisation") or {}).get("country")):
            if item.required and item.purpose not in given:
                wrong[item.purpose] = [_l("Without this consent we may not handle your intention")]
        if wrong:
            raise ValidationError({"consents": wrong})


def _known_consent(purpose: str, version: str, language: str) -> bool:
    """True for every version that was ever shown: a page may stand open while a text is worded anew."""
    try:
        consent_text(purpose, version, language)
    except Refused:
        return False
    return True


def submission_of(loaded: dict, channel: str, client_key: str, partner: Partner | None = None) -> Submission:
    """What the service takes, from validated data; `partner` overrules the code where a partner's user sends."""
    organisation, contact, project = loaded["organisation"], loaded["contact"], loaded["project"]
    return Submission(
        language=loaded["language"], channel=channel, client_key=client_key,
        partner=partner or partner_by_code(loaded["partner"]), event=event_by_code(loaded["event"]),
        organisation_name=organisation["name"], organisation_country=organisation["country"],
        contact_name=contact["name"], contact_email=contact["email"], contact_phone=contact["phone"],
        title=project["title"], summary=project["summary"], industry=project["industry"],
        investment=Money.of(project["investment"]["amount"], project["investment"]["currency"]),
        site=project["site"] or "",
        consents=tuple((item["purpose"], item["text_version"]) for item in loaded["consents"]),
    )
