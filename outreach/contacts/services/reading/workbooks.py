"""Reads XLSX, XLSM, XLSB, XLS and ODS through a separate process; see workbook_worker for the talk between them."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from outreach.contacts.services.reading.columns import LOOK_AT, header_score
from outreach.contacts.services.reading.records import FileRefused, Limits, SourceRow

WORKER = Path(__file__).with_name("workbook_worker.py")
Merged = list[tuple[int, int, int, int]]


def read_workbook(data: bytes, limits: Limits) -> tuple[str, list[SourceRow]]:
    """The name of the sheet that holds the list, and its non-blank rows.

    The first visible sheet with known headings is taken, else the first that holds anything. Merged cells are
    filled: in the headings to all sides, below them downwards. Raises FileRefused.
    """
    # Our own interpreter and script; the file arrives by a pipe, never as an argument.
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-I", str(WORKER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    timer = threading.Timer(limits.seconds, process.kill)
    timer.start()
    try:
        return _talk(process, data, limits)
    except (BrokenPipeError, json.JSONDecodeError) as error:
        raise FileRefused(_fate(process)) from error
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            _close(pipe)


def _close(pipe) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return  # The worker died with unread input; what happened to it has been said already.


def _fate(process: subprocess.Popen) -> str:
    """Why the worker stopped talking: killed for time or memory, or the file drove it into an error."""
    return "workbook_too_heavy" if process.wait() < 0 else "broken_workbook"


def _messages(process: subprocess.Popen, limits: Limits) -> Iterator:
    for line in process.stdout:
        message = json.loads(line)
        if isinstance(message, dict) and (code := message.get("error")):
            known = {
                "too_many_rows": {"limit": limits.max_rows},
                "too_many_columns": {"limit": limits.max_columns},
                "too_many_cells": {"limit": limits.max_cells},
            }
            raise FileRefused(code, known.get(code, {}))
        yield message
    raise FileRefused(_fate(process))


def _talk(process: subprocess.Popen, data: bytes, limits: Limits) -> tuple[str, list[SourceRow]]:
    settings = {
        "memory": limits.worker_memory,
        "rows": limits.max_rows,
        "columns": limits.max_columns,
        "cells": limits.max_cells,
        "size": len(data),
    }
    process.stdin.write(json.dumps(settings).encode() + b"\n" + data)
    process.stdin.flush()
    messages = _messages(process, limits)
    sheet = _choose(process, messages)
    merged: Merged = [tuple(span) for span in next(messages)["merged"]]
    raw: list[list[str]] = []
    memo: dict[str, str] = {}
    for message in messages:
        if isinstance(message, dict):
            break
        raw.append([memo.setdefault(cell, cell) if len(cell) < 64 else cell for cell in message])
    return sheet, _rows(raw, merged)


def _choose(process: subprocess.Popen, messages: Iterator) -> str:
    """Answer the worker until a sheet is taken; returns its name."""
    seen: list[tuple[str, bool]] = []
    for message in messages:
        if "choose" in message:
            at = next((at for at, (_, filled) in enumerate(seen) if filled), None)
            if at is None:
                raise FileRefused("empty_file")
            answer, name = str(at), seen[at][0]
        else:
            name = message["sheet"]
            seen.append((name, any(any(row) for row in message["rows"])))
            answer = "take" if any(header_score(row) > 1 for row in message["rows"][:LOOK_AT]) else "next"
        process.stdin.write(answer.encode() + b"\n")
        process.stdin.flush()
        if answer != "next":
            return name
    raise FileRefused("broken_workbook")


def _rows(raw: list[list[str]], merged: Merged) -> list[SourceRow]:
    """The non-blank rows. Merged cells are only filled into rows that hold something themselves."""
    texts = ["\t".join(cells).rstrip("\t") for cells in raw]
    width = max((len(cells) for cells in raw), default=0)
    for top, left, bottom, right in merged:
        if top >= len(raw) or left >= len(raw[top]) or not (value := raw[top][left]):
            continue
        wide = top < LOOK_AT and right - left + 1 < width and bottom < LOOK_AT
        for at in range(top, min(bottom, len(raw) - 1) + 1):
            if texts[at]:
                for index in range(left, min(right if wide else left, width - 1) + 1):
                    raw[at][index] = raw[at][index] or value
    return [SourceRow(0, cells, text) for cells, text in zip(raw, texts, strict=True) if text]
