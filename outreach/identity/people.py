"""Is this the same person? All evidence weighed, with reasons."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from .addresses import address_relation
from .evidence import DIFFERENT, DOUBTFUL, SAME, Comparison, OrganisationEvidence, PersonEvidence, Reason
from .keys import organisation_keys
from .mail import is_free_mail, is_shared_mailbox, mail_domain
from .names.clean import dominant_script
from .names.commonness import specificity
from .names.likeness import name_match
from .organisations import DOUBT, compare_identifiers, firm_relation, likely, scaled
from .phones import kind_of_e164, national_number

_POSSIBLE_NAME = 0.58
_DOMAIN_DIFFERS = -1.0
# Below this much speaks against it, by addresses and numbers alone.
_MUCH_AGAINST = -1.0
_DOUBT_ODDS = math.log(DOUBT / (1 - DOUBT))
# What the names of two organisations say about two people: log odds, reason, sign, and what it comes to.
_FIRMS: dict[str, tuple[float, str, str, str]] = {
    "same": (1.8, "organisation_equal", "+", "same"),
    "alike": (1.6, "firm_name_alike", "+", "same"),
    "acronym": (0.8, "organisation_contained", "o", "sound"),
    "contained": (0.8, "organisation_contained", "o", "sound"),
    "related": (0.6, "organisation_related", "o", "sound"),
    "number": (0.2, "organisation_related", "o", "sound"),
    "sound": (1.0, "organisation_sound", "+", "sound"),
    "unclear": (-0.2, "organisation_unclear", "o", "unclear"),
    "different": (-1.7, "organisation_differs", "-", "different"),
}
_EQUAL_FIRM = max(weight for weight, *_rest in _FIRMS.values())


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


class PersonOutline:
    """What comparisons ask of one person, worked out once: who is compared with thousands needs it often."""

    __slots__ = ("_firm", "_special", "domains", "evidence", "kinds", "lines", "links", "mobiles", "personal")

    def __init__(self, evidence: PersonEvidence) -> None:
        self.evidence = evidence
        self.personal = tuple(mail for mail in evidence.emails if not is_shared_mailbox(mail))
        self.kinds = frozenset(is_free_mail(mail_domain(mail)) for mail in self.personal)
        self.lines = frozenset((*evidence.phones, *evidence.direct_phones))
        self.mobiles = tuple(sorted(
            line for line in self.lines if line in evidence.mobiles or kind_of_e164(line) == "mobile"))
        domains = (*(domain for mail in evidence.emails if (domain := mail_domain(mail))), *evidence.domains)
        self.domains = frozenset(domain for domain in domains if not is_free_mail(domain))
        #: What speaks for one person wherever it is equal.
        self.links = self.lines.union(
            evidence.emails, evidence.handles, self.domains, (f"{kind}:{value}" for kind, value in evidence.identifiers))
        self._special: float | None = None
        self._firm: tuple[str, frozenset[str]] | None = None

    @property
    def special(self) -> float:
        """0–1: how far the most telling of the names points to one person."""
        if self._special is None:
            self._special = max(map(specificity, self.evidence.names), default=0.0)
        return self._special

    @property
    def firm(self) -> tuple[str, frozenset[str]]:
        """Script and blocking keys of the organisation's name."""
        if self._firm is None:
            name = self.evidence.organisation or ""
            self._firm = dominant_script(name), organisation_keys(OrganisationEvidence((name,)))
        return self._firm

    def tied(self, other: PersonOutline) -> bool:
        """Tell whether anything beside the name may speak for one person: a link, or firms that may be one."""
        if _one_place(self.evidence, other.evidence) or not self.links.isdisjoint(other.links):
            return True
        firms = bool(self.evidence.organisation and other.evidence.organisation)
        return firms and not self.firm[1].isdisjoint(other.firm[1])


def compare_people(a: PersonEvidence, b: PersonEvidence) -> Comparison:
    """Compare two persons by all evidence.

    Names alone never answer ``same``. ``certain`` holds only for an equal
    personal e-mail or an equal mobile or direct line, with matching names.
    """
    return _compare(PersonOutline(a), PersonOutline(b))


def compare_unless_different(a: PersonOutline, b: PersonOutline) -> Comparison | None:
    """Return what ``compare_people`` would, but None for two different people, most of whom a glance tells apart."""
    if _differ(a, b):
        return None
    comparison = _compare(a, b)
    return None if comparison.verdict == DIFFERENT else comparison


def _differ(a: PersonOutline, b: PersonOutline) -> bool:
    """Tell whether nothing can make good what speaks against it, the cheap things asked first."""
    one, other = a.evidence, b.evidence
    if not a.links.isdisjoint(b.links) or _one_place(one, other) or one.addresses and other.addresses:
        return False
    if one.national or other.national:
        return False
    firms, domains = bool(one.organisation and other.organisation), bool(a.domains and b.domains)
    weight = _mails_differ(a, b) + _mobiles_differ(a, b) + _handles_differ(one, other) + _countries_differ(one, other)
    most = _name_odds(min(a.special, b.special), 1.0)
    if firms:
        if weight < 0 and weight + most + _EQUAL_FIRM < _DOUBT_ODDS:
            return True
        relation = _glance(a, b, weight)
        differs = relation == "different" or relation == "unclear" and domains
        if relation and (weight < 0 or differs) and weight + most + _firm_odds(relation, domains) < _DOUBT_ODDS:
            return True
    elif (weight < 0 or domains) and weight + most + domains * _DOMAIN_DIFFERS < _DOUBT_ODDS:
        return True
    return _best_names(one, other)[2] < _POSSIBLE_NAME


def _glance(a: PersonOutline, b: PersonOutline, weight: float) -> str:
    """The relation of the firms, or nothing where it takes long to tell.

    Where much else speaks against it, firms without a common blocking key are taken for two.
    """
    (one, mine), (other, theirs) = a.firm, b.firm
    if weight < _MUCH_AGAINST and mine.isdisjoint(theirs):
        return "different" if one == other else "unclear"
    return firm_relation(a.evidence.organisation, b.evidence.organisation)[0] if one == other else ""


def _firm_odds(relation: str, domains: bool) -> float:
    return _FIRMS[relation][0] + (_DOMAIN_DIFFERS if domains and relation == "unclear" else 0.0)


def _compare(a: PersonOutline, b: PersonOutline) -> Comparison:
    name_a, name_b, score, match = _best_names(a.evidence, b.evidence)
    found = _Findings()
    _names(found, name_a, name_b, score, match)
    _mails(found, a, b)
    _phones(found, a, b)
    _handles(found, a.evidence, b.evidence)
    _firms(found, a, b)
    _places(found, a.evidence, b.evidence)
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
        found.add(code, "+", _name_odds(special, score), **({"a": a} if a == b else {"a": a, "b": b}))
        # An initial says little, but it makes no name a common one.
        common = next((name for name in (a, b) if specificity(name) < 0.5 and not _initialled(name)), None)
        if common:
            found.add("name_common", "o", 0.0, a=common)
    elif score >= _POSSIBLE_NAME:
        found.add("name_possible", "o", -1.6, a=a, b=b)
    else:
        found.add("name_differs", "-", -6.0 + 3 * score, a=a, b=b)


def _initialled(name: str) -> bool:
    """True where a part of the name is one Latin letter."""
    return any(len(part.strip(".")) == 1 and part[0].isascii() for part in name.split())


def _name_odds(special: float, score: float) -> float:
    """Log odds of names that match; a common one says less than nothing."""
    return -0.6 + 1.9 * special * score


def _mails(found: _Findings, a: PersonOutline, b: PersonOutline) -> None:
    """Weigh equal and different addresses."""
    personal = [mail for mail in a.personal if mail in b.personal]
    shared = [mail for mail in a.evidence.emails if mail in b.evidence.emails]
    if personal:
        found.add("email_equal", "+", 6.0, email=personal[0])
    elif shared:
        found.add("email_shared_box", "o", 0.5, email=shared[0])
    elif weight := _mails_differ(a, b):
        found.add("email_differs", "-", weight, a=a.personal[0], b=b.personal[0])


def _mails_differ(a: PersonOutline, b: PersonOutline) -> float:
    """Log odds of two who share no address; many have a private one beside the firm's, two of one kind say more."""
    if not a.personal or not b.personal:
        return 0.0
    return -0.5 if a.kinds.isdisjoint(b.kinds) else -1.2


def _phones(found: _Findings, a: PersonOutline, b: PersonOutline) -> None:
    """Weigh equal and different lines."""
    equal = sorted(a.lines & b.lines)
    direct = {*a.evidence.direct_phones, *b.evidence.direct_phones}
    lines = [line for line in equal if line in direct or kind_of_e164(line) == "mobile"]
    if lines:
        found.add("phone_direct_equal", "+", 5.0, phone=lines[0])
    elif perhaps := _national_equal(a.evidence, b.evidence, direct):
        found.add("phone_national_equal", "+", 2.5, phone=perhaps)
    elif equal:
        found.add("phone_fixed_equal", "+", 1.5, phone=equal[0])
    elif weight := _mobiles_differ(a, b):
        found.add("phone_differs", "-", weight, a=a.mobiles[0], b=b.mobiles[0])


def _national_equal(a: PersonEvidence, b: PersonEvidence, direct: set[str]) -> str:
    """Return the mobile or direct line of one that the other has without a country, or both have so; '' for none."""
    if not (a.national or b.national):
        return ""
    for one, other in ((a, b), (b, a)):
        for line in (*one.phones, *one.direct_phones) if other.national else ():
            if national_number(line) in other.national and (line in direct or kind_of_e164(line) == "mobile"):
                return line
    return next((digits for digits in a.national if digits in b.national), "")


def _mobiles_differ(a: PersonOutline, b: PersonOutline) -> float:
    """Log odds of two who share no line; a mobile of another country is a second one, not another person's."""
    if not a.mobiles or not b.mobiles:
        return 0.0
    return -0.3 if a.mobiles[0][:3] != b.mobiles[0][:3] else -1.2


def _handles(found: _Findings, a: PersonEvidence, b: PersonEvidence) -> None:
    """Weigh messenger accounts and official numbers."""
    equal = [handle for handle in a.handles if handle in b.handles]
    if equal:
        found.add("handle_equal", "+", 5.0, handle=equal[0])
    elif weight := _handles_differ(a, b):
        one, other = next((x, y) for y in b.handles for x in reversed(a.handles) if _kind_of(x) == _kind_of(y))
        found.add("handle_differs", "-", weight, a=one, b=other)
    for code, sign, params in compare_identifiers(a.identifiers, b.identifiers):
        found.add(code, sign, 6.0 if sign == "+" else -6.0, **params)


def _handles_differ(a: PersonEvidence, b: PersonEvidence) -> float:
    """Log odds of two with accounts of one kind, none of them shared."""
    if not a.handles or not b.handles:
        return 0.0
    return 0.0 if {*map(_kind_of, a.handles)}.isdisjoint(map(_kind_of, b.handles)) else -1.0


def _kind_of(handle: str) -> str:
    return handle.partition(":")[0]


def _firms(found: _Findings, a: PersonOutline, b: PersonOutline) -> None:
    """Weigh the organisations, and the mail domains where names say nothing."""
    one, other = a.evidence, b.evidence
    shared = sorted(a.domains & b.domains)
    names = {"a": one.organisation or "", "b": other.organisation or ""}
    if _one_place(one, other):
        found.firm = "same"
        found.add("organisation_equal", "+", 2.2, **names)
    elif one.organisation and other.organisation:
        weight, code, sign, found.firm = _FIRMS[firm_relation(one.organisation, other.organisation)[0]]
        found.add(code, sign, weight, **names)
    if shared and "email_equal" not in found.found:
        # Beside an equal firm an equal domain says nothing new.
        weight = 0.3 if found.firm == "same" else 1.4
        found.firm = "same"
        found.add("mail_domain_equal", "+", weight, domain=shared[0])
    elif a.domains and b.domains and not shared and found.firm in ("unknown", "unclear"):
        found.firm = "different"
        found.weight += _DOMAIN_DIFFERS


def _one_place(a: PersonEvidence, b: PersonEvidence) -> bool:
    return a.organisation_id is not None and a.organisation_id == b.organisation_id


def _places(found: _Findings, a: PersonEvidence, b: PersonEvidence) -> None:
    """Weigh countries and postal addresses; colleagues share an address, and people move."""
    if weight := _countries_differ(a, b):
        found.add("country_differs", "-", weight, a=a.country, b=b.country)
    pairs = [(x, y) for x in a.addresses for y in b.addresses]
    relations = {address_relation(x, y, a.country, b.country): (x, y) for x, y in reversed(pairs)}
    if "equal" in relations:
        found.add("address_equal", "+", 0.4 if found.firm == "same" else 1.2, a=relations["equal"][0])
    elif "different" in relations and "near" not in relations:
        found.add("address_differs", "o", -0.3, a=relations["different"][0], b=relations["different"][1])


def _countries_differ(a: PersonEvidence, b: PersonEvidence) -> float:
    return -0.6 if a.country and b.country and a.country != b.country else 0.0


def _verdict(found: _Findings, match: bool, score: float) -> str:
    """Decide from the findings; names, firm and place together never answer ``same``."""
    codes = found.found
    strong = {"handle_equal", "identifier_equal"} & codes
    if strong or {"email_equal", "phone_direct_equal", "phone_national_equal"} & codes:
        return SAME if match and strong and "identifier_differs" not in codes else DOUBTFUL
    if "identifier_differs" in codes:
        return DIFFERENT
    against = any(reason.sign == "-" for reason in found.reasons) or found.firm == "different"
    if match:
        # A bare name, however common, is worth a look until something speaks against it.
        return DOUBTFUL if not against or likely(found.weight) >= DOUBT else DIFFERENT
    near = score >= _POSSIBLE_NAME and found.firm in ("same", "sound")
    return DOUBTFUL if near and likely(found.weight) >= DOUBT else DIFFERENT
