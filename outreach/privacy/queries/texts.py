"""The consent texts by purpose, version and language.

They are no part of the translation catalogs: a text that somebody agreed to never changes. Whoever words one
anew adds a version; the old ones stay, because rows in the ledger name them.
"""
# Chinese and Korean letters count double here, and a wrapped legal text is read less well than a long line.
# ruff: noqa: E501

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.catalogue.queries import setting
from outreach.errors import Refused
from outreach.i18n import LANGUAGES

#: purpose → version → language → text. %(centre)s and %(months)s come from the settings.
TEXTS: dict[str, dict[str, dict[str, str]]] = {
    "contact_reply": {"2026-1": {
        "zh": "本人同意%(centre)s保存并使用本表单中的信息，用于审核本人的项目并答复本人。"
              "最后一次联系后保存%(months)s个月。本人可以随时撤回同意。",
        "en": "I agree that %(centre)s stores the details in this form and uses them to examine my project and to "
              "answer me. They are kept for %(months)s months after the last contact. "
              "I can withdraw this consent at any time.",
        "de": "Ich willige ein, dass %(centre)s die Angaben in diesem Formular speichert und nutzt, um mein Vorhaben "
              "zu prüfen und mir zu antworten. Sie werden nach dem letzten Kontakt %(months)s Monate aufbewahrt. "
              "Ich kann die Einwilligung jederzeit mit Wirkung für die Zukunft widerrufen.",
        "ko": "%(centre)s에서 사업 검토와 답변을 위해 이 양식의 이름, 소속, 이메일, 전화번호, 사업 내용을 수집하고 이용하는 데 "
              "동의합니다. 보유 기간은 마지막 연락 후 %(months)s개월입니다. 동의하지 않을 수 있으나 그 경우 접수할 수 없습니다. "
              "동의는 언제든지 철회할 수 있습니다.",
    }},
    "events_news": {"2026-1": {
        "zh": "本人同意%(centre)s通过电子邮件向本人发送活动和投资环境信息（广告）。此项可选，不影响提交；本人可以随时退订。",
        "en": "I agree that %(centre)s sends me news about its events and its location by e-mail (advertising). "
              "This is optional and changes nothing about my intention; I can unsubscribe at any time.",
        "de": "Ich willige ein, dass %(centre)s mir per E-Mail Neuigkeiten zu Veranstaltungen und zum Standort sendet "
              "(Werbung). Das ist freiwillig und ohne Einfluss auf mein Anliegen; ich kann jederzeit widerrufen.",
        "ko": "%(centre)s에서 이메일로 행사와 입지에 관한 광고성 정보를 보내는 데 동의합니다. 선택 사항이며 접수에는 영향이 없습니다. "
              "언제든지 수신을 거부할 수 있습니다.",
    }},
    "cross_border": {"2026-1": {
        "zh": "单独同意：本人同意将本表单中的信息在提交时通过加密连接传输至中国，由%(centre)s接收，用于审核项目和答复，"
              "最后一次联系后保存%(months)s个月。本人可以拒绝，拒绝时无法通过本表单受理。",
        "en": "Separate consent: I agree that the details in this form are transferred to China over an encrypted "
              "connection when I send it. %(centre)s receives them to examine my project and to answer me and keeps them "
              "for %(months)s months after the last contact. I can refuse; then this form cannot be accepted.",
        "de": "Gesonderte Einwilligung: Ich willige ein, dass die Angaben in diesem Formular beim Absenden verschlüsselt "
              "nach China übermittelt werden. %(centre)s erhält sie, um mein Vorhaben zu prüfen und mir zu antworten, und "
              "bewahrt sie nach dem letzten Kontakt %(months)s Monate auf. Ich kann ablehnen; dann kann dieses Formular "
              "nicht angenommen werden.",
        "ko": "개인정보 국외 이전 별도 동의: 이전 항목은 이름, 소속, 이메일, 전화번호, 사업 내용이며, 이전 국가는 중국입니다. "
              "양식을 보낼 때 암호화된 통신으로 이전합니다. 받는 자는 %(centre)s이며, 연락처는 개인정보 처리방침에 있습니다. "
              "이용 목적은 사업 검토와 답변이고 보유 기간은 마지막 연락 후 %(months)s개월입니다. "
              "동의하지 않을 수 있으며, 그 경우 이 양식으로 접수할 수 없습니다.",
    }},
    "onward_sharing": {"2026-1": {
        "zh": "单独同意：本人同意%(centre)s将本表单中的联系方式和项目信息提供给承接项目的园区平台和服务部门，用于项目对接。"
              "此项可选，不影响提交；本人可以随时撤回。",
        "en": "Separate consent: I agree that %(centre)s passes my contact details and project on to the hosting platforms "
              "and service units that would host it. This is optional and changes nothing about my intention; "
              "I can withdraw it at any time.",
        "de": "Gesonderte Einwilligung: Ich willige ein, dass %(centre)s meine Kontaktdaten und mein Vorhaben an die "
              "Träger und Servicestellen weitergibt, die es aufnehmen würden. Das ist freiwillig und ohne Einfluss auf mein "
              "Anliegen; ich kann jederzeit widerrufen.",
        "ko": "별도 동의: %(centre)s에서 연락처와 사업 내용을 사업을 유치할 단지와 지원 부서에 제공하는 데 동의합니다. "
              "선택 사항이며 접수에는 영향이 없습니다. 언제든지 철회할 수 있습니다.",
    }},
}
#: The version shown today.
CURRENT = dict.fromkeys(TEXTS, "2026-1")
#: Without these a form cannot be accepted.
REQUIRED = frozenset({"contact_reply", "cross_border"})
#: These stand in a box of their own, because Korean or Chinese law wants them apart.
SEPARATE = frozenset({"cross_border", "onward_sharing"})
ADVERTISING = frozenset({"events_news"})
#: What each form asks everybody.
SETS: dict[str, tuple[str, ...]] = {"intention": ("contact_reply", "events_news"), "contact": ("contact_reply", "events_news")}
#: What it asks besides, by the reader's language or country.
BESIDES = {"ko": "cross_border", "KR": "cross_border", "zh": "onward_sharing", "CN": "onward_sharing"}


@dataclass(frozen=True)
class ConsentText:
    """One box of a form. It starts unticked; `separate` asks for a place of its own, `advertising` is told apart."""

    purpose: str
    version: str
    language: str
    text: str
    required: bool
    separate: bool
    advertising: bool


def consent_texts(lang: str, purpose_set: str = "intention", country: str | None = None) -> list[ConsentText]:
    """The boxes of a form for a reader of `lang`, from `country` (ISO code) where it is known; required ones first."""
    asked = list(SETS[purpose_set])
    for key in (lang, country):
        if BESIDES.get(key or "") and BESIDES[key] not in asked:
            asked.append(BESIDES[key])
    boxes = [consent_text(purpose, CURRENT[purpose], lang) for purpose in asked]
    return sorted(boxes, key=lambda box: (not box.required, box.advertising))


def consent_text(purpose: str, version: str, lang: str) -> ConsentText:
    """The text of a purpose in a version. Raises Refused('unknown_consent_text') where it was never shown."""
    text = TEXTS.get(purpose, {}).get(version, {}).get(lang if lang in LANGUAGES else "en")
    if text is None:
        raise Refused("unknown_consent_text", _l(
            "This consent text does not exist. Load the form again and send it once more."), field="consents")
    words = text % {"centre": setting("centre_name").shown(lang).text, "months": setting("contact_retention_months")}
    return ConsentText(purpose, version, lang, words, purpose in REQUIRED, purpose in SEPARATE, purpose in ADVERTISING)


def purpose_name(purpose: str) -> str:
    """What a consent is for, in the reader's language and in the middle of a sentence."""
    return {
        "contact_reply": _("storing the details and answering"), "events_news": _("news by e-mail"),
        "cross_border": _("the transfer to China"), "onward_sharing": _("passing the details on"),
    }.get(purpose, purpose)


def missing_consents(lang: str, given: set[str], purpose_set: str = "intention",
                     country: str | None = None) -> list[ConsentText]:
    """The required boxes that were not ticked; `given` holds the purposes that were."""
    return [box for box in consent_texts(lang, purpose_set, country) if box.required and box.purpose not in given]
