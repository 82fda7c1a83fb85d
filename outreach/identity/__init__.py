"""Who is who: names, firms, phones and mail addresses across scripts.

Pure Python without Flask or database; nothing of ours is imported. Heavy
dictionaries load on first use, so importing this package is quick.

``name_match`` asks whether two names could be one; ``compare_people`` and
``compare_organisations`` ask whether all evidence says one.
"""

from .evidence import (
    Comparison,
    OrganisationEvidence,
    PersonEvidence,
    Reason,
    attaches_by_itself,
    handle_of,
)
from .identifiers import check_identifier
from .keys import organisation_keys, person_keys
from .mail import is_free_mail, is_shared_mailbox, mail_domain, normalise_email
from .names.clean import without_address
from .names.likeness import name_match
from .names.parsing import ParsedName, parse_name
from .names.romanise import romanised
from .organisations import (
    ParsedOrganisation,
    compare_organisations,
    parse_organisation,
    without_form,
)
from .people import PersonOutline, compare_people, compare_unless_different
from .phones import Phone, asked_digits, national_digits, national_number, parse_phone, phone_words, written_phone
from .tokens import index_tokens, query_tokens, sort_key

__all__ = [
    "Comparison",
    "OrganisationEvidence",
    "ParsedName",
    "ParsedOrganisation",
    "PersonEvidence",
    "PersonOutline",
    "Phone",
    "Reason",
    "asked_digits",
    "attaches_by_itself",
    "check_identifier",
    "compare_organisations",
    "compare_people",
    "compare_unless_different",
    "handle_of",
    "index_tokens",
    "is_free_mail",
    "is_shared_mailbox",
    "mail_domain",
    "name_match",
    "national_digits",
    "national_number",
    "normalise_email",
    "organisation_keys",
    "parse_name",
    "parse_organisation",
    "parse_phone",
    "person_keys",
    "phone_words",
    "query_tokens",
    "romanised",
    "sort_key",
    "without_address",
    "without_form",
    "written_phone",
]
