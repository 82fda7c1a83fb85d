"""`flask up`, which `make run` calls: from nothing to a served demo, safe to repeat, clear where it cannot."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach.config import ROOT

pytestmark = pytest.mark.slow


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def up(folder: Path, port: int, **environ: str) -> Iterator[tuple[str, subprocess.Popen]]:
    """The running command, once it answers; gives what it printed and the process. Stopped as Ctrl-C stops it."""
    log = folder / f"up-{port}.log"
    given = {**os.environ, "OUTREACH_DATA": str(folder / "data"), "PORT": str(port), "PYTHONUNBUFFERED": "1", **environ}
    with log.open("w") as out:
        process = subprocess.Popen([sys.executable, "-m", "flask", "--app", "wsgi", "up"], cwd=ROOT, env=given,
                                   stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        wait_for(f"http://127.0.0.1:{port}/readyz", process, log)
        yield log.read_text(), process
    finally:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise


def wait_for(url: str, process: subprocess.Popen, log: Path) -> None:
    """Ask until the address answers 200, for a minute at most."""
    for _try in range(240):
        assert process.poll() is None, log.read_text()
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.25)
    raise AssertionError(f"{url} does not answer: {log.read_text()}")


def get(url: str) -> str:
    """The page behind an address."""
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.read().decode()


def test_the_first_run_serves_the_demo_and_a_second_one_keeps_it(tmp_path):
    port = free_port()
    with up(tmp_path, port) as (said, _process):
        links = re.findall(rf"http://127\.0\.0\.1:{port}/sign-in/\S+", said)
        assert len(links) == 5, said
        assert "<form" in get(links[0])
        assert "intentions/new" in said
        assert "LASER World of PHOTONICS 2027" in get(f"http://127.0.0.1:{port}/de/events/")
        assert json.loads(get(f"http://127.0.0.1:{port}/healthz")) == {"status": "ok"}
    with up(tmp_path, port) as (said, _process):
        assert "First run" not in said
        assert get(f"http://127.0.0.1:{port}/en/events/").count("LASER World of PHOTONICS 2027") >= 1


def test_a_taken_port_is_refused_with_another_one_named(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run([sys.executable, "-m", "flask", "--app", "wsgi", "up", "--port", str(port)], cwd=ROOT,
                              env={**os.environ, "OUTREACH_DATA": str(tmp_path)}, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert f"Port {port} is taken" in done.stderr
    assert f"PORT={port + 1}" in done.stderr


def test_production_without_its_settings_names_the_variable_and_stops(tmp_path):
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("OUTREACH_", "SECRET_", "MAIL_"))}
    for given, named in (({}, "OUTREACH_URL"), ({"OUTREACH_URL": "https://outreach.example.org"}, "SECRET_KEY")):
        done = subprocess.run([sys.executable, "-m", "flask", "--app", "wsgi", "routes", "--json"], cwd=ROOT,
                              env={**environ, "OUTREACH_ENV": "production", "OUTREACH_DATA": str(tmp_path), **given},
                              capture_output=True, text=True, timeout=60)
        assert done.returncode != 0
        assert named in done.stderr
