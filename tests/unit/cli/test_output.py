"""JSON alone on standard output, words on standard error, exit code 1 for a refusal."""

import json

import click
import pytest
from click.testing import CliRunner

from outreach.cli.output import json_option, refuse, say_json
from outreach.errors import Refused


@click.command()
@json_option
def _refusing(as_json: bool) -> None:
    refuse(Refused("too_late", "Zu spät, 太晚了"), as_json)


@click.command()
def _saying() -> None:
    say_json({"name": "周敏", "odd": "a\nb"})


def test_a_refusal_is_json_alone_where_json_is_asked_for():
    result = CliRunner().invoke(_refusing, ["--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {"error": {"code": "too_late", "message": "Zu spät, 太晚了"}}
    assert result.stderr == ""


def test_a_refusal_is_words_on_standard_error_otherwise():
    result = CliRunner().invoke(_refusing, [])
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "Zu spät, 太晚了\n")


def test_json_keeps_characters_and_is_one_line():
    result = CliRunner().invoke(_saying, [])
    assert result.exit_code == 0
    assert result.stdout.count("\n") == 1
    assert "周敏" in result.stdout


@pytest.mark.parametrize("args", [["--jsn"], ["extra"]])
def test_wrong_usage_leaves_with_2(args):
    assert CliRunner().invoke(_refusing, args).exit_code == 2
