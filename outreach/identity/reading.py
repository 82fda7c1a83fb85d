"""Evidence from loose records: what somebody else's program knows about a person or a firm, as JSON has it.

A record is a plain string (the name) or a mapping. Keys may stand in singular or plural, values alone or in lists;
keys that say nothing about identity are passed over, and so is a number or an address that cannot be read: unknown
is not different.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .evidence import OrganisationEvidence, PersonEvidence
from .identifiers import KINDS, check_identifier, recognise_identifier
from .legal_forms import COUNTRY_WORDS
from .mail import is_free_mail, mail_domain, normalise_email
from .phones import Phone, parse_phone

MOST_VALUES = 50
HANDLE_KINDS = ("wechat", "kakaotalk", "whatsapp", "linkedin", "line", "telegram")
#: Schemas of a pair and what they mean here.
PERSON_SCHEMAS = frozenset({"person"})
ORGANISATION_SCHEMAS = frozenset({"organisation", "organization", "company", "legalentity", "publicbody"})


class Unreadable(ValueError):
    """A record that cannot be compared; ``code`` names the template in ``reasons.FAULTS``, ``params`` fill it."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def person_from(record: object) -> PersonEvidence:
    """Read a person. Raises Unreadable where there is neither a name nor anything else to compare by, or a name is no text."""
    fields = _fields(record)
    firm = next(iter(_values(fields, "organisation", "organization", "company", "firm")), None)
    firm_fields = firm if isinstance(firm, Mapping) else {"name": firm}
    country = country_code(fields.get("country")) or country_code(firm_fields.get("country"))
    phones = _phones(fields, country)
    evidence = PersonEvidence(
        names=_names(fields), emails=_emails(fields), phones=tuple(p.e164 for p in phones if p.e164),
        organisation=next(iter(_names(firm_fields)), None), country=country,
        handles=_handles(fields), identifiers=_identifiers(fields, country),
        direct_phones=tuple(p.e164 for p in phones if p.e164 and p.kind in ("direct", "mobile")),
        domains=_domains(fields) + _domains(firm_fields), addresses=_addresses(fields),
    )
    if not (evidence.names or evidence.emails or evidence.phones or evidence.handles or evidence.identifiers):
        raise Unreadable("nothing_to_compare")
    return evidence


def organisation_from(record: object) -> OrganisationEvidence:
    """Read a firm. Raises Unreadable where there is neither a name nor anything else to compare by, or a name is no text."""
    fields = _fields(record)
    country = country_code(fields.get("country"))
    of_mail = (mail_domain(email) for email in _emails(fields))
    domains = [d for d in (*of_mail, *_domains(fields)) if d and not is_free_mail(d)]
    phones = _phones(fields, country)
    evidence = OrganisationEvidence(
        names=_names(fields), country=country, domains=tuple(dict.fromkeys(domains)),
        identifiers=_identifiers(fields, country), phones=tuple(p.e164 for p in phones if p.e164),
        city=_text(fields.get("city")), addresses=_addresses(fields), handles=_handles(fields),
    )
    if not (evidence.names or evidence.domains or evidence.identifiers or evidence.phones):
        raise Unreadable("nothing_to_compare")
    return evidence


def country_code(value: object) -> str | None:
    """Return ISO 3166 alpha-2 of a code or a name in one of the four languages; None for what is neither."""
    text = (_text(value) or "").strip()
    if len(text) == 2 and text.isascii() and text.isalpha():
        return {"UK": "GB"}.get(text.upper(), text.upper())
    return COUNTRY_WORDS.get(text.casefold().replace(".", "")) or None


def domain_of(text: str | None) -> str | None:
    """Return the domain of a web address or a bare domain in lower case ASCII, without ``www.``; None for neither."""
    host = (text or "").strip().split("://")[-1].split("/")[0].split("?")[0].rsplit("@", 1)[-1].split(":")[0]
    return mail_domain(normalise_email(f"x@{host.lower().removeprefix('www.')}")) if host else None


def _fields(record: object) -> dict[str, Any]:
    """Return the record as a mapping with lower-case keys."""
    if isinstance(record, str):
        return {"name": record}
    if not isinstance(record, Mapping):
        raise Unreadable("record_kind")
    return {str(key).lower(): value for key, value in record.items()}


def _values(fields: Mapping[str, Any], *keys: str) -> Iterator[Any]:
    """Yield every value under one of the keys or their plurals, lists and mappings by language opened."""
    for key in keys:
        for name in (key, f"{key}s", f"{key}es"):
            value = fields.get(name)
            many = value if isinstance(value, (list, tuple)) else [] if value is None else [value]
            yield from many[:MOST_VALUES]


def _text(value: object) -> str | None:
    """Return a value as text; None for what is empty or no scalar."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return str(value).strip() or None


def _names(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Return every writing of the name. Raises Unreadable for one that is no text: a name says most of all, so that a
    comparison that passed over it would mislead."""
    found: list[str | None] = []
    for value in _values(fields, "name"):
        found += [_name(v) for v in value.values()] if isinstance(value, Mapping) else [_name(value)]
    given, family = _name(fields.get("given")), _name(fields.get("family"))
    if not any(found) and (given or family):
        found.append(" ".join(filter(None, (given, family))))
    return tuple(dict.fromkeys(filter(None, found)))


def _name(value: object) -> str | None:
    """Return one writing of a name; None for what is empty."""
    if value is not None and not isinstance(value, str):
        raise Unreadable("name_kind")
    return _text(value)


def _emails(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the addresses that are addresses, in their one spelling."""
    found = (normalise_email(_text(value)) for value in _values(fields, "email", "mail", "e-mail"))
    return tuple(dict.fromkeys(filter(None, found)))


def _phones(fields: Mapping[str, Any], country: str | None) -> list[Phone]:
    """Return the numbers that can be read."""
    found = (parse_phone(_text(value), country) for value in _values(fields, "phone", "mobile", "tel", "telephone"))
    return [phone for phone in found if phone]


def _domains(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the web domains."""
    found = (domain_of(_text(value)) for value in _values(fields, "domain", "website", "url"))
    return tuple(dict.fromkeys(filter(None, found)))


def _addresses(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the postal addresses; one in parts is put together."""
    found = []
    for value in _values(fields, "address"):
        if isinstance(value, Mapping):
            value = ", ".join(filter(None, (_text(part) for part in value.values())))
        found.append(_text(value))
    return tuple(dict.fromkeys(filter(None, found)))


def _handles(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Return ``kind:value`` of every messenger account; case does not count in any of them."""
    found: list[tuple[str, str | None]] = [(kind, _text(v)) for kind in HANDLE_KINDS for v in _values(fields, kind)]
    for value in _values(fields, "handle"):
        if isinstance(value, Mapping):
            pairs = [(value["kind"], value.get("value"))] if "kind" in value else list(value.items())
            found += [(str(kind), _text(v)) for kind, v in pairs]
        elif _text(value) and ":" in str(value):
            kind, _, rest = str(value).partition(":")
            found.append((kind, rest))
    pairs = ((kind.strip().lower(), (value or "").strip().lstrip("@").casefold()) for kind, value in found)
    return tuple(dict.fromkeys(f"{kind}:{value}" for kind, value in pairs if kind and value))


def _identifiers(fields: Mapping[str, Any], country: str | None) -> tuple[tuple[str, str], ...]:
    """Return the valid numbers as ``(kind, normal form)``; plain strings are recognised by their shape and digits."""
    told: list[tuple[str | None, str | None]] = [(kind, _text(v)) for kind in KINDS for v in _values(fields, kind)]
    for value in _values(fields, "identifier"):
        if isinstance(value, Mapping):
            pairs = [(value["kind"], value.get("value"))] if "kind" in value else list(value.items())
            told += [(str(kind), _text(v)) for kind, vs in pairs for v in (vs if isinstance(vs, list) else [vs])]
        elif isinstance(value, (list, tuple)):
            told += [(str(value[0]), _text(value[1]))] if len(value) == 2 else []
        else:
            told.append((None, _text(value)))
    found: list[tuple[str, str]] = []
    for kind, value in told:
        normal = check_identifier(kind.lower(), value) if kind else None
        found += [(kind.lower(), normal)] if kind and normal else recognise_identifier(value, country) if value else []
    return tuple(dict.fromkeys(found))
