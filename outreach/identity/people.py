"""Is this the same person? All evidence weighed, with reasons."""

from __future__ import annotations

from dataclasses import dataclass, field

from .addresses import address_relation
from .evidence import DIFFERENT, DOUBTFUL, SAME, Comparison, PersonEvidence, Reason
from .mail import is_free_mail, is_shared_mailbox, mail_domain
from .names.commonness import specificity
from .names.likeness import name_match
from .organisations import DOUBT, compare_identifiers, firm_relation, likely, scaled
from .phones import kind_of_e164

_POSSIBLE_NAME = 0.58
# What the names of two organisations say about two people: log odds, reason, sign, and what it comes to.
_FIRMS: dict[str, tuple[float, str, str, str]] = {
    "same": (1.8, "organisation_equal", "+", "same"),
    "alike": (1.6, "organisation_equal", "+", "same"),
    "acronym": (0.8, "organisation_contained", "o", "sound"),
    "contained": (0.8, "organisation_contained", "o", "sound"),
    "related": (0.6, "organisation_related", "o", "sound"),
    "number": (0.2, "organisation_related", "o", "sound"),
    "sound": (1.0, "organisation_sound", "+", "sound"),
    "unclear": (-0.2, "organisation_unclear", "o", "unclear"),
    "different": (-1.7, "organisation_differs", "-", "different"),
}


@dataclass
class _Findings:
    """What the single comparisons found; ``weight`` is a sum of log odds."""

    reasons: list[Reason] = field(default_factory=list)
    weight: float = 0.0
    found: set[str] = field(default_factory=set)
    firm: str = "unknown"

    def add(self, code: str, sign: str, weight: float, **params: str) -> None:
        """Note a reason and its weight."""
        self.reasons.append(Reason(code, sign, params))
        self.weight += weight
        self.found.add(code)


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
    _places(found, a, b)
    certain = match and bool({"email_equal", "phone_direct_equal"} & found.found) and "identifier_differs" not in found.found
    verdict = SAME if certain else _verdict(found, match, score)
    return Comparison(scaled(found.weight, verdict), verdict, score, match, tuple(found.reasons), certain)


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
        special = min(specificity(a), specificity(b))
        code = "name_equal" if a == b else "name_variant"
        found.add(code, "+", -0.6 + 1.9 * special * score, **({"a": a} if a == b else {"a": a, "b": b}))
        if special < 0.5:
            found.add("name_common", "o", 0.0, a=a)
    elif score >= _POSSIBLE_NAME:
        found.add("name_possible", "o", -1.6, a=a, b=b)
    else:
        found.add("name_differs", "-", -6.0 + 3 * score, a=a, b=b)


def _mails(found: _Findings, a: PersonEvidence, b: PersonEvidence) -> None:
    """Weigh equal and different addresses."""
    equal = [mail for mail in a.emails if mail in b.emails]
    personal = [mail for mail in equal if not is_shared_mailbox(mail)]
    if personal:
        found.add("email_equal", "+", 6.0, email=personal[0])
        return
    if equal:
        found.add("email_shared_box", "o", 0.5, email=equal[0])
        return
    mine, theirs = ([m for m in side.emails if not is_shared_mailbox(m)] for side in (a, b))
    if mine and theirs:
        # Many have a private address beside the firm's; two addresses of one kind say more.
        kinds = ({is_free_mail(mail_domain(m)) for m in side} for side in (mine, theirs))
        weight = -1.2 if set.intersection(*kinds) else -0.5
        found.add("email_differs", "-", weight, a=mine[0], b=theirs[0])


def _phones(found: _Findings, a: PersonEvidence, b: PersonEvidence) -> None:
    """Weigh equal and different lines."""
    direct = set(a.direct_phones) | set(b.direct_phones)
    mine, theirs = {*a.phones, *a.direct_phones}, {*b.phones, *b.direct_phones}
    equal = sorted(mine & theirs)
    lines = [p for p in equal if p in direct or kind_of_e164(p) == "mobile"]
    if lines:
        found.add("phone_direct_equal", "+", 5.0, phone=lines[0])
    elif equal:
        found.add("phone_fixed_equal", "+", 1.5, phone=equal[0])
    else:
        mobile_a, mobile_b = (sorted(p for p in side if kind_of_e164(p) == "mobile") for side in (mine, theirs))
        if mobile_a and mobile_b:
            # A mobile of another country is a second one, not another person's.
            abroad = mobile_a[0][:3] != mobile_b[0][:3]
            found.add("phone_differs", "-", -0.3 if abroad else -1.2, a=mobile_a[0], b=mobile_b[0])


def _handles(found: _Findings, a: PersonEvidence, b: PersonEvidence) -> None:
    """Weigh messenger accounts and official numbers."""
    equal = [handle for handle in a.handles if handle in b.handles]
    if equal:
        found.add("handle_equal", "+", 5.0, handle=equal[0])
    else:
        kinds = {h.partition(":")[0]: h for h in a.handles}
        other = next((h for h in b.handles if h.partition(":")[0] in kinds), None)
        if other:
            found.add("handle_differs", "-", -1.0, a=kinds[other.partition(":")[0]], b=other)
    for code, sign, params in compare_identifiers(a.identifiers, b.identifiers):
        found.add(code, sign, 6.0 if sign == "+" else -6.0, **params)


def _firms(found: _Findings, a: PersonEvidence, b: PersonEvidence) -> None:
    """Weigh the organisations, and the mail domains where names say nothing."""
    domains_a, domains_b = (
        {*(d for m in side.emails if (d := mail_domain(m))), *side.domains} for side in (a, b)
    )
    domains_a, domains_b = ({d for d in side if not is_free_mail(d)} for side in (domains_a, domains_b))
    shared = sorted(domains_a & domains_b)
    names = {"a": a.organisation or "", "b": b.organisation or ""}
    if a.organisation_id is not None and a.organisation_id == b.organisation_id:
        found.firm = "same"
        found.add("organisation_equal", "+", 2.2, **names)
    elif a.organisation and b.organisation:
        weight, code, sign, found.firm = _FIRMS[firm_relation(a.organisation, b.organisation)[0]]
        found.add(code, sign, weight, **names)
    if shared and "email_equal" not in found.found:
        # Beside an equal firm an equal domain says nothing new.
        weight = 0.3 if found.firm == "same" else 1.4
        found.firm = "same"
        found.add("mail_domain_equal", "+", weight, domain=shared[0])
    elif domains_a and domains_b and not shared and found.firm in ("unknown", "unclear"):
        found.firm = "different"
        found.weight -= 1.0


def _places(found: _Findings, a: PersonEvidence, b: PersonEvidence) -> None:
    """Weigh countries and postal addresses; colleagues share an address, and people move."""
    if a.country and b.country and a.country != b.country:
        found.add("country_differs", "-", -0.6, a=a.country, b=b.country)
    pairs = [(x, y) for x in a.addresses for y in b.addresses]
    relations = {address_relation(x, y, a.country, b.country): (x, y) for x, y in reversed(pairs)}
    if "equal" in relations:
        found.add("address_equal", "+", 0.4 if found.firm == "same" else 1.2, a=relations["equal"][0])
    elif "different" in relations and "near" not in relations:
        found.add("address_differs", "o", -0.3, a=relations["different"][0], b=relations["different"][1])


def _verdict(found: _Findings, match: bool, score: float) -> str:
    """Decide from the findings; names, firm and place together never answer ``same``."""
    codes = found.found
    strong = {"handle_equal", "identifier_equal"} & codes
    if strong or {"email_equal", "phone_direct_equal"} & codes:
        return SAME if match and strong and "identifier_differs" not in codes else DOUBTFUL
    if "identifier_differs" in codes:
        return DIFFERENT
    against = any(reason.sign == "-" for reason in found.reasons) or found.firm == "different"
    if match:
        # A bare name, however common, is worth a look until something speaks against it.
        return DOUBTFUL if not against or likely(found.weight) >= DOUBT else DIFFERENT
    near = score >= _POSSIBLE_NAME and found.firm in ("same", "sound")
    return DOUBTFUL if near and likely(found.weight) >= DOUBT else DIFFERENT
