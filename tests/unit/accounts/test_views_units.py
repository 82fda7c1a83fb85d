"""The administrators' pages of units."""

from sqlalchemy import select

from outreach.accounts.models import Unit
from outreach.db import db
from tests.factories.accounts import make_unit, make_user


def test_units_are_listed_added_and_changed(sign_in):
    client = sign_in(make_user("administrator", name="Ada Admin"))
    client.get_page("/units")
    data = {"code": "H9", "kind": "hosting_platform", "source": "zh", "name_zh": "惠山载体",
            "name_en": "Huishan platform", "state": "active"}
    client.post_page("/units/new", data)
    unit = db.session.scalars(select(Unit).where(Unit.code == "H9")).one()
    make_user(unit=unit)
    page = client.get_page("/units")
    assert "Huishan platform" in page.text and "1 user" in page.text
    assert client.post_page("/units/new", data, status=422).errors() == ["Another unit has this code"]
    page = client.get_page(f"/units/{unit.id}")
    changed = {**data, "name_zh": "惠山新载体", "version": page.field("version")}
    client.post_page(f"/units/{unit.id}", changed)
    page = client.get_page(f"/units/{unit.id}")
    assert "惠山载体 → now 惠山新载体" in page.text
    in_use = {**changed, "state": "inactive", "version": page.field("version")}
    assert client.post_page(f"/units/{unit.id}", in_use, status=422).errors()
    client.post_page(f"/units/{unit.id}", {**changed, "name_zh": "别的"}, status=409)


def test_a_unit_needs_its_name_in_the_source_language(sign_in):
    client = sign_in(make_user("administrator"))
    data = {"code": "H8", "kind": "service_unit", "source": "ko", "name_en": "Only English", "state": "active"}
    page = client.post_page("/units/new", data, status=422)
    assert page.errors() == ["Enter the unit's name"]
    assert page.field("name_en") == "Only English"


def test_a_translation_that_did_not_change_goes_stale_with_its_original(sign_in):
    client = sign_in(make_user("administrator"))
    unit = make_unit(name="甲科")
    page = client.get_page(f"/units/{unit.id}")
    client.post_page(f"/units/{unit.id}", {
        "code": unit.code, "kind": unit.kind, "source": "zh", "name_zh": "乙科", "name_en": page.field("name_en"),
        "state": "active", "version": page.field("version")})
    assert unit.name.status("en") == "stale"
    assert "The original has changed since" in client.get_page(f"/units/{unit.id}").text
