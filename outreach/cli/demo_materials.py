"""Materials with small PDF files of our own making, and the pack of a fair, for `flask demo load`."""

import io
from datetime import timedelta

from sqlalchemy import select

from outreach.accounts.models import User
from outreach.activity import Actor
from outreach.db import db
from outreach.events.models import Event
from outreach.events.queries.packs import pack_of
from outreach.events.services import packs
from outreach.i18n.localized import LocalizedText
from outreach.materials.models import Material
from outreach.materials.queries import today
from outreach.materials.services import add_version, create_material, receive_file

#: The fonts that every reader of PDF has or replaces: name, encoding, collection.
_FONTS = {"zh": ("STSong-Light", "UniGB-UTF16-H", "GB1"), "ko": ("HYSMyeongJo-Medium", "UniKS-UTF16-H", "Korea1")}
#: (code, columns, {language: [(lines, days until it expires or None), …]}); texts are invented.
_MATERIALS = (
    ("PARK-BROCHURE", {"kind": "brochure", "public": True, "printed": True, "audience": "investors",
                       "image_rights": "Own pictures, for any use",
                       "title": LocalizedText.of("zh", "园区宣传册", en="Park brochure", de="Parkbroschüre", ko="단지 안내서")},
     {"zh": [(("园区宣传册", "地块、厂房、配套服务"), 500)],
      "en": [(("Park brochure", "Plots, plants and services"), 500)],
      "de": [(("Parkbroschüre", "Flächen und Hallen"), None), (("Parkbroschüre", "Flächen, Hallen und Dienste"), 500)]}),
    ("PHOTONICS-DECK", {"kind": "deck", "public": True, "audience": "investors", "industries": ["photonics"],
                        "title": LocalizedText.of("en", "Photonics in the zone", zh="园区光电产业", de="Photonik in der Zone",
                                                  ko="단지의 광산업")},
     {"en": [(("Photonics in the zone", "Firms, laboratories, suppliers"), 40)],
      "ko": [(("단지의 광산업", "기업, 연구소, 협력사"), 400)]}),
    ("POLICY-SHEET", {"kind": "policy_sheet", "public": True, "printed": True, "audience": "investors",
                      "title": LocalizedText.of("zh", "惠企政策单页", en="Support at a glance", de="Förderung im Überblick",
                                                ko="지원 정책 한눈에 보기")},
     {"zh": [(("惠企政策单页", "设备、租金、人才"), 300)], "en": [(("Support at a glance", "Equipment, rent, talent"), -10)]}),
    ("TALKING-POINTS", {"kind": "other", "audience": "team",
                        "title": LocalizedText.of("zh", "洽谈口径", en="Talking points", de="Gesprächsleitfaden", ko="상담 지침")},
     {"zh": [(("洽谈口径", "仅供内部使用"), 200)]}),
)


def load_materials(coordinator: User, fair: Event) -> None:
    """The materials, made once, and the fair's pack: one language is missing, one expires before the fair ends."""
    if db.session.scalar(select(Material.id).limit(1)):
        return
    actor, made = Actor.of(coordinator), {}
    for code, values, files in _MATERIALS:
        made[code] = create_material(actor, {**values, "code": code})
        for language, versions in files.items():
            for number, (lines, days) in enumerate(versions, start=1):
                begins = today() - timedelta(days=100 - number)
                file = receive_file(io.BytesIO(small_pdf(lines, language)), f"{lines[0]}.pdf")
                version = add_version(actor, made[code], language, file, valid_from=begins)
                # Nobody may upload what has expired already, so its last day is set afterwards.
                version.valid_until = today() + timedelta(days=days) if days else None
    _pack(actor, coordinator, fair, made)


def _pack(actor: Actor, coordinator: User, fair: Event, made: dict[str, Material]) -> None:
    packs.choose_languages(actor, fair, ["zh", "en", "de"])
    for code, languages in (("PARK-BROCHURE", ["zh", "en", "de"]), ("PHOTONICS-DECK", ["en", "de"]), ("TALKING-POINTS", ["zh"])):
        db.session.expire(made[code], ["versions"])
        packs.add_to_pack(actor, fair, made[code], languages)
    pack = pack_of(fair)
    copies = {"zh": 50, "en": 150, "de": 300}
    packs.save_pack(actor, fair, {item.id: (copies[item.language] if item.material.printed else None, coordinator.id)
                                  for item in pack.items}, pack.version)


def small_pdf(lines: tuple[str, ...], language: str) -> bytes:
    """One A4 page with these lines, in a font that needs not be embedded (ISO 32000-1, 9.6.2.2 and 9.7.5.2)."""
    if language in _FONTS:
        name, encoding, collection = _FONTS[language]
        font = (f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /{encoding} /DescendantFonts [ << /Type /Font "
                f"/Subtype /CIDFontType0 /BaseFont /{name} /CIDSystemInfo << /Registry (Adobe) /Ordering ({collection}) "
                f"/Supplement 0 >> /FontDescriptor << /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [0 -200 1000 900] "
                "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >> >> ] >>")
        shown = [line.encode("utf-16-be").hex() for line in lines]
    else:
        font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
        shown = [line.encode("cp1252").hex() for line in lines]
    text = "BT /F1 28 Tf 60 740 Td 40 TL " + " ".join(f"<{line}> Tj T*" for line in shown) + " ET"
    bodies = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
              "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>",
              font, f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out += (f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R >>\n"
            f"startxref\n{len(out)}\n%%EOF\n").encode("ascii")
    return bytes(out)
