"""Codes of this room in words, in the language of the page or dossier being written."""

from flask_babel import gettext as _

from outreach.catalogue import queries as catalogue
from outreach.i18n import current_language
from outreach.identity import parse_name
from outreach.identity.names.chinese import name_pinyin
from outreach.identity.names.korean import name_steps

#: What stands between the entries of a list in one line.
_COMMA = {"zh": "、", "en": ", ", "de": ", ", "ko": ", "}


def role_label(code: str) -> str:
    """What a person is to a lead."""
    return {
        "decision_maker": _("Decision maker"), "influencer": _("Influencer"), "gatekeeper": _("Gatekeeper"),
        "technical": _("Technical contact"), "contact": _("Contact person"),
    }.get(code, code)


def source_label(code: str) -> str:
    """Where a lead comes from."""
    return {
        "event_contact": _("Event contact"), "intention": _("Investment intention"), "target": _("Target"),
        "referral": _("Referral"),
        "manual": _("Entered by hand"),
    }.get(code, code)


def text_label(code: str) -> str:
    """What a free text is about."""
    return {
        "summary": _("Project summary"), "needs": _("Key needs"), "partner_opinion": _("Partner's opinion"),
        "meeting_note": _("Meeting note"), "product": _("Product"), "technology": _("Technology"),
        "site_wishes": _("Site wishes"), "other": _("Further text"),
    }.get(code, code)


def category_label(code: str) -> str:
    """What a need is about."""
    return {
        "site": _("Site and premises"), "talent": _("Talent"), "capital": _("Capital"), "market": _("Market"),
        "ip": _("Intellectual property"), "policy": _("Policy support"), "energy": _("Energy and power"),
        "supply": _("Supply chain"), "environment": _("Business environment"),
    }.get(code, code)


def need_state_label(code: str) -> str:
    """How far a need is answered."""
    return {"open": _("Need open"), "offered": _("Offered"), "met": _("Need met"), "cannot": _("Cannot be met")}.get(
        code, code
    )


def channel_label(code: str) -> str:
    """How a lead reached us."""
    return {
        "event": _("Event-based promotion"), "fund": _("Fund-led promotion"), "referral": _("Business referral"),
        "stationed": _("Stationed team"), "door_knock": _("Cold visit"), "conference": _("Conference promotion"),
        "offshore_incubator": _("Offshore incubator"), "other": _("Other channel"),
    }.get(code, code)


def status_label(code: str) -> str:
    """How far a text of the dossier can be trusted."""
    return {
        "original": _("Original"),
        "reviewed": _("Reviewed"),
        "machine": _("Machine translation"),
        "stale": _("Source changed"),
    }.get(code, code)


def field_label(name: str) -> str:
    """The name of a fact of a lead."""
    return {
        "number": _("Lead number"),
        "title": _("Title"),
        "organisation": _("Organisation"),
        "country": _("Country"),
        "stage": _("Stage"),
        "stage_since": _("In this stage since"),
        "industries": _("Industries"),
        "channel": _("Channel"),
        "owner": _("Owner"),
        "deputy": _("Deputy"),
        "next_step": _("Next step"),
        "next_step_on": _("Next step on"),
        "investment": _("Total investment"),
        "registered_capital": _("Registered capital"),
        "plant_area_m2": _("Plant area"),
        "clear_height_m": _("Clear height"),
        "floor_load_kn_m2": _("Floor load"),
        "power_kva": _("Power supply"),
        "land_mu": _("Land"),
        "trl": _("Technology readiness level"),
        "jobs": _("Jobs"),
        "wake_up_on": _("Wake-up date"),
        "lost_reason": _("Lost reason"),
        "major": _("Major project"),
        "source": _("Source"),
        "source_event": _("Source event"),
        "source_from": _("Source name"),
        "source_at": _("Source date"),
        "person": _("Person"),
        "need": _("Need"),
        "need_answer": _("Our answer"),
        "need_state": _("State of the need"),
        "email": _("E-mail"),
        "phone": _("Phone"),
        "job_title": _("Job title"),
    }.get(name, name)


def industries_text(codes: list[str]) -> str:
    """The industries of a record in one line."""
    return joined([str(catalogue.industry_label(code)) for code in codes])


def joined(parts: list[str]) -> str:
    """A list in one line with the marks of the language."""
    return _COMMA[current_language().code].join(parts)


def bracketed(text: str, more: str) -> str:
    """A text with something in brackets behind it, as the language writes it."""
    if not more:
        return text
    return f"{text}（{more}）" if current_language().code == "zh" else f"{text} ({more})"


def script_language(text: str) -> str | None:
    """The language of a name that stands in its own script: 'zh' for Han, 'ko' for Hangul, None for Latin."""
    return {"han": "zh", "hangul": "ko"}.get(parse_name(text).script) if text.strip() else None


def latin_of(name: str, writings: list[tuple[str, str]] = ()) -> str:
    """The name in Latin letters: as the person writes it, else romanised by us; empty where it is Latin already.

    `writings` are (text, script) of further writings.
    """
    parsed = parse_name(name)
    if parsed.script not in ("han", "hangul"):
        return ""
    own = next((text for text, script in writings if script == "latin"), None)
    if own:
        return own
    romanise = name_pinyin if parsed.script == "han" else _romanised
    parts = [romanise(part).capitalize() for part in (parsed.family, parsed.given) if part]
    return " ".join(parts) or romanise(parsed.full).capitalize()


def _romanised(hangul: str) -> str:
    return "".join(min(step, key=step.get) for step in name_steps(hangul))


def own_and_latin(name: str, writings: list[tuple[str, str]] = ()) -> str:
    """A name in its own script, with the Latin one for readers of other scripts."""
    language = script_language(name)
    if language is None or language == current_language().code:
        return name
    return bracketed(name, latin_of(name, writings))
