"""Is this the same person? All evidence weighed, with reasons."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from .evidence import DIFFERENT, DOUBTFUL, SAME, Comparison, PersonEvidence, Reason
from .mail import is_free_mail, is_shared_mailbox, mail_domain
from .names.commonness import specificity
from .names.likeness import name_match
from .organisations import firm_relation
from .phones import kind_of_e164

_POSSIBLE_NAME = 0.58


@dataclass
class _Findings:
    """What the single comparisons found; ``weight`` is a sum of log odds."""

    reasons: list[Reason] = field(default_factory=list)
    weight: float = -2.0
    mail: bool = False
    line: bool = False
    handle: bool = False
    identifier: bool = False
    conflict: bool = False
    other_mail: bool = False
    other_line: bool = False
    firm: str = "unknown"

    def add(self, code: str, sign: str, weight: float, **params: str) -> None:
        """Note a reason and its weight."""
        self.reasons.append(Reason(code, sign, params))
        self.weight += weight


def compare_people(a: PersonEvidence, b: PersonEvidence) -> Comparison:
    """Compare two persons by all evidence.

    Names alone never answer ``same``. ``certain`` holds only for an equal
    personal e-mail or an equal mobile or direct line, with matching names.
    """
    name_a, name_b, score, match = _best_names(a, b)
    found = _Findings()
    _names(found, name_a, name_b, score, match)
    _mails(found, a, b)
    _phones(found, a, b)
    _handles(found, a, b)
    _firms(found, a, b)
    certain = match and (found.mail or found.line) and not found.conflict
    verdict = _verdict(found, match, score, certain, name_a)
    return Comparison(_scaled(found.weight, verdict), verdict, score, match, tuple(found.reasons), certain)


def _best_names(a: PersonEvidence, b: PersonEvidence) -> tuple[str, str, float, bool]:
    """Return the pair of names that match best."""
    best = ("", "", -1.0, False)
    for one in a.names:
        for other in b.names:
            score, match = name_match(one, other)
            if score > best[2]:
                best = (one, other, score, match)
    return best if best[2] >= 0 else ("", "", 0.0, False)


def _names(found: _Findings, a: str, b: str, score: float, match: bool) -> None:
    """Weigh the names; a common one counts for less."""
    if not a or not b:
        return
    if match:
        special = specificity(a)
        found.add("name_equal" if a == b else "name_variant", "+", 0.8 + 2.2 * special * score, a=a, b=b)
        if special < 0.5:
            found.reasons.append(Reason("name_common", "o", {"a": a}))
    elif score >= _POSSIBLE_NAME:
        found.add("name_possible", "o", -0.5, a=a, b=b)
    else:
        found.add("name_differs", "-", -5.0 + 3 * score, a=a, b=b)


def _mails(found: _Findings, a: PersonEvidence, b: PersonEvidence) -> None:
    """Weigh equal and different addresses."""
    equal = [mail for mail in a.emails if mail in b.emails]
    personal = [mail for mail in equal if not is_shared_mailbox(mail)]
    if personal:
        found.mail = True
        found.add("email_equal", "+", 6.0, email=personal[0])
        return
    if equal:
        found.add("email_shared_box", "o", 0.5, email=equal[0])
        return
    mine = [m for m in a.emails if not is_shared_mailbox(m)]
    theirs = [m for m in b.emails if not is_shared_mailbox(m)]
    if mine and theirs:
        found.other_mail = True
        found.add("email_differs", "-", -1.0, a=mine[0], b=theirs[0])


def _phones(found: _Findings, a: PersonEvidence, b: PersonEvidence) -> None:
    """Weigh equal and different lines."""
    direct = set(a.direct_phones) | set(b.direct_phones)
    mine, theirs = {*a.phones, *a.direct_phones}, {*b.phones, *b.direct_phones}
    equal = sorted(mine & theirs)
    lines = [p for p in equal if p in direct or kind_of_e164(p) == "mobile"]
    if lines:
        found.line = True
        found.add("phone_direct_equal", "+", 5.0, phone=lines[0])
    elif equal:
        found.add("phone_fixed_equal", "+", 1.5, phone=equal[0])
    else:
        mobile_a = [p for p in sorted(mine) if kind_of_e164(p) == "mobile"]
        mobile_b = [p for p in sorted(theirs) if kind_of_e164(p) == "mobile"]
        if mobile_a and mobile_b:
            found.other_line = True
            found.add("phone_differs", "-", -0.8, a=mobile_a[0], b=mobile_b[0])


def _handles(found: _Findings, a: PersonEvidence, b: PersonEvidence) -> None:
    """Weigh messenger accounts and official numbers."""
    equal = [handle for handle in a.handles if handle in b.handles]
    if equal:
        found.handle = True
        found.add("handle_equal", "+", 5.0, handle=equal[0])
    mine = dict(a.identifiers)
    for kind, value in b.identifiers:
        if kind in mine and mine[kind] == value:
            found.identifier = True
            found.add("identifier_equal", "+", 6.0, kind=kind, value=value)
        elif kind in mine:
            found.conflict = True
            found.add("identifier_differs", "-", -6.0, kind=kind, a=mine[kind], b=value)


def _firms(found: _Findings, a: PersonEvidence, b: PersonEvidence) -> None:
    """Weigh the organisations, and the mail domains where names say nothing."""
    domains_a = {d for m in a.emails if (d := mail_domain(m)) and not is_free_mail(d)}
    domains_b = {d for m in b.emails if (d := mail_domain(m)) and not is_free_mail(d)}
    shared = sorted(domains_a & domains_b)
    names = {"a": a.organisation or "", "b": b.organisation or ""}
    if a.organisation_id is not None and a.organisation_id == b.organisation_id:
        found.firm = "same"
        found.add("organisation_equal", "+", 2.5, **names)
    elif a.organisation and b.organisation:
        relation, _ = firm_relation(a.organisation, b.organisation)
        found.firm = _firm_by_name(found, relation, names)
    if shared and not found.mail:
        found.firm = "same"
        found.add("mail_domain_equal", "+", 1.5, domain=shared[0])
    elif domains_a and domains_b and not shared and found.firm in ("unknown", "unclear"):
        found.firm = "different"
        found.weight -= 1.0
    if a.country and b.country and a.country != b.country:
        found.add("country_differs", "-", -0.5, a=a.country, b=b.country)


def _firm_by_name(found: _Findings, relation: str, names: dict[str, str]) -> str:
    """Note what the names of two organisations say; return same, sound, unclear or different."""
    if relation in ("same", "alike"):
        found.add("organisation_equal", "+", 2.0, **names)
        return "same"
    if relation == "sound":
        found.add("organisation_sound", "+", 1.2, **names)
        return "sound"
    if relation == "unclear":
        found.add("organisation_unclear", "o", -0.2, **names)
        return "unclear"
    found.add("organisation_differs", "-", -1.8, **names)
    return "different"


def _verdict(found: _Findings, match: bool, score: float, certain: bool, name: str) -> str:
    """Decide from the findings; see decision 4 of the design."""
    if certain:
        return SAME
    linked = found.mail or found.line or found.handle or found.identifier
    if linked:
        return SAME if match and not found.conflict and (found.handle or found.identifier) else DOUBTFUL
    if found.conflict:
        return DIFFERENT
    if match:
        if found.firm != "different":
            return DOUBTFUL
        # A namesake at another firm may have changed jobs; other mail, other
        # mobile or a common name make that too unlikely to bother anybody.
        other = found.other_mail or found.other_line
        return DIFFERENT if other or specificity(name) < 0.5 else DOUBTFUL
    return DOUBTFUL if score >= _POSSIBLE_NAME and found.firm in ("same", "sound") else DIFFERENT


def _scaled(weight: float, verdict: str) -> float:
    """Bring the sum of log odds into the band of the verdict."""
    likely = 1 / (1 + math.exp(-weight))
    low, high = {SAME: (0.9, 1.0), DOUBTFUL: (0.35, 0.89), DIFFERENT: (0.0, 0.34)}[verdict]
    return round(low + (high - low) * likely, 4)
