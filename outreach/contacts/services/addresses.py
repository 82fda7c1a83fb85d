"""A postal address as the country where it lies writes it, the country in the sender's language below."""

from outreach.contacts.models import Organisation
from outreach.i18n import formats

#: Countries that write from the large to the small.
_LARGE_FIRST = frozenset({"CN", "TW", "HK", "MO", "JP"})


def address_lines(row: Organisation, language: str | None = None) -> list[str]:
    """The lines of an organisation's address, without its name; empty for none."""
    street, postcode, city, country = ((value or "").strip() for value in (
        row.street, row.postcode, row.city, row.country))
    if country in _LARGE_FIRST:
        joined = street if city and street.startswith(city) else f"{city}{street}"
        lines = [postcode, joined]
    elif country == "KR":
        joined = street if city and street.startswith(city) else f"{city} {street}".strip()
        lines = [f"{joined} ({postcode})" if postcode and joined else joined or postcode]
    elif country in ("GB", "IE"):
        lines = [street, city, postcode]
    elif country in ("US", "CA", "AU"):
        lines = [street, f"{city} {postcode}".strip()]
    else:
        lines = [street, f"{postcode} {city}".strip()]
    lines = [line for line in lines if line]
    return [*lines, formats.country(country, lang=language)] if lines and country else lines
