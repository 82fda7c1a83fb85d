"""The house rules that a machine can read: who imports whom, file names, caps, words."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from outreach.app import FEATURES
from outreach.config import ROOT

PACKAGE = ROOT / "outreach"
GROUND = ("db", "i18n", "identity", "search", "catalogue", "mail", "jobs", "files", "web", "activity")
ALLOWED = {"__init__", "models", "queries", "services", "forms", "views", "api", "emails", "calendar", "permissions",
           "jobs", "doors"}
#: Who may import whom inside and across rooms: a higher number may import a lower one.
LAYER = {"views": 4, "api": 4, "forms": 3, "services": 3, "queries": 3, "emails": 3, "calendar": 3, "permissions": 3,
         "jobs": 3, "doors": 3, "models": 2}
MODULES = sorted(PACKAGE.rglob("*.py"))


def _imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *[f"{node.module}.{alias.name}" for alias in node.names]]
    return [name for name in found if name == "outreach" or name.startswith("outreach.")]


def _room(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


def _part(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[1] if len(parts) > 1 else parts[0]


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_ground_floor_knows_no_feature():
    wrong = [(_named(path), name) for path in MODULES if _room(path) in GROUND for name in _imports(path)
             if name.split(".")[1:2] and name.split(".")[1] in FEATURES]
    # The home, sign-in and doctor's parts are reached through doors and endpoints, never by import.
    assert wrong == []


def test_a_feature_imports_only_features_before_it():
    wrong = []
    for path in MODULES:
        room = _room(path)
        if room in FEATURES:
            for name in _imports(path):
                other = name.split(".")[1] if "." in name else ""
                if other in FEATURES and FEATURES.index(other) > FEATURES.index(room):
                    wrong.append((_named(path), name))
    assert wrong == []


def test_a_feature_never_imports_another_features_views_or_forms():
    wrong = [(_named(path), name) for path in MODULES for name in _imports(path)
             if _room(path) in FEATURES and len(name.split(".")) > 2 and name.split(".")[2] in ("views", "forms", "api")
             and name.split(".")[1] in FEATURES and name.split(".")[1] != _room(path)]
    assert wrong == []


def test_lower_layers_never_import_higher_ones():
    wrong = []
    for path in MODULES:
        own = LAYER.get(_part(path)) if _room(path) in FEATURES else None
        for name in _imports(path) if own else []:
            parts = name.split(".")
            if len(parts) > 2 and parts[1] in FEATURES and LAYER.get(parts[2], 0) > own:
                wrong.append((_named(path), name))
    assert wrong == []


def test_identity_imports_nothing_of_ours():
    wrong = [(_named(path), name) for path in MODULES if _room(path) == "identity" for name in _imports(path)
             if not name.startswith("outreach.identity")]
    assert wrong == []


def test_services_queries_and_models_never_ask_who_is_at_the_browser():
    forbidden = {"request", "session", "g", "current_user"}
    wrong = []
    for path in MODULES:
        if _room(path) in FEATURES and _part(path) in ("services", "queries", "models"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module in ("flask", "flask_login"):
                    wrong += [(_named(path), alias.name) for alias in node.names if alias.name in forbidden]
    assert wrong == []


def test_features_use_only_the_agreed_file_names():
    wrong = [_named(path) for path in MODULES if _room(path) in FEATURES and _part(path) not in ALLOWED]
    forbidden = {"util", "utils", "helpers", "common", "manager", "misc"}
    assert wrong == []
    assert [_named(path) for path in MODULES if path.stem in forbidden] == []


def test_services_never_commit():
    wrong = [_named(path) for path in MODULES if _room(path) in FEATURES and _part(path) in ("services", "queries", "models")
             and "session.commit(" in path.read_text(encoding="utf-8")]
    assert wrong == []


@pytest.mark.parametrize("path", MODULES, ids=_named)
def test_a_module_is_small_typed_and_says_what_it_promises(path):
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert text.count("\n") <= 400, "longer than 400 lines"
    assert text.count("\n") <= 5 or ast.get_docstring(tree), "no docstring of the module"
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = node.end_lineno - node.lineno + 1
            assert length <= 40, f"{node.name} has {length} lines"
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} has no docstring"


def test_templates_are_small_and_the_test_fixtures_too():
    long = [_named(path) for path in (ROOT / "templates").rglob("*.html") if path.read_text().count("\n") > 150]
    assert long == []
    assert (ROOT / "tests" / "conftest.py").read_text().count("\n") <= 200


def test_no_template_carries_inline_style_or_script():
    wrong = [_named(path) for path in (ROOT / "templates").rglob("*.html") if " style=" in path.read_text()
             and "mail/" not in str(path)]
    assert wrong == []


def test_every_rule_of_a_style_sheet_is_closed():
    """A brace that is lost puts every rule after it into the block before, and no browser complains."""
    for path in sorted((PACKAGE / "static" / "css").glob("*.css")):
        text = path.read_text(encoding="utf-8")
        assert text.count("{") == text.count("}"), path.name


@pytest.mark.slow
@pytest.mark.parametrize("room", sorted({path.parent.name for path in PACKAGE.glob("*/services*") if path.suffix in ("", ".py")}))
def test_services_can_be_imported_before_anything_else(room):
    # What the services need of the queries must not need the services again.
    done = subprocess.run([sys.executable, "-c", f"import outreach.{room}.services"], cwd=ROOT, capture_output=True, text=True,
                          timeout=120)
    assert done.returncode == 0, done.stderr
