"""Fetching the front-end files: once per lock file, and never taking away what the tests brought."""

from types import SimpleNamespace

import pytest

from outreach.cli import front_end


@pytest.fixture
def fetched(tmp_path, monkeypatch) -> list[list[str]]:
    """A checkout with a lock file and an npm that only notes how it was called."""
    calls: list[list[str]] = []
    (tmp_path / "package-lock.json").write_text("{}")
    for source in (*front_end.FILES, *front_end.TEST_FILES):
        file = tmp_path / "node_modules" / source
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source)
    monkeypatch.setattr(front_end, "ROOT", tmp_path)
    monkeypatch.setattr(front_end, "VENDOR", tmp_path / "vendor")
    monkeypatch.setattr(front_end, "_npm", lambda: ["npm"])
    monkeypatch.setattr(front_end.subprocess, "run", lambda call, **_given: calls.append(call) or SimpleNamespace(returncode=0))
    return calls


def test_what_the_tests_brought_stays_when_the_application_starts(fetched):
    assert front_end.bring(with_tests=True) is None and front_end.bring() is None and front_end.bring(with_tests=True) is None
    assert len(fetched) == 1 and "--omit=dev" not in fetched[0]


def test_the_application_brings_only_its_own_and_the_tests_add_theirs(fetched):
    assert front_end.bring() is None and front_end.bring() is None and front_end.bring(with_tests=True) is None
    assert ["--omit=dev" in call for call in fetched] == [True, False]


def test_another_lock_file_fetches_anew(fetched):
    front_end.bring()
    (front_end.ROOT / "package-lock.json").write_text("{\"a\": 1}")
    front_end.bring()
    assert len(fetched) == 2
