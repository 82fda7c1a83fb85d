"""Everything that a form says by itself stands in our catalogs, in all four languages."""

import ast
import inspect
from pathlib import Path

import pytest
import wtforms.fields.choices
import wtforms.fields.datetime
import wtforms.fields.numeric
import wtforms.validators
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, SelectField, TimeField
from wtforms.validators import Length, NumberRange

from outreach.config import ROOT
from outreach.i18n import in_language
from outreach.web import form_messages
from outreach.web.forms import DateField, Form, StringField, required
from outreach.web.localized_forms import CheckboxesField

OURS = {str(text._args[0]) for text in (*form_messages.SINGLE, *form_messages.PLURAL)}

#: What only a slip of ours in the code could bring about.
SLIPS = {"Invalid field name '%s'."}


def _said(*things) -> set[str]:
    """The first argument of each call of gettext or ngettext within classes or modules."""
    calls = [node for thing in things for node in ast.walk(ast.parse(inspect.getsource(thing)))
             if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("gettext", "ngettext")]
    return {node.args[0].value for node in calls if isinstance(node.args[0], ast.Constant)}


def _used(module) -> list[type]:
    """The classes of a module of WTForms that our code imports, with what they are made of."""
    imported = {name.name for path in Path(ROOT, "outreach").rglob("*.py") for node in ast.walk(ast.parse(path.read_text()))
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("wtforms") for name in node.names}
    named = [item for name, item in inspect.getmembers(module, inspect.isclass)
             if item.__module__ == module.__name__ and name in imported]
    return list({part for item in named for part in item.__mro__ if part.__module__ == module.__name__})


@pytest.mark.parametrize("module", [
    wtforms.fields.choices, wtforms.fields.datetime, wtforms.fields.numeric, wtforms.validators])
def test_what_the_fields_and_checks_that_we_use_can_say_is_translated_by_us(module):
    said = _said(*_used(module))
    assert said and said - SLIPS <= OURS


class _Asked(Form):
    name = StringField("Name", [Length(max=300)])
    short = StringField("Short", required())
    number = IntegerField("Number", [NumberRange(1, 9)])
    count = IntegerField("Count")
    day = DateField("Day")
    clock = TimeField("Clock")
    one = SelectField("One", choices=[("a", "A")])
    several = CheckboxesField("Several", choices=[("a", "A")])
    key = CheckboxesField("Key", coerce=int, choices=[(1, "A")])


def _errors(language: str) -> dict[str, str]:
    with in_language(language):
        form = _Asked(MultiDict({
            "name": "x" * 301, "number": "10", "count": "many", "day": "soon", "clock": "noon", "one": "b", "several": "b",
            "key": "x"}), meta={"csrf": False})
        form.validate()
        return {name: " ".join(map(str, messages)) for name, messages in form.errors.items()}


@pytest.mark.parametrize("language", ["zh", "de", "ko"])
def test_no_message_of_a_form_is_english_to_whoever_reads_another_language(app, language):
    with app.test_request_context("/", method="POST"):
        english, told = _errors("en"), _errors(language)
    assert set(told) == set(english) == {"name", "short", "number", "count", "day", "clock", "one", "several", "key"}
    assert not {name for name in told if told[name] == english[name]}
    assert "300" in told["name"] and "9" in told["number"]
