"""Real materials and versions for tests."""

import io
from datetime import date

from outreach.activity import SYSTEM
from outreach.db import transaction
from outreach.i18n.localized import LocalizedText
from outreach.materials import services
from outreach.materials.models import Material, MaterialVersion
from outreach.materials.queries import today


def make_material(code: str = "PARK", title: str | LocalizedText = "Park brochure", **values) -> Material:
    """A public brochure without files; any column may be given another value."""
    given = {"code": code, "title": LocalizedText.of("en", title) if isinstance(title, str) else title, "kind": "brochure",
             "public": True, "printed": True, **values}
    with transaction():
        return services.create_material(SYSTEM, given)


def make_version(material: Material, language: str = "en", content: bytes | None = None, filename: str = "park.pdf",
                 valid_from: date | None = None, valid_until: date | None = None) -> MaterialVersion:
    """A file of the material in a language; `valid_until` may lie in the past, as for one that expired since."""
    begins = valid_from or min(today(), valid_until or today())
    with transaction():
        content = content or f"%PDF-1.7\n{material.code} {language} {len(material.versions)}\n".encode()
        file = services.receive_file(io.BytesIO(content), filename)
        made = services.add_version(SYSTEM, material, language, file, valid_from=begins)
        made.valid_until = valid_until
    return made
