"""Codes of this room in the reader's language: reasons of a comparison, register numbers, legal forms."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.i18n import formats
from outreach.identity.reasons import KIND_LABELS, sentence

CHANNEL_LABELS = {
    "email": _l("Mail address"), "mobile": _l("Mobile phone"), "direct": _l("Direct line"), "work": _l("Phone"),
    "home": _l("Private phone"), "fax": _l("Fax"), "wechat": _l("WeChat"), "kakaotalk": _l("KakaoTalk"),
    "whatsapp": _l("WhatsApp"), "linkedin": _l("LinkedIn"),
}
SALUTATIONS = {"": _l("no gendered title"), "f": _l("Ms"), "m": _l("Mr")}
ORGANISATION_KIND_LABELS = {
    "company": _l("Company"), "institute": _l("Research institute"), "university": _l("University"),
    "association": _l("Association"), "authority": _l("Authority"), "fund": _l("Fund"),
    "other": _l("Other organisation"),
}

#: What an organisation is to the one above it.
RELATION_LABELS = {
    "subsidiary": _l("Subsidiary"), "branch": _l("Branch"), "institute": _l("Institute"),
    "group": _l("Group company"),
}

#: The registers whose numbers we check, as identity.check_identifier names them.
IDENTIFIER_LABELS = {kind: _l(label) for kind, label in KIND_LABELS.items()}

#: An example of each, as its owner writes it.
IDENTIFIER_EXAMPLES = {
    "uscc": "91320206MA1ABCD0E5", "kr_business": "123-45-67891", "kr_corporate": "110111-0000002",
    "companies_house": "SC123456",
    "hrb": "München HRB 123456", "vat": "DE123456788", "lei": "529900EXAMPLE00LEI56",
}

#: Legal forms as registers write them; they are names and are not translated.
_FORMS = {
    "gmbh_co_kg": "GmbH & Co. KG", "gmbh_co_kgaa": "GmbH & Co. KGaA", "ag_co_kg": "AG & Co. KG",
    "gmbh_co_ohg": "GmbH & Co. OHG", "ug_co_kg": "UG & Co. KG", "ug": "UG (haftungsbeschränkt)", "gmbh": "GmbH",
    "ggmbh": "gGmbH", "kgaa": "KGaA", "gbr": "GbR", "ek": "e. K.", "ev": "e. V.", "eg": "eG", "ltd": "Ltd",
    "co_ltd": "Co., Ltd", "pte_ltd": "Pte. Ltd", "sdn_bhd": "Sdn. Bhd.", "pvt_ltd": "Pvt. Ltd", "inc": "Inc.",
    "corp": "Corp.", "co": "Co.", "sa": "S.A.", "bv": "B.V.", "nv": "N.V.", "spa": "S.p.A.", "oy": "Oy",
    "gufen": "股份有限公司", "youxian": "有限公司", "hehuo_lp": "合伙企业（有限合伙）", "hehuo": "合伙企业",
    "branch": "分公司", "group": "集团", "company": "公司", "jusik": "주식회사", "yuhan_llc": "유한책임회사",
    "yuhan": "유한회사", "hapja": "합자회사", "hapmyeong": "합명회사", "sadan": "사단법인", "jaedan": "재단법인",
}


def legal_form(code: str | None) -> str:
    """The legal form as it is written; empty text for none."""
    return _FORMS.get(code, code.replace("_", " ").upper()) if code else ""


def reason_text(code: str, params: dict | None = None) -> str:
    """The sentence of one reason; an unknown code stands for itself."""
    return sentence(code, params or {}, _, formats.country)


def reason_lines(reasons: Iterable) -> list[tuple[str, str]]:
    """(sign, sentence) of every stored reason [code, sign, params]: '+' speaks for it, '-' against, 'o' neither."""
    return [(sign, reason_text(code, params)) for code, sign, params in reasons]
