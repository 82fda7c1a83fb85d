"""Documents are tested too: they name every address of the API, and no command or file that does not exist."""

import re

import pytest

from outreach.config import ROOT

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_the_api_document_names_every_address(application):
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    rules = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) for rule in application.url_map.iter_rules()
             if rule.rule.startswith("/api/")}
    assert sorted(rule for rule in rules if f"{rule}`" not in text and f"{rule}?" not in text) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_of_a_document_exists(application, path):
    known = set(application.cli.commands) | {"db", "run", "shell"}
    named = set(re.findall(r"flask(?: --app wsgi)? ([a-z][a-z-]*)", path.read_text(encoding="utf-8")))
    assert sorted(named - known) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_inside_the_repository_leads_somewhere(path):
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []
