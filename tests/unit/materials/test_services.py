"""Materials are written once, versions only added; what expired, is there twice or contradicts itself is refused."""

import io
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from outreach.activity import SYSTEM
from outreach.activity.models import ActivityEntry
from outreach.db import db, transaction
from outreach.errors import Conflict, Refused
from outreach.files import Attachment
from outreach.i18n.localized import LocalizedText
from outreach.materials import services
from outreach.materials.models import Material
from outreach.materials.queries import today
from tests.factories.materials import make_material, make_version

DAY = timedelta(days=1)
TITLE = LocalizedText.of("zh", "园区宣传册", en="Park brochure")


def _refused(act, code: str) -> Refused:
    with pytest.raises(Refused) as caught, transaction():
        act()
    assert caught.value.code == code
    return caught.value


def _upload(material: Material, language: str = "en", content: bytes = b"%PDF-1.7\nx", name: str = "a.pdf", **days):
    file = services.receive_file(io.BytesIO(content), name)
    return services.add_version(SYSTEM, material, language, file, **{"valid_from": today(), **days})


def test_a_code_is_made_of_the_title_in_any_script_and_counts_on(session):
    first = make_material("", TITLE)
    second = make_material("", TITLE)
    assert first.code and first.code.isascii() and first.code == first.code.upper()
    assert second.code == f"{first.code}-2"
    assert make_material("", "☃").code == "MATERIAL"


def test_what_cannot_be_is_refused_with_its_field(session):
    good = {"code": "PARK", "title": TITLE, "kind": "brochure"}
    for wrong, code, field in (
        ({"title": None}, "title_missing", "title"), ({"kind": "leaflet"}, "unknown_kind", "kind"),
        ({"audience": "nobody"}, "unknown_audience", "audience"), ({"code": "a b"}, "bad_code", "code"),
        ({"public": True, "audience": "team"}, "public_team", "public"),
        ({"code": "../../etc"}, "bad_code", "code"),
    ):
        assert _refused(lambda given={**good, **wrong}: services.create_material(SYSTEM, given), code).field == field
    make_material("PARK")
    assert _refused(lambda: services.create_material(SYSTEM, good), "code_taken").field == "code"
    assert db.session.scalar(select(func.count()).select_from(Material)) == 1


def test_of_two_editors_the_second_sees_what_the_first_stored(session):
    material = make_material()
    with transaction():
        services.edit_material(SYSTEM, material, {"image_rights": "Own pictures"}, version=1)
    with pytest.raises(Conflict) as caught, transaction():
        services.edit_material(SYSTEM, material, {"image_rights": "Bought pictures"}, version=1)
    assert caught.value.theirs == {"image_rights": "Own pictures"}
    with transaction():
        services.edit_material(SYSTEM, material, {"image_rights": "Own pictures"}, version=1)
    assert material.version == 2


def test_versions_are_counted_in_each_language_and_never_overwritten(session):
    material = make_material()
    with transaction():
        one, two = _upload(material, content=b"%PDF-1.7\none"), _upload(material, content=b"%PDF-1.7\ntwo")
        other = _upload(material, "de", content=b"%PDF-1.7\none")
    assert [version.number for version in (one, two, other)] == [1, 2, 1]
    assert one.attachment.sha256 != two.attachment.sha256 == two.attachment.sha256
    told = db.session.scalars(select(ActivityEntry.verb).where(ActivityEntry.subject_kind == "material")).all()
    assert told.count("material.version_added") == 3


def test_the_same_file_twice_is_refused_and_makes_no_second_version(session):
    material = make_material()
    with transaction():
        _upload(material)
    assert "1" in str(_refused(lambda: _upload(material, name="b.pdf"), "same_file").message)
    db.session.expire_all()
    assert len(material.versions) == 1
    assert db.session.scalar(select(func.count()).select_from(Attachment)) == 1


def test_days_that_cannot_be_are_refused(session):
    material = make_material()
    refused = _refused(lambda: _upload(material, valid_from=date(2020, 1, 1), valid_until=today() - DAY), "expired_already")
    assert refused.field == "valid_until" and str((today() - DAY).year) in str(refused.message)
    _refused(lambda: _upload(material, valid_until=today() - DAY), "end_before_start")
    _refused(lambda: _upload(material, language="fr"), "unknown_language")
    with transaction():
        version = _upload(material, valid_until=today())
    assert version.valid_until == today()


@pytest.mark.parametrize("name, content", [
    ("page.html", b"<script>alert(1)</script>"), ("drawing.svg", b"<svg onload='alert(1)'/>"), ("run.exe", b"MZ"),
    ("no extension", b"%PDF-1.7"), ("a.pdf.html", b"%PDF-1.7")])
def test_other_kinds_of_files_are_refused_by_name(session, name, content):
    material = make_material()
    assert "pdf" in str(_refused(lambda: _upload(material, content=content, name=name), "file_kind").message)


def test_a_page_that_calls_itself_a_pdf_is_refused(session):
    material = make_material()
    _refused(lambda: _upload(material, content=b"<html><script>alert(1)</script>", name="a.pdf"), "file_disagrees")
    _refused(lambda: _upload(material, content=b"", name="a.pdf"), "file_empty")


def test_a_film_is_taken_and_one_that_is_too_large_is_not(session, monkeypatch):
    from outreach.files import Limits

    material = make_material(kind="film")
    film = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 64
    with transaction():
        assert _upload(material, content=film, name="园区.mp4").attachment.mimetype == "video/mp4"
    monkeypatch.setattr(services, "LIMITS", Limits(1000, services.LIMITS.extensions))
    refused = _refused(lambda: _upload(material, content=film + b"x" * 1000, name="b.mp4"), "file_too_large")
    assert refused.status == 413 and "1 kB" in str(refused.message)


def test_a_withdrawal_needs_a_reason_and_happens_once(session):
    version = make_version(make_material())
    assert _refused(lambda: services.withdraw_version(SYSTEM, version, " "), "reason_missing").field == "reason"
    with transaction():
        services.withdraw_version(SYSTEM, version, "Wrong tax rate")
    _refused(lambda: services.withdraw_version(SYSTEM, version, "again"), "version_withdrawn")
    _refused(lambda: services.change_validity(SYSTEM, version, today(), None), "version_withdrawn")


def test_longer_validity_revives_what_expired_and_is_told(session):
    version = make_version(make_material(), valid_until=today() - DAY)
    with transaction():
        services.change_validity(SYSTEM, version, version.valid_from, today() + DAY)
    entry = db.session.scalars(select(ActivityEntry).where(ActivityEntry.verb == "material.version_changed")).one()
    assert entry.data["changes"]["valid_until"] == [str(today() - DAY), str(today() + DAY)]
