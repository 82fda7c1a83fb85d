"""E-mail addresses as evidence: one spelling, shared boxes, free-mail providers."""

from __future__ import annotations

import re
import unicodedata

# Boxes read by several people: equal addresses of this kind never prove one person.
_SHARED_LOCAL_PARTS = frozenset(
    [
        "info",
        "infos",
        "information",
        "kontakt",
        "contact",
        "contacts",
        "contactus",
        "mail",
        "email",
        "post",
        "office",
        "buero",
        "büro",
        "zentrale",
        "sekretariat",
        "secretariat",
        "reception",
        "empfang",
        "sales",
        "vertrieb",
        "verkauf",
        "sale",
        "export",
        "import",
        "order",
        "orders",
        "bestellung",
        "einkauf",
        "purchasing",
        "procurement",
        "support",
        "service",
        "kundenservice",
        "customerservice",
        "help",
        "helpdesk",
        "hello",
        "hallo",
        "welcome",
        "enquiries",
        "enquiry",
        "inquiries",
        "inquiry",
        "anfrage",
        "anfragen",
        "marketing",
        "pr",
        "press",
        "presse",
        "media",
        "news",
        "newsletter",
        "events",
        "event",
        "messe",
        "admin",
        "administrator",
        "webmaster",
        "postmaster",
        "hostmaster",
        "root",
        "abuse",
        "noreply",
        "no-reply",
        "donotreply",
        "do-not-reply",
        "mailer-daemon",
        "bounce",
        "bounces",
        "jobs",
        "job",
        "career",
        "careers",
        "karriere",
        "hr",
        "recruiting",
        "bewerbung",
        "personal",
        "billing",
        "invoice",
        "invoices",
        "rechnung",
        "rechnungen",
        "accounting",
        "buchhaltung",
        "finance",
        "team",
        "general",
        "company",
        "firma",
        "all",
        "everyone",
        "staff",
        "privacy",
        "datenschutz",
        "legal",
        "compliance",
        "cs",
        "overseas",
        "global",
        "international",
        "biz",
        "business",
        "trade",
        "market",
        "xiaoshou",
        "shichang",
        "bangong",
        "zhaoshang",
        "kefu",
        "yewu",
        "lianxi",
        "gongsi",
    ]
)

# The same in the languages and romanisations of the other three countries.
_SHARED_LOCAL_PARTS |= frozenset(
    [
        "zentrale", "verwaltung", "technik", "leitung", "geschaeftsfuehrung", "gf", "produktion",
        "logistik", "versand", "ausstellung", "webshop", "shop", "anmeldung", "register", "registration",
        "reservations", "booking", "web", "website", "hq", "headquarters", "operations", "quality", "qa",
        "it", "edv", "security", "exhibition", "xingzheng", "renshi", "caiwu", "waimao", "jishu", "shouhou",
        "zhaopin", "shangwu", "zhaoshangju", "guanli", "jiedai", "waixiao", "neixiao", "zonghe", "yunying",
        "yeongeop", "daepyo", "daepyojeon", "gwanli", "hongbo", "insa", "chaeyong", "gaebal", "guemae",
        "gumae", "muyeok", "gyeongyeong", "munui", "gogaek", "haeoe", "招商", "销售", "市场", "客服", "办公室", "商务",
        "문의", "영업", "대표", "고객", "채용", "홍보",
    ]
)
# Boxes that stand with a region or number behind: "info-de@", "sales.asia@", "info2@".
_SHARED_BEGINNINGS = frozenset(
    [
        "info", "kontakt", "contact", "sales", "vertrieb", "verkauf", "einkauf", "office", "service",
        "support", "noreply", "marketing", "enquiries", "inquiry", "presse", "press", "export", "xiaoshou",
        "zhaoshang", "kefu", "yewu", "yeongeop", "munui",
    ]
)

# Providers that give anybody an address: an equal domain proves no firm.
_FREE_MAIL_DOMAINS = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "msn.com",
        "yahoo.com",
        "yahoo.co.uk",
        "yahoo.de",
        "yahoo.co.kr",
        "ymail.com",
        "aol.com",
        "icloud.com",
        "me.com",
        "mac.com",
        "proton.me",
        "protonmail.com",
        "pm.me",
        "mail.com",
        "fastmail.com",
        "zoho.com",
        "163.com",
        "126.com",
        "yeah.net",
        "188.com",
        "vip.163.com",
        "vip.126.com",
        "qq.com",
        "vip.qq.com",
        "foxmail.com",
        "sina.com",
        "sina.cn",
        "vip.sina.com",
        "sohu.com",
        "tom.com",
        "21cn.com",
        "139.com",
        "189.cn",
        "wo.cn",
        "aliyun.com",
        "263.net",
        "naver.com",
        "hanmail.net",
        "daum.net",
        "kakao.com",
        "nate.com",
        "hotmail.co.kr",
        "korea.com",
        "empas.com",
        "paran.com",
        "dreamwiz.com",
        "gmx.de",
        "gmx.net",
        "gmx.at",
        "gmx.ch",
        "gmx.com",
        "web.de",
        "t-online.de",
        "freenet.de",
        "arcor.de",
        "posteo.de",
        "mailbox.org",
        "1und1.de",
        "online.de",
        "vodafone.de",
        "outlook.de",
        "hotmail.de",
        "live.de",
        "btinternet.com",
        "bt.com",
        "sky.com",
        "virginmedia.com",
        "ntlworld.com",
        "talktalk.net",
        "hotmail.co.uk",
        "live.co.uk",
        "outlook.co.uk",
        "blueyonder.co.uk",
        "yandex.ru",
        "yandex.com",
        "mail.ru",
        "hey.com",
        "tuta.com",
        "tutanota.com",
        "gmx.co.uk",
        "googlemail.de",
        "o2online.de",
        "outlook.kr",
        "outlook.cn",
        "live.cn",
        "yahoo.cn",
        "yahoo.com.cn",
        "yahoo.com.hk",
        "yahoo.com.tw",
        "yahoo.com.sg",
        "yahoo.co.jp",
        "hinet.net",
        "netvigator.com",
        "lycos.co.kr",
        "chol.com",
        "hanmir.com",
        "tiscali.co.uk",
        "yahoo.fr",
        "orange.fr",
        "bluewin.ch",
    ]
)

_LOCAL_PART = re.compile(r"[^\s@<>(),;:\\\"\[\]\x00-\x1f\x7f]{1,64}")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def normalise_email(text: str | None) -> str | None:
    """Return the one spelling of an address, or None when it is no address.

    The domain comes back in its ASCII (IDNA) form and everything in lower
    case: it is a key to compare by, so keep the text as given beside it.
    ``Name <a@b.org>`` and ``mailto:`` are understood.
    """
    if not text:
        return None
    text = unicodedata.normalize("NFKC", str(text)).strip()
    inside = re.search(r"<([^<>]*)>\s*$", text)
    if inside:
        text = inside.group(1).strip()
    if text[:7].lower() == "mailto:":
        text = text[7:].split("?")[0]
    local, at, domain = text.rpartition("@")
    if not at or not _LOCAL_PART.fullmatch(local):
        return None
    if local.startswith(".") or local.endswith(".") or ".." in local:
        return None
    ascii_domain = _ascii_domain(domain)
    return f"{local.casefold()}@{ascii_domain}" if ascii_domain else None


def _ascii_domain(domain: str) -> str | None:
    """Return the IDNA form of a domain with at least two labels, else None."""
    domain = domain.strip().rstrip(".").lower()
    try:
        ascii_domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    labels = ascii_domain.split(".")
    if len(labels) < 2 or len(ascii_domain) > 253 or labels[-1].isdigit():
        return None
    return ascii_domain if all(_LABEL.fullmatch(label) for label in labels) else None


def mail_domain(email: str | None) -> str | None:
    """Return the domain of a normalised address, or None."""
    if not email or "@" not in email:
        return None
    return email.rpartition("@")[2] or None


def is_shared_mailbox(email: str | None) -> bool:
    """Tell whether an address is a box that several people read (info@, sales@)."""
    if not email or "@" not in email:
        return False
    local = email.rpartition("@")[0].casefold().split("+")[0]
    if local in _SHARED_LOCAL_PARTS:
        return True
    return re.split(r"[._-]|\d", local, maxsplit=1)[0] in _SHARED_BEGINNINGS


def is_free_mail(domain: str | None) -> bool:
    """Tell whether a domain belongs to a free-mail provider."""
    return bool(domain) and domain.lower() in _FREE_MAIL_DOMAINS
