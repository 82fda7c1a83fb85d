"""The materials of an event on its page, as a ZIP file, and through the link that shows public ones alone."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from outreach.activity import SYSTEM
from outreach.db import db, transaction
from outreach.events.models import PackItem
from outreach.events.queries.packs import pack_of
from outreach.events.services import packs as services
from outreach.i18n.localized import LocalizedText
from outreach.materials.queries import today
from outreach.materials.services import edit_material
from tests.factories.accounts import make_user
from tests.factories.events import make_event
from tests.factories.materials import make_material, make_version

DAY = timedelta(days=1)


@pytest.fixture
def event(session):
    """A fair in Munich that ends in 103 days."""
    return make_event(starts_on=today() + 100 * DAY, ends_on=today() + 103 * DAY)


@pytest.fixture
def browser(sign_in):
    return sign_in(make_user("coordinator", language="en", name="Katrin Vogt"))


def _pack(event, material, *languages: str) -> list[PackItem]:
    db.session.expire_all()
    with transaction():
        return services.add_to_pack(SYSTEM, event, material, languages)


def _link(event) -> str:
    with transaction():
        return services.share_pack(SYSTEM, event)


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_pack_link_and_material_open_in_each_language(sign_in, event, language):
    material = make_material(title=LocalizedText.of("zh", "园区宣传册", en="Park brochure", de="Parkbroschüre", ko="단지 안내서"))
    make_version(material, "zh", valid_until=today() + 20 * DAY)
    make_version(material, "de", valid_from=today() + 200 * DAY)
    make_version(material, "en")
    item = _pack(event, material, "zh", "de", "en", "ko")[0]
    user = make_user("coordinator", language=language)
    with transaction():
        services.save_pack(SYSTEM, event, {item.id: (1500, user.id)}, pack_of(event).version)
    token = _link(event)
    browser = sign_in(user)
    for path in (f"/events/{event.id}/materials", f"/materials/{material.id}", f"/{language}/packs/{token}",
                 f"/events/{event.id}"):
        page = browser.get_page(path)
        assert page.tree.get("lang") == {"zh": "zh-Hans"}.get(language, language)
        assert material.title.shown(language).text in page.text


def test_a_pack_is_chosen_counted_and_emptied_on_the_page(browser, event):
    material = make_material()
    make_version(material, "de")
    url = f"/events/{event.id}/materials"
    page = browser.get_page(url)
    assert page.heading == "Nothing is packed yet" and "Proposed from the country" in page.text
    browser.post_page(f"{url}/add", {"add-material_id": material.id, "add-languages": ["de", "en"]})
    page = browser.get_page(url)
    assert page.heading == "1 material in the pack, 1 language to look at"
    assert "Guests get it in German instead." in page.text
    english, german = db.session.scalars(select(PackItem).order_by(PackItem.id))
    form = {"version": page.field("version"), f"copies_{german.id}": "1,500", f"copies_{english.id}": "",
            f"brings_{german.id}": "", f"brings_{english.id}": ""}
    browser.post_page(url, form)
    assert db.session.get(PackItem, german.id).copies == 1500
    assert "1500 printed copies" in browser.get_page(url).text
    form["version"] = browser.get_page(url).field("version")
    browser.post_page(url, {**form, f"copies_{german.id}": "20", "remove": str(english.id)})
    assert [(item.language, item.copies) for item in db.session.scalars(select(PackItem))] == [("de", 20)]
    form["version"] = browser.get_page(url).field("version")
    browser.post_page(url, {**form, f"copies_{german.id}": "20", "add": f"{material.id}-en"})
    assert len(db.session.scalars(select(PackItem)).all()) == 2
    browser.post_page(url, {**form, "remove": "999999"}, 409)


def test_what_is_refused_is_told_at_its_field_and_keeps_what_was_typed(browser, event):
    material = make_material()
    make_version(material, "en", valid_until=today() - DAY)
    make_version(material, "de")
    url = f"/events/{event.id}/materials"
    page = browser.post_page(f"{url}/add", {"add-material_id": material.id, "add-languages": ["de", "en"]}, 422)
    assert re.fullmatch(r"“Park brochure” in English expired on \d+ \w+ \d{4}\. Upload a new version, or leave this "
                        r"language out\.", page.errors()[0])
    assert page.field("add-material_id") == str(material.id)
    assert db.session.scalars(select(PackItem)).all() == []
    assert browser.post_page(f"{url}/add", {"add-material_id": ""}, 422).errors() == ["Choose the material"]
    assert browser.post_page(f"{url}/languages", {}, 422).errors() == ["Choose at least one language"]
    browser.post_page(f"{url}/languages", {"languages": ["de", "ko"]})
    assert pack_of(event).languages == ["de", "ko"]
    item = _pack(event, material, "de")[0]
    form = {"version": browser.get_page(url).field("version"), f"brings_{item.id}": ""}
    for typed in ("many", "-3", "0", "9999999"):
        page = browser.post_page(url, {**form, f"copies_{item.id}": typed}, 422)
        assert len(page.errors()) == 1 and page.field(f"copies_{item.id}") == typed
    with transaction():
        services.save_pack(SYSTEM, event, {item.id: (70, None)}, pack_of(event).version)
    page = browser.post_page(url, {**form, f"copies_{item.id}": "30"}, 409)
    assert "Stored now: 70" in page.text and page.field(f"copies_{item.id}") == "30"
    browser.post_page(url, {**form, f"copies_{item.id}": "30", "version": page.field("version")})
    assert db.session.get(PackItem, item.id).copies == 30


def test_readers_see_the_pack_and_change_nothing(sign_in, event):
    material = make_material()
    make_version(material)
    item = _pack(event, material, "en")[0]
    browser = sign_in(make_user("reader", language="en"))
    page = browser.get_page(f"/events/{event.id}/materials")
    assert "Park brochure" in page.text and "Save the pack" not in page.text and "Make a link" not in page.text
    for path, data in (("", {"remove": item.id}), ("/add", {}), ("/languages", {}), ("/share", {}), ("/unshare", {})):
        browser.post_page(f"/events/{event.id}/materials{path}", data, 403)
    assert browser.get(f"/events/{event.id}/materials.zip").status_code == 200


def test_the_whole_pack_comes_as_a_zip_with_names_in_any_script(browser, event):
    title = LocalizedText.of("en", "Offer")
    public, inside = make_material(), make_material("SECRET", title, public=False)
    make_version(public, "zh", b"%PDF-1.7\nzh", "园区宣传册 2027.pdf")
    make_version(public, "en", b"%PDF-1.7\nen", "../../../../etc/cron.d/evil.pdf")
    make_version(inside, "en", b"%PDF-1.7\nin", "EVIL.pdf")
    make_version(public, "de", b"%PDF-1.7\nde", 'a:b*"c".pdf')
    make_version(inside, "ko", b"%PDF-1.7\nko", valid_from=today() - 9 * DAY)
    _pack(event, public, "zh", "en", "de")
    _pack(event, inside, "en", "ko", "zh")
    make_version(inside, "ko", b"%PDF-1.7\nk2", "late.pdf", valid_until=today() - DAY)
    answer = browser.get(f"/events/{event.id}/materials.zip")
    assert answer.mimetype == "application/zip" and "attachment" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        names = archive.namelist()
        assert sorted(names) == ["00 contents.txt", "de/a_b__c_.pdf", "en/EVIL.pdf", "en/evil (2).pdf", "zh/园区宣传册 2027.pdf"]
        assert archive.read("zh/园区宣传册 2027.pdf") == b"%PDF-1.7\nzh"
        said = archive.read("00 contents.txt").decode("utf-8-sig")
    assert "Offer, Chinese: not in this file. Missing" in said
    assert "Offer, Korean: not in this file. Expired" in said
    assert not any(".." in name or name.startswith("/") for name in names)


def test_a_link_shows_public_materials_only_in_the_readers_language(browser, event, client):
    public, inside = make_material(), make_material("SECRET", "Secret offer", public=False)
    other = make_material("OTHER", "Not in the pack")
    for material, language in ((public, "en"), (public, "de"), (inside, "en"), (other, "en")):
        make_version(material, language)
    _pack(event, public, "en", "de")
    _pack(event, inside, "en")
    page = browser.post_page(f"/events/{event.id}/materials/share", status=200)
    address = page.field("address") or next(
        node.get("value") for node in page.tree.iter("input") if node.get("id") == "pack-address")
    token = address.rsplit("/", 1)[1]
    assert token not in browser.get_page(f"/events/{event.id}/materials").html
    with client.session_transaction() as cookie:
        cookie.clear()
    assert client.get(f"/packs/{token}", headers={"Accept-Language": "de-DE"}).location == f"/de/packs/{token}"
    page = client.get_page(f"/de/packs/{token}")
    assert "/de/materials/PARK" in page.links() and "Secret offer" not in page.html and "SECRET" not in page.html
    assert "Not in the pack" not in page.text
    page = client.get_page(f"/ko/packs/{token}")
    assert "/en/materials/PARK" in page.links() and "/ko/materials/PARK" not in page.links()
    assert client.get("/de/materials/PARK").status_code == 200


def test_no_internal_file_is_reached_through_a_link_by_any_guess(event, client):
    public, inside = make_material(), make_material("SECRET", "Secret offer", public=False)
    make_version(public)
    version = make_version(inside)
    _pack(event, public, "en")
    item = _pack(event, inside, "en")[0]
    token = _link(event)
    guesses = [f"/en/packs/{token}/{part}" for part in (
        "SECRET", inside.id, version.id, item.id, version.attachment_id, f"{inside.id}/{version.id}", "file", "materials.zip",
        "..%2F..%2Fmaterials%2FSECRET", f"../materials/{inside.id}/versions/{version.id}/file", version.attachment.sha256)]
    guesses += [f"/en/packs/{token}?material={inside.id}", f"/packs/{token}.zip", f"/events/{event.id}/materials.zip",
                f"/packs/{event.id}", f"/en/packs/{event.id}", f"/en/packs/{token[:-1]}", f"/fr/packs/{token}",
                f"/en/packs/{pack_of(event).token_hash}", "/en/materials/SECRET",
                f"/materials/{inside.id}/versions/{version.id}/file"]
    for path in guesses:
        answer = client.get(path)
        assert answer.status_code == (200 if "?material" in path else 404), path
        assert b"Secret offer" not in answer.data and b"%PDF" not in answer.data, path


def test_a_material_that_becomes_internal_leaves_the_link_at_once_and_an_ended_link_is_nothing(event, client):
    material = make_material()
    make_version(material)
    _pack(event, material, "en")
    token = _link(event)
    assert "Park brochure" in client.get_page(f"/en/packs/{token}").text
    with transaction():
        edit_material(SYSTEM, material, {"public": False})
    assert "Park brochure" not in client.get_page(f"/en/packs/{token}").text
    with transaction():
        services.end_share(SYSTEM, event)
    assert client.get(f"/en/packs/{token}").status_code == client.get(f"/packs/{token}").status_code == 404


def test_partners_get_neither_the_pack_nor_its_file(sign_in, event):
    browser = sign_in(make_user("partner_user"))
    assert browser.get(f"/events/{event.id}/materials").status_code == 403
    assert browser.get(f"/events/{event.id}/materials.zip").status_code == 404
