"""The reasons of a comparison as English templates; rendering happens outside.

``N_`` marks a text for the catalogs without translating it, because this
package knows no request and no language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping


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
    "phone_national_equal": N_("Same mobile or direct line, if both are of one country: %(phone)s"),
    "phone_fixed_equal": N_("Same landline, which colleagues may share: %(phone)s"),
    "phone_differs": N_("Different mobile numbers: %(a)s, %(b)s"),
    "handle_equal": N_("Same messenger account: %(handle)s"),
    "handle_differs": N_("Different messenger accounts: %(a)s, %(b)s"),
    "address_equal": N_("Same postal address: %(a)s"),
    "address_differs": N_("Different places: %(a)s, %(b)s"),
    "identifier_equal": N_("Same official number (%(kind)s): %(value)s"),
    "identifier_differs": N_("Different official numbers (%(kind)s): %(a)s, %(b)s"),
    "organisation_equal": N_("Same organisation: %(a)s"),
    "organisation_related": N_("Organisations of one house: %(a)s, %(b)s"),
    "organisation_contained": N_("One may be the short name of the other: %(a)s, %(b)s"),
    "organisation_sound": N_("%(a)s and %(b)s sound alike across scripts"),
    "organisation_unclear": N_("%(a)s and %(b)s are written in different scripts"),
    "organisation_differs": N_("Different organisations: %(a)s, %(b)s"),
    "country_differs": N_("Different countries: %(a)s, %(b)s"),
    "firm_name_equal": N_("The company names are equal apart from spelling: %(a)s"),
    "firm_name_alike": N_("The company names are similar: %(a)s, %(b)s"),
    "firm_name_differs": N_("The company names differ: %(a)s, %(b)s"),
    "firm_related": N_("Same company name but different legal form or country: related companies (%(a)s, %(b)s)"),
    "firm_group": N_("One is the group, holding or branch of the other: related companies (%(a)s, %(b)s)"),
    "firm_place": N_("Same company name in different places: related companies (%(a)s, %(b)s)"),
    "firm_acronym": N_("One company name may be the initials of the other: %(a)s, %(b)s"),
    "firm_contained": N_("One company name holds the other: %(a)s, %(b)s"),
    "firm_translated": N_("The company names can be translations of each other: %(a)s, %(b)s"),
    "firm_domain_differs": N_("Different web or mail domains: %(a)s, %(b)s"),
    "firm_number_differs": N_("The numbers in the company names differ: %(a)s, %(b)s"),
    "firm_domain_equal": N_("Same web or mail domain: %(domain)s"),
    "firm_phone_equal": N_("Same phone number: %(phone)s"),
}

#: The registers by the kinds of ``check_identifier``, as people call them.
KIND_LABELS: dict[str, str] = {
    "uscc": N_("Unified Social Credit Code (China)"),
    "kr_business": N_("Business registration number (Korea)"),
    "kr_corporate": N_("Corporate registration number (Korea)"),
    "companies_house": N_("Company number (United Kingdom)"),
    "hrb": N_("Commercial register (Germany)"),
    "vat": N_("VAT number"),
    "lei": N_("LEI"),
}

#: What can be wrong with a record or a line that is to be compared (``reading.Unreadable``).
FAULTS: dict[str, str] = {
    "line_broken": N_("This line is no JSON text"),
    "line_long": N_("This line is too long"),
    "line_kind": N_("This line is no JSON object with schema, a and b"),
    "side_missing": N_("“%(side)s” is missing"),
    "schema_unknown": N_("The schema “%(schema)s” is unknown; write Person or Organisation"),
    "record_kind": N_("A record is a name or an object"),
    "name_kind": N_("A name is a text, a list of texts, or a text for each language"),
    "nothing_to_compare": N_("A record holds no name, address, number or account to compare by"),
}


def sentence(
    code: str, params: Mapping[str, str], translate: Callable[[str], str], country: Callable[[str], str]
) -> str:
    """Return the sentence of a reason; an unknown code stands for itself.

    ``translate`` takes an English message, ``country`` an ISO code; both answer in the reader's language.
    """
    if code not in TEMPLATES:
        return code
    filled = dict(params)
    if code == "country_differs":
        filled = {name: country(value) for name, value in filled.items()}
    if "kind" in filled:
        filled["kind"] = translate(KIND_LABELS.get(filled["kind"], filled["kind"]))
    return translate(TEMPLATES[code]) % filled
