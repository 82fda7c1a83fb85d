"""The running application of the journeys, for real clients, and environments of their own for these clients."""

import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

import pytest

from tests import engines
from tests.functional.conftest import live, smtp  # noqa: F401 - the fixtures of the journeys


@lru_cache(maxsize=1)
def _environment(*packages: str) -> Path | None:
    folder = Path(tempfile.mkdtemp(prefix="outreach-clients-"))
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=120)
    done = subprocess.run(
        [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages],
        capture_output=True,
        text=True,
        timeout=300,
    )
    return folder / "bin" if done.returncode == 0 else None


@pytest.fixture(scope="session")
def calendar_clients() -> Path:
    """The folder with the commands of vdirsyncer and khal, installed apart from our own libraries."""
    found = _environment("khal", "vdirsyncer")
    if found is None:
        engines.missing("khal and vdirsyncer from the package index")
    return found
