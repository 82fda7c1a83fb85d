"""The running application of the journeys, for real clients, and environments of their own for these clients."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import engines
from tests.functional.conftest import live, smtp  # noqa: F401 - the fixtures of the journeys

#: The versions with which the expectations were read.
CALENDAR_CLIENTS = ("khal==0.14.1", "vdirsyncer==0.21.0")


def _installed(folder: Path, packages: tuple[str, ...]) -> bool:
    """Make an environment with the packages; a mark at its end says that it is whole. False where pip cannot."""
    mark = folder / "whole"
    if mark.is_file() and mark.read_text() == repr(packages):
        return True
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True, timeout=120)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *packages], check=True, capture_output=True, timeout=300)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return False
    mark.write_text(repr(packages))
    return True


@pytest.fixture(scope="session")
def calendar_clients(request) -> Path:
    """The folder with the commands of vdirsyncer and khal, installed apart from our own libraries and kept."""
    folder = Path(request.config.cache.mkdir("calendar-clients"))
    if not _installed(folder, CALENDAR_CLIENTS):
        engines.missing("khal and vdirsyncer from the package index")
    return folder / "bin"
