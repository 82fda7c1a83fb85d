"""What is known about one person or one firm, and what a comparison answers.

Plain values only: who builds the evidence (a stored record, a row of a lead
file, a scanned card) is the caller's affair.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Messengers whose accounts are the same in capitals and small letters.
_CASELESS = frozenset(("wechat",))

SAME = "same"
DOUBTFUL = "doubtful"
DIFFERENT = "different"


@dataclass(frozen=True)
class PersonEvidence:
    """Everything a person can be recognised by.

    ``names``: every known writing of the name, in any script and order.
    ``emails``: results of ``normalise_email``.
    ``phones``: E.164 strings.
    ``organisation``: name of the firm as written; ``organisation_id`` our own
    record of it, equal ids being stronger than equal names.
    ``country``: ISO 3166 alpha-2 of the person's place.
    ``handles``: results of ``handle_of`` (``wechat:wx_p003``).
    ``identifiers``: ``(kind, value)`` pairs that only one person can hold.
    ``direct_phones``: those of ``phones`` that the caller knows to be direct
    lines although their number looks like any landline.
    ``mobiles``: those of ``phones`` that the caller knows to be mobiles; of the
    others the number says it.
    ``domains``: web domains told of the person beside those of the mail.
    ``addresses``: postal addresses as written.
    ``national``: results of ``national_digits`` of numbers whose country nobody told.
    """

    names: tuple[str, ...]
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    organisation: str | None = None
    organisation_id: int | None = None
    country: str | None = None
    handles: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    direct_phones: tuple[str, ...] = ()
    mobiles: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    national: tuple[str, ...] = ()


def handle_of(kind: str, value: str) -> str:
    """Return ``kind:value`` of a messenger account as it is compared: WeChat knows no capitals, KakaoTalk does."""
    return f"{kind}:{value.casefold() if kind in _CASELESS else value}"


@dataclass(frozen=True)
class OrganisationEvidence:
    """Everything a firm can be recognised by.

    ``names``: every known writing; ``country``: ISO 3166 alpha-2 of its seat;
    ``domains``: mail or web domains, lower case; ``identifiers``: pairs
    ``(kind, value)`` as ``check_identifier`` returns values; ``phones``: E.164;
    ``city`` and ``addresses`` as written; ``handles``: ``kind:value``.
    """

    names: tuple[str, ...]
    country: str | None = None
    domains: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    phones: tuple[str, ...] = ()
    city: str | None = None
    addresses: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reason:
    """One thing that spoke for (+), against (-) or neither way (o).

    ``code`` names a template in ``reasons.TEMPLATES``, ``params`` fill it.
    """

    code: str
    sign: str
    params: dict[str, str]


@dataclass(frozen=True)
class Comparison:
    """The answer for one pair.

    ``score`` 0–1: how likely both are one, all evidence taken together; among
    pairs that score 0.7 about seven in ten are one (docs/identity.md says how
    that was checked).
    ``verdict``: ``same``, ``doubtful`` or ``different``.
    ``name_score`` and ``name_match``: the names alone.
    ``certain``: an incoming row may be attached without asking anybody.
    """

    score: float
    verdict: str
    name_score: float
    name_match: bool
    reasons: tuple[Reason, ...]
    certain: bool = False


def attaches_by_itself(comparison: Comparison) -> bool:
    """Tell whether an incoming row may join the stored person unasked.

    Only an equal personal e-mail address or an equal mobile or direct line,
    each together with matching names, allows it.
    """
    return comparison.certain
