"""What WTForms says of itself, in our words: its own catalogs lack some of it, and say some of it as no colleague would.

A test compares the list with what the fields and validators that we use can say.
"""

from flask_babel import get_domain, lazy_ngettext
from flask_babel import lazy_gettext as _l

#: Msgids of WTForms. They stand here for the catalogs to take up.
SINGLE = (
    _l("Not a valid choice."), _l("Invalid Choice: could not coerce."),
    _l("Invalid choice(s): one or more data inputs could not be coerced."), _l("Choices cannot be None."),
    _l("Not a valid date value."), _l("Not a valid datetime value."), _l("Not a valid time value."),
    _l("Not a valid integer value."),
    _l("Number must be at least %(min)s."), _l("Number must be at most %(max)s."),
    _l("Number must be between %(min)s and %(max)s."), _l("Field must be between %(min)d and %(max)d characters long."),
    _l("Field must be equal to %(other_name)s."), _l("This field is required."),
)
PLURAL = (
    lazy_ngettext("'%(value)s' is not a valid choice for this field.", "'%(value)s' are not valid choices for this field.", num=1),
    lazy_ngettext("Field cannot be longer than %(max)d character.", "Field cannot be longer than %(max)d characters.", num=1),
    lazy_ngettext("Field must be at least %(min)d character long.", "Field must be at least %(min)d characters long.", num=1),
    lazy_ngettext("Field must be exactly %(max)d character long.", "Field must be exactly %(max)d characters long.", num=1),
)


class FormMessages:
    """WTForms asks here for its messages, and puts values into them itself."""

    def gettext(self, text: str) -> str:
        """The message by our catalog."""
        return get_domain().get_translations().ugettext(text)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The message of a number by our catalog."""
        return get_domain().get_translations().ungettext(singular, plural, number)
