"""`flask identity`: could these two be one? For other programs line by line, and measured on labelled pairs.

The kernel needs neither application nor database, so these commands load none where the package is installed.
"""

import gettext
import json
import sys
from collections.abc import Callable
from pathlib import Path

import click
from flask.cli import AppGroup

from outreach.cli.output import json_option, say_json
from outreach.config import ROOT
from outreach.i18n import LANGUAGES
from outreach.identity import Comparison, Reason, compare_organisations, compare_people
from outreach.identity.benchmark import Figures, grouped, measure, read_pairs, warm_up
from outreach.identity.reading import ORGANISATION_SCHEMAS, PERSON_SCHEMAS, Unreadable, organisation_from, person_from
from outreach.identity.reasons import FAULTS, sentence

command = AppGroup("identity", help="Who is who: compare names and records across scripts.")

LONGEST_LINE = 1_000_000


@command.command("score", with_appcontext=False)
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="en", show_default=True,
              help="Language of the reasons.")
def score(language: str) -> None:
    """Read pairs as JSON lines on standard input, write one JSON line for each, in order.

    A line in: {"schema": "Person" or "Organisation", "a": …, "b": …}; a and b are names, or objects with name and any
    of names, email, phone, organisation, country, identifiers, handles, domain, address. A line out: score, verdict
    (same, doubtful, different), name_score, name_match, reasons; {"error": …} for a line that cannot be read.
    """
    say = _translator(language)
    out = sys.stdout.buffer
    for line in sys.stdin.buffer:
        text = json.dumps(_answer(line, say, language), ensure_ascii=False)
        out.write(text.encode("utf-8", "replace") + b"\n")
        out.flush()


def _translator(language: str) -> Callable[[str], str]:
    """Return what translates a message; English where the catalogs are not compiled."""
    folder = ROOT / "translations"
    return gettext.translation("messages", folder, [LANGUAGES[language].catalog], fallback=True).gettext


def _answer(line: bytes, say: Callable[[str], str], language: str) -> dict:
    """Compare one line's pair, or say what is wrong with the line."""
    try:
        pair = _read(line)
        schema = str(pair.get("schema") or "").strip().lower()
        if schema in PERSON_SCHEMAS:
            found = compare_people(person_from(pair["a"]), person_from(pair["b"]))
        elif schema in ORGANISATION_SCHEMAS:
            found = compare_organisations(organisation_from(pair["a"]), organisation_from(pair["b"]))
        else:
            raise Unreadable("schema_unknown", schema=str(pair.get("schema")))
    except Unreadable as fault:
        return {"error": {"code": fault.code, "message": say(FAULTS[fault.code]) % fault.params}}
    return {
        "score": found.score, "verdict": found.verdict, "name_score": found.name_score, "name_match": found.name_match,
        "reasons": _reasons(found, say, language),
    }


def _read(line: bytes) -> dict:
    """Return the object of a line. Raises Unreadable where it is none or a side is missing."""
    if len(line) > LONGEST_LINE:
        raise Unreadable("line_long")
    try:
        pair = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Unreadable("line_broken") from None
    if not isinstance(pair, dict):
        raise Unreadable("line_kind")
    for side in ("a", "b"):
        if side not in pair:
            raise Unreadable("side_missing", side=side)
    return pair


def _reasons(found: Comparison, say: Callable[[str], str], language: str) -> list[dict[str, str]]:
    """Return the reasons as others read them."""
    territories = LANGUAGES[language].locale.territories

    def text(reason: Reason) -> str:
        return sentence(reason.code, reason.params, say, lambda code: territories.get(code, code))

    return [{"code": reason.code, "sign": reason.sign, "text": text(reason)} for reason in found.reasons]


@command.command("benchmark", with_appcontext=False)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--misses", metavar="SLICE", help="List the pairs of this slice or group that were answered wrongly.")
@json_option
def benchmark(file: Path, misses: str | None, as_json: bool) -> None:
    """Measure name_match on the labelled pairs of FILE.

    A CSV file with the columns slice, schema, name1, name2, is_match. Prints precision, recall and F1 per slice and
    group at the shipped threshold, and pairs per second of processor time. Every pair is compared once; the clock starts
    after a few invented names have loaded the dictionaries.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as handle:
            pairs = read_pairs(handle)
    except (ValueError, OSError) as error:
        raise click.ClickException(f"{file.name}: columns or labels are missing or it is no UTF-8 text ({error})") from None
    warm_up()
    slices = measure(pairs)
    groups = grouped(slices)
    pace = round(len(pairs) / seconds) if (seconds := sum(f.seconds for f in slices.values())) else None
    if misses:
        _print_misses({**groups, **slices}, misses, as_json)
    elif as_json:
        say_json({"pairs": len(pairs), "pairs_per_second": pace,
                  "groups": {name: figures.as_dict() for name, figures in groups.items()},
                  "slices": {name: figures.as_dict() for name, figures in slices.items()}})
    else:
        _print_table({**slices, **{f"= {name}": figures for name, figures in groups.items()}})
        click.echo(f"{len(pairs)} pairs, {pace} pairs per second of processor time, dictionaries loaded before")


def _print_table(figures: dict[str, Figures]) -> None:
    """Print a line for each slice, then for each group."""
    click.echo(f"{'slice':44}{'n':>7}{'precision':>11}{'recall':>9}{'F1':>9}{'fp':>6}{'fn':>6}")
    for name, one in figures.items():
        row = one.as_dict()
        shown = [f"{'-' if row[k] is None else format(row[k], '.3f'):>{w}}" for k, w in
                 (("precision", 11), ("recall", 9), ("f1", 9))]
        click.echo(f"{name:44}{one.n:>7}{''.join(shown)}{one.fp:>6}{one.fn:>6}")


def _print_misses(figures: dict[str, Figures], name: str, as_json: bool) -> None:
    """Print what was answered wrongly, false matches first, the surest mistakes on top."""
    if name not in figures:
        raise click.ClickException(f"There is no slice or group {name}. There are: {', '.join(figures)}")
    wrong = sorted(figures[name].misses, key=lambda miss: (miss[0].is_match, -abs(miss[1] - 0.75)))
    rows = [{"kind": "missed" if pair.is_match else "false_match", "slice": pair.slice, "a": pair.a, "b": pair.b,
             "name_score": score} for pair, score in wrong]
    if as_json:
        say_json({"slice": name, "misses": rows})
        return
    for row in rows:
        click.echo(f"{row['kind']:12} {row['name_score']:.3f}  {row['a']}  |  {row['b']}")
    click.echo(f"{len(rows)} misses")
