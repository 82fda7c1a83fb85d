"""The pages of materials: what our own people do on them, what anybody may fetch, and what nobody else gets."""

import io
from datetime import timedelta
from urllib.parse import quote

import pytest

from outreach.activity import SYSTEM
from outreach.db import db, transaction
from outreach.i18n.localized import LocalizedText
from outreach.materials import services
from outreach.materials.models import Material
from outreach.materials.queries import today
from outreach.search.rebuild import rebuild
from tests.factories.accounts import make_user
from tests.factories.materials import make_material, make_version

DAY = timedelta(days=1)
FORM = {"source": "en", "title_en": "Park brochure", "title_zh": "园区宣传册", "kind": "brochure", "audience": "investors",
        "code": "", "public": "y", "printed": "y", "image_rights": "Own pictures"}
PDF = b"%PDF-1.7\nhello"


@pytest.fixture
def coordinator(sign_in):
    """A browser of a coordinator who reads English."""
    return sign_in(make_user("coordinator", language="en"))


def _file(content: bytes = PDF, name: str = "park.pdf") -> tuple:
    return io.BytesIO(content), name


def _upload(client, material: Material, status: int = 302, **values):
    return client.post_page(f"/materials/{material.id}/versions/new", {
        "language": "en", "file": _file(), "valid_from": str(today()), "valid_until": "", **values}, status,
        content_type="multipart/form-data")


def client_gets(client, path: str) -> int:
    """The status of a fetched address."""
    return client.get(path).status_code


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_every_page_opens_in_each_language(sign_in, client, language):
    material = make_material(title=LocalizedText.of("zh", "园区宣传册", en="Park brochure", de="Parkbroschüre", ko="단지 안내서"))
    make_version(material, valid_until=today() + 20 * DAY)
    make_version(material, "de", valid_until=today() - DAY)
    make_version(material, "ko", valid_from=today() + DAY)
    with transaction():
        services.withdraw_version(SYSTEM, make_version(material, "zh"), "Wrong file")
    browser = sign_in(make_user("administrator", language=language))
    for url in ("/materials/", "/materials/new", f"/materials/{material.id}", f"/materials/{material.id}/edit",
                f"/materials/{material.id}/versions/new", f"/{language}/materials/"):
        page = browser.get_page(url)
        assert page.tree.get("lang") == {"zh": "zh-Hans"}.get(language, language)
        assert material.title.shown(language).text in page.text or url.endswith("/materials/new")


def test_a_material_is_added_and_its_first_file_uploaded(coordinator):
    made = coordinator.post_page("/materials/new", FORM)
    material = db.session.scalars(db.select(Material)).one()
    assert made.location.endswith(f"/materials/{material.id}/versions/new")
    assert (material.public, material.printed, material.audience) == (True, True, "investors")
    _upload(coordinator, material, valid_until=str(today() + 365 * DAY), note="New map", file=_file(name="园区 2027.pdf"))
    page = coordinator.get_page(f"/materials/{material.id}", title="Park brochure")
    for words in ("1 language valid", "园区 2027.pdf", "New map", "In force", "no file in this language", "uploaded version 1"):
        assert words in page.text
    assert coordinator.get(f"/materials/{material.id}/versions/{material.versions[0].id}/file").data == PDF


def test_a_form_that_arrives_twice_makes_one_material(coordinator):
    for _time in range(2):
        coordinator.post_page("/materials/new", {**FORM, "form_mark": "once"})
    assert db.session.scalar(db.select(db.func.count()).select_from(Material)) == 1


def test_what_is_refused_stands_at_its_field_with_what_was_typed(coordinator):
    make_material("TAKEN")
    page = coordinator.post_page("/materials/new", {**FORM, "code": "taken", "image_rights": "Photo: own"}, 422)
    assert page.errors() == ["Another material has this code"] and page.field("image_rights") == "Photo: own"
    page = coordinator.post_page("/materials/new", {**FORM, "title_en": "", "title_zh": ""}, 422)
    assert page.errors() == ["Enter a title in at least one language"]
    page = coordinator.post_page("/materials/new", {**FORM, "audience": "team"}, 422)
    assert page.errors()[0].startswith("What is for our own people cannot be public")


def test_an_edit_over_somebody_elses_shows_both_and_loses_nothing(coordinator):
    material = make_material()
    form = {**FORM, "code": "PARK", "version": "1"}
    with transaction():
        services.edit_material(SYSTEM, material, {"image_rights": "Bought pictures"})
    page = coordinator.post_page(f"/materials/{material.id}/edit", form, 409)
    assert "Bought pictures" in page.text and page.field("image_rights") == "Own pictures"
    coordinator.post_page(f"/materials/{material.id}/edit", {**form, "version": page.field("version")})
    assert db.session.get(Material, material.id).image_rights == "Own pictures"


def test_a_bad_upload_is_told_and_stores_nothing(coordinator):
    material = make_material()
    page = _upload(coordinator, material, 422, file=_file(b"<script>", "x.html"))
    assert "This kind of file is not accepted" in page.errors()[0] and page.field("valid_from") == str(today())
    page = _upload(coordinator, material, 422, file=_file(b"GIF89a", "x.pdf"))
    assert "is not what its name “.pdf” says" in page.errors()[0]
    page = _upload(coordinator, material, 422, valid_until=str(today() - DAY))
    assert page.errors() == ["The last day lies before the first day"]
    page = _upload(coordinator, material, 422, file=(io.BytesIO(b""), ""))
    assert page.errors() == ["Choose a file"]
    page = _upload(coordinator, material, 413, file=_file(PDF + b"x" * services.LIMITS.octets))
    assert page.errors() == ["This file is too large. The limit is 50 MB."]
    assert db.session.get(Material, material.id).versions == []


def test_days_are_changed_and_a_version_withdrawn_on_the_page(coordinator):
    material = make_material()
    version = make_version(material, valid_until=today() - DAY)
    url = f"/materials/{material.id}/versions/{version.id}"
    page = coordinator.post_page(f"{url}/validity", {"valid_from": "2026-13-01", "valid_until": "x"}, 422)
    assert len(page.errors()) == 2 and page.field("valid_until") == "x"
    coordinator.post_page(f"{url}/validity", {"valid_from": str(version.valid_from), "valid_until": str(today())})
    assert client_gets(coordinator, "/en/materials/PARK") == 200
    assert coordinator.post_page(f"{url}/withdraw", {"reason": ""}, 422).errors() == ["Enter why this version is withdrawn"]
    coordinator.post_page(f"{url}/withdraw", {"reason": "Wrong tax rate"})
    assert client_gets(coordinator, "/en/materials/PARK") == 404
    assert "Wrong tax rate" in coordinator.get_page(f"/materials/{material.id}").text


def test_the_list_is_narrowed_by_language_kind_audience_and_validity(coordinator):
    assert "Add the first one" in coordinator.get_page("/materials/").text
    valid, soon = make_material("VALID", "Valid brochure"), make_material("SOON", "Ending deck", kind="deck", public=False)
    over = make_material("OVER", "Expired sheet", audience="talent")
    make_version(valid, "de")
    make_version(soon, "en", valid_until=today() + 5 * DAY)
    make_version(over, "ko", valid_until=today() - DAY)
    page = coordinator.get_page("/materials/?view=all")
    assert page.heading == "3 materials" and "1 has a language that expires soon" in page.text
    for asked, expected in {
        "language=de": "VALID", "kind=deck": "SOON", "audience=talent": "OVER", "validity=ending": "SOON",
        "validity=expired": "OVER", "missing=de": "SOON OVER", "reach=internal": "SOON", "q=brochure+valid": "VALID",
        "q=%25": "", "q=soon": "SOON",
    }.items():
        text = coordinator.get_page(f"/materials/?{asked}").text
        found = {code for code in ("VALID", "SOON", "OVER") if f" {code} " in text}
        assert found == set(expected.split()), asked


def test_leaders_and_readers_read_and_do_not_write(sign_in):
    material = make_material()
    version = make_version(material)
    for role in ("leader", "reader"):
        browser = sign_in(make_user(role, email=f"{role}@example.org", language="en"))
        page = browser.get_page(f"/materials/{material.id}")
        assert "New version" not in page.text and "Withdraw" not in page.text
        assert client_gets(browser, f"/materials/{material.id}/versions/{version.id}/file") == 200
        for path in ("new", f"{material.id}/edit", f"{material.id}/versions/new"):
            browser.post_page(f"/materials/{path}", FORM, 403)
        browser.post_page(f"/materials/{material.id}/versions/{version.id}/withdraw", {"reason": "x"}, 403)


def test_anybody_fetches_the_public_version_of_today_as_a_download(client):
    material = make_material(title=LocalizedText.of("en", "Park brochure", de="Parkbroschüre"))
    make_version(material, "de", filename="Parkbroschüre 园区.pdf")
    answer = client.get("/de/materials/park")
    assert answer.status_code == 200 and answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert quote("Parkbroschüre 园区.pdf") in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer.headers["Content-Security-Policy"]
    page = client.get_page("/ko/materials/")
    assert "/de/materials/PARK" in page.links()
    assert client_gets(client, "/ko/materials/PARK") == 404
    assert client_gets(client, "/fr/materials/PARK") == 404


def test_nobody_outside_learns_of_an_internal_material_whatever_the_address(sign_in, client):
    secret = make_material("SECRET", "Secret offer", public=False)
    public = make_material("PARK")
    inside, outside = make_version(secret), make_version(public)
    make_version(public, "de", valid_until=today() - DAY)
    guesses = [f"/materials/{material}/versions/{version}/file" for material in (secret.id, public.id, 1, 999999)
               for version in (inside.id, outside.id, 1, 999999)]
    guesses += [f"/{lang}/materials/{code}" for lang in ("zh", "en", "de", "ko") for code in (
        "SECRET", "secret", str(secret.id), str(inside.id), "..%2F..%2Fetc%2Fpasswd", inside.attachment.sha256)]
    guesses += ["/de/materials/PARK", f"/files/{inside.attachment.sha256}", f"/static/../{inside.attachment.sha256}"]
    for enter, status in ((lambda: client, 302), (lambda: sign_in(make_user("partner_user", language="en")), 403)):
        browser = enter()
        for path in guesses:
            answer = browser.get(path)
            assert answer.status_code == 404, path
            assert b"Secret offer" not in answer.data and b"%PDF" not in answer.data
        assert "Secret offer" not in browser.get_page("/en/materials/").text
        assert client_gets(browser, f"/materials/{secret.id}") == client_gets(browser, "/materials/999999") == status


def test_a_public_material_that_becomes_internal_is_gone_at_once(client):
    material = make_material()
    make_version(material)
    assert client_gets(client, "/en/materials/PARK") == 200
    with transaction():
        services.edit_material(SYSTEM, material, {"public": False})
    assert client_gets(client, "/en/materials/PARK") == 404


@pytest.mark.parametrize("name, kept", [
    ("../../../etc/passwd.pdf", "passwd.pdf"), ("..\\..\\boot.pdf", "boot.pdf"), ("/etc/cron.d/x.pdf", "x.pdf"),
    ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie: x=1.pdf"), ("자료\u202efdp.pdf", "자료fdp.pdf"), ("....pdf", "pdf"),
])
def test_a_file_name_never_leads_anywhere(coordinator, name, kept):
    material = make_material()
    make_version(material, filename=name)
    version = db.session.get(Material, material.id).versions[0]
    assert version.attachment.filename == kept
    answer = coordinator.get("/en/materials/PARK")
    assert answer.status_code == 200 and "Set-Cookie: x" not in str(answer.headers).replace(kept, "")


def test_a_material_is_found_by_its_title_in_any_language_also_after_a_rebuild(coordinator):
    make_material("GYRO", LocalizedText.of("zh", "光纤陀螺产业手册", de="Faserkreisel-Handbuch"))
    for _time in range(2):
        for words in ("陀螺", "Faserkreisel", "GYRO"):
            assert "光纤陀螺产业手册" in coordinator.get_page(f"/search/?q={words}").text, words
        rebuild()
