"""The legal pages: what each country asks for, from the settings alone, and gaps only for administrators."""

import pytest

from outreach.i18n.localized import LocalizedText
from tests.factories.accounts import make_user
from tests.factories.catalogue import change_setting

HTML = {"zh": "zh-Hans", "en": "en", "de": "de", "ko": "ko"}
PAGES = ("privacy", "imprint", "accessibility")


def _entered() -> None:
    for key, value in {
        "legal_entity": "Musterzone Betriebs GmbH",
        "legal_representative": "Lin Yu",
        "legal_mails": ["info@zone.example.org"],
        "legal_phone": "+86 510 0000 0000",
        "legal_register": "HRB 0000",
        "legal_editor": "Lin Yu, Wuxi",
        "data_protection_mails": ["privacy@zone.example.org"],
        "data_protection_officer": "Zhou Min",
        "postal_address": LocalizedText.of("zh", "无锡市示例路1号", en="1 Example Road, Wuxi"),
        "icp_number": "苏ICP备00000000号",
    }.items():
        change_setting(key, value)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", list(HTML))
def test_every_page_opens_for_anybody_in_each_language(client, lang, page):
    for entered in (False, True):
        if entered:
            _entered()
        shown = client.get_page(f"/{lang}/{page}")
        assert shown.tree.get("lang") == HTML[lang]
        for other in HTML:
            assert f"/{other}/{page}" in shown.links()
        for name in PAGES:
            assert f"/{lang}/{name}" in shown.links()


def test_the_german_imprint_names_provider_and_law(client):
    _entered()
    text = client.get_page("/de/imprint").text
    for words in ("Angaben nach § 5 DDG", "Musterzone Betriebs GmbH", "Lin Yu", "HRB 0000", "info@zone.example.org",
                  "+86 510 0000 0000"):
        assert words in text


@pytest.mark.parametrize(("lang", "words"), [
    ("de", ("Verantwortlicher", "Widerruf der Einwilligung", "Aufsichtsbehörde")), ("ko", ("개인정보",)),
    ("en", ("privacy@zone.example.org",)), ("zh", ("privacy@zone.example.org",))])
def test_the_privacy_notice_names_who_is_responsible_and_the_contact(client, lang, words):
    _entered()
    text = client.get_page(f"/{lang}/privacy").text
    for word in (*words, "Musterzone Betriebs GmbH", "Zhou Min"):
        assert word in text


def test_the_icp_line_stands_on_chinese_pages_alone(client):
    _entered()
    assert "苏ICP备00000000号" in client.get_page("/zh/privacy").text
    for lang in ("en", "de", "ko"):
        assert "ICP备" not in client.get_page(f"/{lang}/privacy").text


def test_without_a_number_there_is_no_icp_line(client):
    assert "ICP备" not in client.get_page("/zh/imprint").text


def test_the_accessibility_statement_says_where_to_turn(client):
    text = client.get_page("/en/accessibility").text
    assert "Web Content Accessibility Guidelines 2.2" in text
    assert "Equality Advisory and Support Service" in text


def test_gaps_are_marked_for_administrators_only(client, sign_in):
    gap = 'class="tag warn"'
    assert gap not in client.get_page("/en/imprint").html
    assert gap in sign_in(make_user("administrator")).get_page("/en/imprint").html
    assert gap not in sign_in(make_user("officer")).get_page("/en/imprint").html


def test_the_centres_own_words_stand_below_with_their_language(client):
    change_setting("imprint_text", LocalizedText.of("zh", "补充说明", de="Zusatz für Deutschland"))
    assert "Zusatz für Deutschland" in client.get_page("/de/imprint").text
    page = client.get_page("/ko/imprint")
    assert '<div lang="zh-Hans"><p>补充说明' in page.html


def test_a_language_that_we_do_not_have_is_404(client):
    assert client.get("/fr/privacy").status_code == 404
