"""What a column can mean, in the order in which the mapping editor offers it."""

from outreach.contacts.services.reading.reasons import N_

FIELDS: list[tuple[str, str]] = [
    ("full_name", N_("Name")),
    ("family_name", N_("Family name")),
    ("given_name", N_("Given name")),
    ("name_prefix", N_("Form of address or title")),
    ("gender", N_("Gender")),
    ("latin_name", N_("Name in Latin letters")),
    ("native_name", N_("Name in its own script")),
    ("organisation", N_("Organisation")),
    ("department", N_("Department")),
    ("job_title", N_("Job title")),
    ("email", N_("E-mail")),
    ("phone", N_("Phone")),
    ("mobile", N_("Mobile phone")),
    ("phone_direct", N_("Direct line")),
    ("fax", N_("Fax")),
    ("country", N_("Country")),
    ("city", N_("City")),
    ("street", N_("Street and number")),
    ("postcode", N_("Postcode")),
    ("website", N_("Website")),
    ("wechat", N_("WeChat")),
    ("kakaotalk", N_("KakaoTalk")),
    ("whatsapp", N_("WhatsApp")),
    ("linkedin", N_("LinkedIn")),
    ("notes", N_("Notes")),
    ("rating", N_("Rating")),
    ("met_on", N_("Met on")),
    ("industry", N_("Industry")),
    ("language", N_("Language")),
    ("tags", N_("Tags")),
]

FIELD_CODES = frozenset(code for code, _ in FIELDS)

NAMING_FIELDS = frozenset(
    ("full_name", "family_name", "given_name", "latin_name", "native_name", "email", "organisation")
)
"""One of these must be mapped: without it nobody can tell whom a row is about."""

OWN = "own."
"""What the code of a field of the zone's own begins with: own.person.region."""

KIND, FIRM = "KIND", "org"
"""Heading and cell that the card of a firm comes with; nobody can map it."""
