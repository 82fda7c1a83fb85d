"""The forms of a partner: the agreement, and an account to add."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField
from wtforms.validators import Length, Optional

from outreach.partners.models import KINDS, Partner
from outreach.partners.queries import free_users, kind_name
from outreach.web.forms import CountryField, Form, LanguageField, StringField, required


class DayField(DateField):
    """A calendar day as browsers send it; what is no day is answered with an example."""

    def process_formdata(self, values: list[str]) -> None:
        """Read 2027-02-14; raise on anything else."""
        self.data = None
        if not values or not values[0].strip():
            return
        try:
            self.data = date.fromisoformat(values[0].strip())
        except ValueError:
            raise ValueError(_l("This date does not exist. Enter it as 2027-02-14.")) from None


class AgreementForm(Form):
    """What can be changed about a partner."""

    kind = SelectField(_l("Kind"))
    language = LanguageField(_l("Language of the mails"), default="en")
    agreement_from = DayField(_l("Agreement from"), [Optional()])
    agreement_until = DayField(_l("Agreement until"), [Optional()])
    state = SelectField(_l("State"), choices=[("active", _l("In use")), ("inactive", _l("Not in use any more"))])
    version = HiddenField()

    def __init__(self, partner: Partner | None = None, **kwargs):
        held = {"state": "active" if partner.active else "inactive"} if partner else None
        super().__init__(obj=partner, data=held, **kwargs)
        self.kind.choices = [(kind, kind_name(kind)) for kind in KINDS]

    def values(self) -> dict:
        """What change_partner takes."""
        return {"kind": self.kind.data, "language": self.language.data, "agreement_from": self.agreement_from.data,
                "agreement_until": self.agreement_until.data, "active": self.state.data == "active"}


class NewPartnerForm(AgreementForm):
    """A new partner: its code, its organisation, and the agreement."""

    code = StringField(_l("Code"), [*required(_l("Enter a code, such as DE-INKUBATOR")), Length(max=40)],
                       render_kw={"maxlength": "40", "autocomplete": "off"})
    organisation = StringField(
        _l("Organisation"), [*required(_l("Enter the name of the organisation")), Length(max=300)],
        render_kw={"maxlength": "300"})
    country = CountryField(_l("Country of the seat"), required(_l("Choose a country")))

    def values(self) -> dict:
        """What create_partner takes."""
        return {**super().values(), "code": self.code.data, "organisation": self.organisation.data,
                "country": self.country.data}

    def errors_in_order(self) -> list[tuple[str, str]]:
        """Code and organisation stand first on the page."""
        found = super().errors_in_order()
        first = ("code", "organisation", "country")
        return sorted(found, key=lambda pair: first.index(pair[0]) if pair[0] in first else len(first))


class MemberForm(Form):
    """An account with the role partner user that belongs to no partner yet."""

    user_id = SelectField(_l("Account"), coerce=lambda value: int(value) if value else None)

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.user_id.choices = [(user.id, f"{user.name} ({user.email})" if user.name else user.email)
                                for user in free_users()]
