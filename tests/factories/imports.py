"""Files of invented contacts, staged and previewed by the services that the pages use."""

from outreach.activity import SYSTEM, Actor
from outreach.contacts.models import ImportRun
from outreach.contacts.services.imports import Options, apply_import, preview_import, stage_file

HEAD = "Name;Firma;E-Mail;Telefon;Land"


def csv_file(*rows: str, head: str = HEAD) -> bytes:
    """A small German list in UTF-8."""
    return "\r\n".join([head, *rows, ""]).encode()


#: Syllables of invented names; two of them, far apart, tell one person from all others.
SYLLABLES = ("bren", "dolf", "gart", "hulm", "jask", "kriv", "lomb", "mirt", "nusk", "parv", "quon", "rast", "silk", "torv",
             "vemp", "wund", "zilt", "fosk", "crem", "ytte")


def person_row(number: int, **other: str) -> str:
    """A row about somebody who resembles nobody else; p.1@example.org is the first one's address."""
    word = _word(number)
    told = {"name": f"{_word(number * 7 + 3)} {word}", "firm": f"{word} Optik GmbH", "email": f"p.{number}@example.org",
            "phone": f"+49 170 1{number:06d}", "country": "Deutschland", **other}
    return ";".join(told.values())


def _word(number: int) -> str:
    size = len(SYLLABLES)
    return "".join(SYLLABLES[number // size ** place % size] for place in (0, 1, 2)).capitalize()


def make_import(event=None, rows: tuple[str, ...] | None = None, *, data: bytes | None = None, name: str = "leads.csv",
                actor: Actor = SYSTEM, applied: bool = False, **options) -> ImportRun:
    """A previewed file of two new people, or of the given rows; with `applied` it is through."""
    data = data if data is not None else csv_file(*(rows or (person_row(1), person_row(2))))
    run = stage_file(actor, data, name, target_kind="event" if event else None, target_ref=event.id if event else None,
                     options=Options(**options))
    run = preview_import(run.id)
    return apply_import(actor, run.id) if applied else run


def multipart(data: bytes, name: str, **fields: str) -> tuple[bytes, str]:
    """Body and content type of a form with a file, built without the temporary files of the test client."""
    parts = [f'--X\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode() for key, value in fields.items()]
    head = f'--X\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n'
    return b"".join([*parts, head.encode(), data, b"\r\n--X--\r\n"]), "multipart/form-data; boundary=X"
