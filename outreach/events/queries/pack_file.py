"""The pack of an event as one ZIP file for our own people."""

import re
import zipfile
from datetime import date
from pathlib import PurePosixPath
from typing import BinaryIO

from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.errors import NotFound
from outreach.events.models import Event
from outreach.events.queries.labels import span_of
from outreach.events.queries.packs import Line, Packed
from outreach.files import path_of
from outreach.i18n import formats
from outreach.materials.queries import STATE_LABELS, today
from outreach.web.page import language_name

#: What Windows does not take in a file's name.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def write_pack(event: Event, rows: list[Packed], out: BinaryIO, day: date | None = None) -> int:
    """Write every file of the pack that is valid on the day, in a folder per language, and a list of all that is in it
    and of what is not. Gives the number of files."""
    taken: set[str] = set()
    said = [f"{event.label} ({event.code})", span_of(event), _("As of %(day)s", day=formats.day(day or today())), ""]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for row in rows:
            for line in row.lines:
                if line.item is not None:
                    said.append(_add(archive, line, taken))
        # Notepad and Excel on Windows take a text for UTF-8 by its mark alone.
        archive.writestr("00 contents.txt", "\r\n".join(said).encode("utf-8-sig"))
    return len(taken)


def _add(archive: zipfile.ZipFile, line: Line, taken: set[str]) -> str:
    """Add the file of a line, where there is one; gives what the list says of it."""
    named = f"{line.material.label}, {language_name(line.language)}"
    if not line.now.in_use:
        return _("%(material)s: not in this file. %(state)s", material=named, state=str(STATE_LABELS[line.now.state]))
    version = line.now.version
    try:
        path = path_of(version.attachment)
    except NotFound as gone:
        return _("%(material)s: not in this file. %(state)s", material=named, state=str(gone.message))
    name = _free_name(line.language, version.attachment.filename, taken)
    archive.write(path, name)
    copies = ", " + ngettext("%(num)s copy", "%(num)s copies", line.item.copies) if line.item.copies else ""
    return f"{named}, " + _("Version %(number)s", number=version.number) + f": {name}{copies}"


def _free_name(folder: str, filename: str, taken: set[str]) -> str:
    """A name inside the archive that nothing else has; Windows does not tell large letters from small ones."""
    plain = PurePosixPath(_FORBIDDEN.sub("_", filename).strip(" .") or "file")
    name, count = f"{folder}/{plain}", 1
    while name.casefold() in taken:
        count += 1
        name = f"{folder}/{plain.stem} ({count}){plain.suffix}"
    taken.add(name.casefold())
    return name
