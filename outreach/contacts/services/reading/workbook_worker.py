"""Opens one workbook in a process of its own, so that a hostile file can only kill this process.

Run as a script by workbooks.py. Standard input: a line of JSON with `memory` (bytes of address space), `cells`,
`rows`, `columns` and `size`, then the file, then answers. Standard output: lines of JSON. For each visible sheet
its name and first rows; the answer is `take` or `next`, and after the last sheet the number of the sheet to take.
Then `merged` ranges, one list of strings per row, and `end`. `error` with a code ends it at any time.
"""

import datetime
import io
import json
import sys

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

PREVIEW = 25


def as_text(value) -> str:
    """A cell as text: whole numbers without a fraction, dates as ISO 8601."""
    if isinstance(value, str):
        return value.strip().replace("\0", "\ufffd")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "seconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return "" if value is None else str(value)


def say(message) -> None:
    """Write one line of JSON."""
    sys.stdout.write(json.dumps(message, ensure_ascii=True) + "\n")


def listen() -> str:
    """Send what is written and wait for the answer."""
    sys.stdout.flush()
    return sys.stdin.buffer.readline().decode("ascii").strip()


def too_big(sheet, settings: dict) -> str | None:
    """The code of the refusal if a sheet has more than may be read; its emptiness counts, because it takes memory."""
    if sheet.width > settings["columns"]:
        return "too_many_columns"
    if sheet.total_height * sheet.total_width > 2 * settings["cells"]:
        return "too_many_cells"
    if sheet.height > settings["rows"] + PREVIEW and filled_rows(sheet) > settings["rows"] + PREVIEW:
        return "too_many_rows"
    return None


def filled_rows(sheet) -> int:
    """The number of rows down to the last one that says anything: one stray blank at the bottom makes no long list."""
    last = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        if any(as_text(value) for value in row):
            last = number
    return last


def send(sheet, settings: dict) -> None:
    """All rows of a sheet, from the first row and column on, then the end; blank ones at the bottom are left out."""
    ranges = sheet.merged_cell_ranges or []
    say({"merged": [[*start, *end] for start, end in ranges[:20_000]]})
    many = sheet.height > settings["rows"] + PREVIEW
    for row in sheet.to_python(skip_empty_area=False, **({"nrows": sheet.start[0] + filled_rows(sheet)} if many else {})):
        say([as_text(value) for value in row])
    say({"end": True})


def choose(workbook, settings: dict):
    """The sheet that the other side takes, or None after an error was said."""
    names = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ][:20]
    for name in names:
        sheet = workbook.get_sheet_by_name(name)
        problem = too_big(sheet, settings)
        if problem:
            say({"error": problem})
            return None
        rows = sheet.to_python(skip_empty_area=False, nrows=PREVIEW)
        say({"sheet": name, "rows": [[as_text(value) for value in row] for row in rows]})
        if listen() == "take":
            return sheet
    say({"choose": len(names)})
    answer = listen()
    return workbook.get_sheet_by_name(names[int(answer)]) if answer.isdigit() else None


def main() -> None:
    """Read the settings and the file, then talk."""
    settings = json.loads(sys.stdin.buffer.readline())
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (settings["memory"], settings["memory"]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except ImportError:
        pass  # Windows has no such limits; the sizes in the archive were checked before.
    data = sys.stdin.buffer.read(settings["size"])
    try:
        sheet = choose(CalamineWorkbook.from_filelike(io.BytesIO(data)), settings)
        if sheet is not None:
            send(sheet, settings)
    except PasswordError:
        say({"error": "password_protected"})
    except MemoryError:
        say({"error": "workbook_too_heavy"})
    except (CalamineError, OSError, ValueError):
        say({"error": "broken_workbook"})
    sys.stdout.flush()


if __name__ == "__main__":
    main()
