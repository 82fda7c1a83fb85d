"""The reasons of a comparison as English templates; rendering happens outside.

``N_`` marks a text for the catalogs without translating it, because this
package knows no request and no language.
"""

from __future__ import annotations


def N_(message: str) -> str:  # noqa: N802
    """Return the message as it is; Babel extracts it."""
    return message


TEMPLATES: dict[str, str] = {
    "name_equal": N_("The names are equal: %(a)s"),
    "name_variant": N_("%(a)s and %(b)s can be two spellings of one name"),
    "name_possible": N_("%(a)s and %(b)s might be one name"),
    "name_differs": N_("%(a)s and %(b)s are different names"),
    "name_common": N_("%(a)s is a very common name"),
    "email_equal": N_("Same e-mail address: %(email)s"),
    "email_shared_box": N_("Same e-mail address, but it is a shared mailbox: %(email)s"),
    "email_differs": N_("Different e-mail addresses: %(a)s, %(b)s"),
    "mail_domain_equal": N_("Same mail domain: %(domain)s"),
    "phone_direct_equal": N_("Same mobile or direct line: %(phone)s"),
    "phone_fixed_equal": N_("Same landline, which colleagues may share: %(phone)s"),
    "phone_differs": N_("Different mobile numbers: %(a)s, %(b)s"),
    "handle_equal": N_("Same messenger account: %(handle)s"),
    "identifier_equal": N_("Same official number (%(kind)s): %(value)s"),
    "identifier_differs": N_("Different official numbers (%(kind)s): %(a)s, %(b)s"),
    "organisation_equal": N_("Same organisation: %(a)s"),
    "organisation_sound": N_("%(a)s and %(b)s sound alike across scripts"),
    "organisation_unclear": N_("%(a)s and %(b)s are written in different scripts"),
    "organisation_differs": N_("Different organisations: %(a)s, %(b)s"),
    "country_differs": N_("Different countries: %(a)s, %(b)s"),
    "firm_name_equal": N_("The company names are equal apart from spelling: %(a)s"),
    "firm_name_alike": N_("The company names are similar: %(a)s, %(b)s"),
    "firm_name_differs": N_("The company names differ: %(a)s, %(b)s"),
    "firm_related": N_("Same company name but different legal form or country: related companies (%(a)s, %(b)s)"),
    "firm_number_differs": N_("The numbers in the company names differ: %(a)s, %(b)s"),
    "firm_domain_equal": N_("Same web or mail domain: %(domain)s"),
    "firm_phone_equal": N_("Same phone number: %(phone)s"),
}
