"""A coordinator uploads a brochure, packs it for a fair, and hands out a link that a guest opens on a phone."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest

from tests.factories.accounts import make_user
from tests.factories.events import make_event
from tests.functional import steps


@pytest.fixture
def stored(live):
    """A coordinator, a fair in Munich, a sheet that expired, and internal talking points."""
    with live.app.app_context():
        from outreach.db import db
        from outreach.materials.queries import today
        from tests.factories.materials import make_material, make_version

        sheet = make_material("SHEET", "Policy sheet", kind="policy_sheet")
        make_version(sheet, "en", valid_until=today() - timedelta(days=1))
        points = make_material("POINTS", "Talking points", public=False, audience="team")
        make_version(points, "en")
        made = SimpleNamespace(
            user=make_user(role="coordinator", language="en", name="Katrin Vogt").id, day=today() + timedelta(days=300),
            event=make_event(starts_on=today() + timedelta(days=100), ends_on=today() + timedelta(days=103)).id,
            sheet=sheet.id, points=points.id)
        db.session.remove()
    return made


def _put(page, material: str, languages: list[str]) -> None:
    page.locator("[name=add-material_id]").select_option(material)
    for code in ("zh", "en", "de", "ko"):
        page.locator(f"[name=add-languages][value={code}]").set_checked(code in languages)
    steps.send(page, 'form[action$="/materials/add"]')


@pytest.mark.journey
def test_a_brochure_goes_from_the_desk_into_the_pack_and_to_a_guest(live, browse, stored):
    page = browse("en")
    steps.sign_in(page, live, stored.user)
    page.goto("/materials/new")
    page.locator("[name=title_en]").fill("Park brochure")
    page.locator("[name=title_de]").fill("Parkbroschüre")
    page.locator("main [name=code]").fill("park")
    page.locator("[name=public]").check()
    page.locator("[name=printed]").check()
    steps.send(page, "main form.staffform")
    page.locator("main [name=language]").select_option("de")
    page.locator("[name=file]").set_input_files(
        {"name": "Parkbroschüre.html", "mimeType": "application/pdf", "buffer": b"<script>alert(1)</script>"})
    steps.send(page, "main form.staffform")
    assert "not accepted" in page.locator(".errsum").inner_text()
    page.locator("[name=file]").set_input_files(
        {"name": "Parkbroschüre 园区.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\nbrochure"})
    page.locator("[name=valid_until]").fill(stored.day.isoformat())
    steps.send(page, "main form.staffform")
    material = re.search(r"/materials/(\d+)", page.url).group(1)

    # An expired sheet is refused with its day; the brochure goes in, with English shown as missing.
    page.goto(f"/events/{stored.event}/materials")
    _put(page, str(stored.sheet), ["en"])
    assert "expired on" in page.locator(".errsum").inner_text()
    _put(page, material, ["de", "en"])
    _put(page, str(stored.points), ["en"])
    assert page.locator("h1").inner_text() == "2 materials in the pack, 1 language to look at"
    assert "Guests get it in German instead" in page.locator("#pack").inner_text()
    page.get_by_label("Copies: German, Park brochure").fill("300")
    page.get_by_label("Copies: German, Park brochure").press("Enter")
    page.wait_for_load_state()
    assert "300 printed copies" in page.locator("#pack").inner_text()
    with page.expect_download() as download:
        page.locator("a", has_text="Download all").click()
    assert download.value.suggested_filename == "LASER-2027.zip"
    steps.send(page, 'form[action$="/materials/share"]')
    address = page.locator("#pack-address").input_value()

    # A guest without account reads the link in German, gets the file, and sees nothing of the internal one.
    guest = browse("de", 390, 844)
    guest.goto(address)
    assert guest.url.startswith(f"{live.url}/de/packs/")
    assert "Parkbroschüre" in guest.locator("main").inner_text() and "Talking points" not in guest.content()
    with guest.expect_download() as download:
        guest.locator("main a.btn").first.click()
    assert download.value.suggested_filename == "Parkbroschüre 园区.pdf"
    assert download.value.path().read_bytes() == b"%PDF-1.7\nbrochure"
    assert guest.goto("/en/materials/POINTS").status == 404
