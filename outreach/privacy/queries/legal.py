"""Facts of the legal pages, from the settings alone: what nobody has entered is a gap, never an invention."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from outreach.catalogue.queries import setting
from outreach.i18n import current_language, in_language
from outreach.i18n.localized import LocalizedText

#: The pages in the order of the footer; German law wants the imprint to be found first.
PAGES = {"de": ("imprint", "privacy", "accessibility"), "en": ("privacy", "accessibility", "imprint"),
         "zh": ("privacy", "imprint", "accessibility"), "ko": ("privacy", "imprint", "accessibility")}


@dataclass(frozen=True)
class Fact:
    """A line of a legal page: label, and lines of text; no lines where nothing has been entered."""

    label: str
    lines: tuple[str, ...]
    #: Shown as a gap to administrators; optional facts are just left out.
    needed: bool = True


def page_name(page: str) -> str:
    """The name of a legal page in the language of the page: Impressum, 개인정보 처리방침."""
    return {"privacy": _("Privacy notice"), "imprint": _("Imprint"), "accessibility": _("Accessibility statement")}[
        page
    ]


def legal_links(lang: str | None = None) -> list[tuple[str, str]]:
    """(address, label) for the footer of public pages, in the order that the language's law suggests."""
    code = lang or current_language().code
    with in_language(code):
        return [(url_for(f"privacy.{page}", lang=code), page_name(page)) for page in PAGES[code]]


def icp_line(lang: str | None = None) -> str:
    """The ICP number for the footer of Chinese pages; empty elsewhere and where none has been entered."""
    return setting("icp_number") if (lang or current_language().code) == "zh" else ""


def imprint_facts() -> list[Fact]:
    """Who stands behind the pages, in the order of the German imprint."""
    provider = setting("legal_entity")
    return [
        Fact(_("Provider"), _lines(provider) + (_lines(setting("postal_address")) if provider else ())),
        *([] if provider else [Fact(_("Postal address"), _lines(setting("postal_address")))]),
        Fact(_("Represented by"), _lines(setting("legal_representative"))),
        Fact(_("E-mail"), tuple(setting("legal_mails"))),
        Fact(_("Telephone"), _lines(setting("legal_phone"))),
        Fact(_("Register entry"), _lines(setting("legal_register"))),
        Fact(_("VAT identification number"), _lines(setting("vat_id")), needed=False),
        Fact(_("Responsible for the content"), _lines(setting("legal_editor")), needed=current_language().code == "de"),
    ]


def privacy_facts() -> dict[str, Fact]:
    """The facts that the privacy notice weaves in, by name."""
    return {
        "controller": Fact(_("Controller"), _lines(setting("legal_entity")) + _lines(setting("postal_address"))),
        "contact": Fact(
            _("Contact for data protection"), tuple(setting("data_protection_mails") or setting("legal_mails"))
        ),
        "officer": Fact(_("Data protection officer"), _lines(setting("data_protection_officer"))),
        "representative": Fact(
            _("Representative in the European Union"), _lines(setting("eu_representative")), needed=False
        ),
    }


def addition(page: str) -> LocalizedText:
    """What the centre itself adds below the text of a page; empty where it adds nothing."""
    return setting(f"{page}_text")


def _lines(value: str | LocalizedText) -> tuple[str, ...]:
    if isinstance(value, LocalizedText):
        value = value.shown(current_language().code).text
    return tuple(line.strip() for line in value.splitlines() if line.strip())
