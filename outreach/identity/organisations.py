"""Is this the same firm? All evidence weighed, with reasons."""

from __future__ import annotations

from dataclasses import dataclass, field

from .addresses import address_relation
from .evidence import DIFFERENT, DOUBTFUL, SAME, Comparison, OrganisationEvidence, Reason
from .firm_likeness import RELATIONS, firm_name_match, firm_relation, forms_clash, likely, places_clash
from .firm_parts import ParsedOrganisation, parse_organisation, without_form
from .identifiers import same_register
from .mail import is_free_mail

__all__ = [
    "ParsedOrganisation", "compare_identifiers", "compare_organisations", "firm_name_match", "firm_relation", "likely",
    "organisations_fit", "parse_organisation", "without_form",
]

#: Below this likelihood two records are different, from it on somebody should look.
DOUBT = 0.35
# Log odds of what the names say, and the reason for it.
_NAMES: dict[str, tuple[float, str, str]] = {
    "same": (1.2, "firm_name_equal", "+"),
    "alike": (0.6, "firm_name_alike", "+"),
    "acronym": (-0.2, "firm_acronym", "o"),
    "contained": (-0.3, "firm_contained", "o"),
    "sound": (-0.4, "organisation_sound", "o"),
    "unclear": (-1.6, "organisation_unclear", "o"),
    "related": (-2.6, "firm_related", "-"),
    "number": (-4.0, "firm_number_differs", "-"),
    "different": (-4.0, "firm_name_differs", "-"),
}


@dataclass
class _Findings:
    """What the single comparisons found; ``weight`` is a sum of log odds."""

    reasons: list[Reason] = field(default_factory=list)
    weight: float = 0.0
    found: set[str] = field(default_factory=set)

    def add(self, code: str, sign: str, weight: float, **params: str) -> None:
        """Note a reason and its weight."""
        self.reasons.append(Reason(code, sign, params))
        self.weight += weight
        self.found.add(code)


def compare_organisations(a: OrganisationEvidence, b: OrganisationEvidence) -> Comparison:
    """Compare two firms by all evidence; names alone never answer ``same``.

    ``certain`` holds only for an equal official number that nothing contradicts.
    """
    relation, likeness, name_a, name_b = _best_names(a, b)
    match = relation in ("same", "alike", "acronym")
    if match and a.country and b.country and a.country != b.country:
        relation = "related"
    found = _Findings()
    _names(found, relation, name_a, name_b)
    for code, sign, params in compare_identifiers(a.identifiers, b.identifiers):
        found.add(code, sign, 7.0 if sign == "+" else -7.0, **params)
    _contacts(found, a, b)
    _places(found, a, b)
    verdict = _verdict(found, relation)
    certain = verdict == SAME and "identifier_equal" in found.found
    return Comparison(scaled(found.weight, verdict), verdict, round(likeness, 4), match, tuple(found.reasons), certain)


def organisations_fit(name_a: str, country_a: str | None, name_b: str, country_b: str | None) -> bool:
    """Tell whether two firms of one key can be one: form, country and place part equal or unknown on one side."""
    a, b = parse_organisation(name_a), parse_organisation(name_b)
    here, there = country_a or a.country_hint, country_b or b.country_hint
    return not (forms_clash(a.legal_form, b.legal_form) or places_clash(a, b) or here and there and here != there)


def compare_identifiers(
    a: tuple[tuple[str, str], ...], b: tuple[tuple[str, str], ...]
) -> list[tuple[str, str, dict[str, str]]]:
    """Return reasons (code, sign, params): one for each kind that both sides have, equal or different."""
    found = []
    for kind in dict.fromkeys(kind for kind, _ in a):
        mine, theirs = ([value for k, value in side if k == kind] for side in (a, b))
        equal = next((value for value in mine if value in theirs), None)
        if equal:
            found.append(("identifier_equal", "+", {"kind": kind, "value": equal}))
            continue
        clash = next(((x, y) for x in mine for y in theirs if same_register(kind, x, y)), None)
        if clash:
            found.append(("identifier_differs", "-", {"kind": kind, "a": clash[0], "b": clash[1]}))
    return found


def _best_names(a: OrganisationEvidence, b: OrganisationEvidence) -> tuple[str, float, str, str]:
    """Return the best relation over all pairs of names."""
    best = ("unclear", 0.0, "", "")
    for one in a.names:
        for other in b.names:
            relation, likeness = firm_relation(one, other)
            if relation == "unclear" and one.strip() == other.strip():
                # Signs alone name no firm that two people could share, but a text is equal to itself.
                relation, likeness = "same", 1.0
            if not best[2] or (RELATIONS.index(relation), likeness) > (RELATIONS.index(best[0]), best[1]):
                best = (relation, likeness, one, other)
    return best


def _names(found: _Findings, relation: str, a: str, b: str) -> None:
    """Note what the names say."""
    if not a or not b:
        return
    weight, code, sign = _NAMES[relation]
    one, other = parse_organisation(a), parse_organisation(b)
    if relation == "alike" and one.script != other.script:
        code = "firm_translated"
    elif relation == "related" and one.part != other.part:
        code = "firm_group"
    elif relation == "related" and one.where and other.where and one.where != other.where:
        code = "firm_place"
    found.add(code, sign, weight, a=a, b=b)


def _contacts(found: _Findings, a: OrganisationEvidence, b: OrganisationEvidence) -> None:
    """Weigh domains, lines and accounts."""
    mine, theirs = ([d for d in side.domains if not is_free_mail(d)] for side in (a, b))
    domain = next((d for d in mine if d in theirs), None)
    if domain:
        found.add("firm_domain_equal", "+", 2.4, domain=domain)
    elif mine and theirs:
        # Firms own several domains, so another one says little.
        found.add("firm_domain_differs", "o", -0.8, a=mine[0], b=theirs[0])
    phone = next((p for p in a.phones if p in b.phones), None)
    if phone:
        found.add("firm_phone_equal", "+", 2.0, phone=phone)
    handle = next((h for h in a.handles if h in b.handles), None)
    if handle:
        found.add("handle_equal", "+", 3.0, handle=handle)


def _places(found: _Findings, a: OrganisationEvidence, b: OrganisationEvidence) -> None:
    """Weigh countries, addresses and cities."""
    if a.country and b.country and a.country != b.country:
        found.add("country_differs", "-", -1.5, a=a.country, b=b.country)
        return
    pairs = [(x, y) for x in (*a.addresses, *filter(None, [a.city])) for y in (*b.addresses, *filter(None, [b.city]))]
    relations = {address_relation(x, y, a.country, b.country): (x, y) for x, y in reversed(pairs)}
    if "equal" in relations:
        found.add("address_equal", "+", 2.0, a=relations["equal"][0], b=relations["equal"][1])
    elif "different" in relations and "near" not in relations:
        found.add("address_differs", "o", -0.7, a=relations["different"][0], b=relations["different"][1])


def _verdict(found: _Findings, relation: str) -> str:
    """Decide from the evidence; see domain.md part 6."""
    codes = found.found
    if "identifier_equal" in codes:
        return DOUBTFUL if "identifier_differs" in codes else SAME
    if "identifier_differs" in codes or relation == "number":
        return DIFFERENT
    contact = {"firm_domain_equal", "firm_phone_equal", "handle_equal", "address_equal"} & codes
    if relation == "related":
        return DOUBTFUL if "firm_domain_equal" in codes else DIFFERENT
    if relation == "same" and contact or relation == "alike" and len(contact) >= 2:
        return SAME
    if relation in ("same", "alike", "sound", "acronym"):
        return DOUBTFUL if contact or likely(found.weight) >= DOUBT else DIFFERENT
    if contact and (relation != "different" or "firm_domain_equal" in codes):
        return DOUBTFUL
    return DOUBTFUL if relation == "contained" and likely(found.weight) >= DOUBT else DIFFERENT


def scaled(weight: float, verdict: str) -> float:
    """Return the likelihood, kept within what the verdict allows: who is doubtful is neither sure nor ruled out."""
    low, high = {SAME: (0.9, 1.0), DOUBTFUL: (DOUBT, 0.89), DIFFERENT: (0.0, DOUBT - 0.01)}[verdict]
    return round(min(high, max(low, likely(weight))), 4)
