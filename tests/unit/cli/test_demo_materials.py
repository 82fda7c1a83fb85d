"""The demo's materials: files that a reader of PDF opens, made once, with something missing and something that expires."""

import re

from sqlalchemy import func, select

from outreach.cli.demo import load
from outreach.cli.demo_materials import small_pdf
from outreach.db import db
from outreach.events.models import PackItem
from outreach.events.queries import event_by_code
from outreach.events.queries.packs import pack_of, packed
from outreach.materials.models import Material, MaterialVersion


def _counts() -> list[int]:
    return [db.session.scalar(select(func.count()).select_from(model)) for model in (Material, MaterialVersion, PackItem)]


def test_the_demo_is_made_once_and_shows_what_a_pack_warns_about(app):
    load()
    first = _counts()
    load()
    assert _counts() == first and min(first) >= 4
    fair = event_by_code("LASER-2027")
    lines = [line for row in packed(fair, pack_of(fair)) for line in row.lines]
    assert {line.now.state for line in lines if line.item} >= {"valid", "missing"}
    assert any(line.expires_before for line in lines)


def test_every_place_in_the_table_of_a_small_pdf_is_where_its_object_begins():
    for lines, language in ((("Fläche – Größe",), "de"), (("园区宣传册", "地块"), "zh"), (("단지 안내서",), "ko")):
        pdf = small_pdf(lines, language)
        assert pdf.startswith(b"%PDF-1.4") and pdf.endswith(b"%%EOF\n")
        start = int(re.search(rb"startxref\n(\d+)", pdf)[1])
        places = [int(place) for place in re.findall(rb"(\d{10}) 00000 n", pdf[start:])]
        for number, place in enumerate(places, start=1):
            assert pdf[place:].startswith(f"{number} 0 obj".encode())
        length, text = re.search(rb"/Length (\d+) >>\nstream\n(.*)\nendstream", pdf).groups()
        assert int(length) == len(text)
