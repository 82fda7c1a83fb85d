"""`flask translations`: extract, update, check and compile the four catalogs."""

import io
import re
import sys
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from flask.cli import AppGroup

from outreach.cli.output import json_option, say_json
from outreach.config import ROOT
from outreach.i18n import LANGUAGES

TEMPLATE = ROOT / "translations" / "messages.pot"
KEYWORDS = {
    "_": None, "gettext": None, "ngettext": (1, 2), "_l": None, "lazy_gettext": None, "N_": None,
    "lazy_ngettext": (1, 2), "pgettext": ((1, "c"), 2), "lazy_pgettext": ((1, "c"), 2),
}
METHODS = [
    ("outreach/static/vendor/**", "ignore"), ("outreach/**.py", "python"), ("outreach/static/js/**.js", "javascript"),
    ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2"),
]
OPTIONS = {"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"},
           "templates/**.txt": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sdf]")
_TAG = re.compile(r"</?[a-z][^>]*>")

command = AppGroup("translations", help="The catalogs of the four languages.")


def extract() -> Catalog:
    """All messages of code and templates, without places and dates, sorted."""
    catalog = Catalog(project="Outreach", fuzzy=False)
    for _name, _line, message, comments, context in extract_from_dir(
            ROOT, method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS, comment_tags=("Translators:",),
            directory_filter=lambda path: Path(path).name not in (".venv", "node_modules", "tests", "vendor", "instance", ".git")):
        if message:
            catalog.add(message, None, auto_comments=comments, context=context)
    return catalog


def catalog_path(code: str) -> Path:
    """Where a language's catalog lies."""
    return ROOT / "translations" / LANGUAGES[code].catalog / "LC_MESSAGES" / "messages.po"


def read_catalog(code: str) -> Catalog:
    """A language's catalog; an empty one where there is none yet."""
    path = catalog_path(code)
    if not path.exists():
        return Catalog(locale=LANGUAGES[code].catalog, project="Outreach", fuzzy=False)
    with path.open("rb") as handle:
        return read_po(handle, locale=LANGUAGES[code].catalog)


def written(catalog: Catalog) -> bytes:
    """The catalog as it is stored: sorted, no places, no dates, so that a change in git is a change of text."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, sort_output=True, no_location=True, omit_header=False, width=110, ignore_obsolete=True)
    text = buffer.getvalue().decode()
    text = re.sub(r'"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To|Generated-By)'
                  r':.*\\n"\n', "", text)
    text = re.sub(r"^#(?!,|:).*\n", "", text, flags=re.M)
    return text.lstrip("\n").encode()


def update() -> None:
    """Bring the template and the catalogs to what code and templates say now."""
    TEMPLATE.parent.mkdir(exist_ok=True)
    template = extract()
    TEMPLATE.write_bytes(written(template))
    for code in LANGUAGES:
        catalog = read_catalog(code)
        catalog.update(template, no_fuzzy_matching=True)
        path = catalog_path(code)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(catalog))


def compile_all() -> None:
    """Write the compiled catalogs, which git does not keep."""
    for code in LANGUAGES:
        path = catalog_path(code)
        if path.exists():
            with path.with_suffix(".mo").open("wb") as handle:
                write_mo(handle, read_catalog(code), use_fuzzy=False)


def faults() -> list[str]:
    """What keeps the catalogs from being complete: stale template, missing texts, differing placeholders or tags."""
    found = []
    template = extract()
    if not TEMPLATE.exists() or TEMPLATE.read_bytes() != written(template):
        found.append("messages.pot is stale: run `flask translations update`")
    for code in LANGUAGES:
        catalog = read_catalog(code)
        for message in template:
            if message.id:
                found.extend(_faults_of(code, message, catalog))
    return found


def _faults_of(code: str, message, catalog: Catalog) -> list[str]:
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    known = catalog.get(ids[0], context=message.context)
    texts = [] if known is None else list(known.string) if isinstance(known.string, tuple) else [known.string]
    if code == "en" and not isinstance(message.id, tuple):
        texts = texts if any(texts) else [ids[0]]
    if not texts or not all(texts):
        return [f"{code}: no translation of {ids[0]!r}"]
    found = []
    # A singular may leave its number out ("One row"), so a form may hold what either form of the source holds.
    allowed = [set(_PLACEHOLDER.findall(source)) - {"num"} for source in ids]
    for text in texts:
        if set(_PLACEHOLDER.findall(text)) - {"num"} not in allowed:
            found.append(f"{code}: placeholders differ in {ids[0]!r}: {text!r}")
        if sorted(_TAG.findall(text)) != sorted(_TAG.findall(ids[0])):
            found.append(f"{code}: tags differ in {ids[0]!r}: {text!r}")
    return found


@command.command("extract")
def extract_command() -> None:
    """Write translations/messages.pot."""
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(written(extract()))


@command.command("update")
def update_command() -> None:
    """Bring all catalogs up to date and compile them."""
    update()
    compile_all()


@command.command("compile")
def compile_command() -> None:
    """Compile the catalogs."""
    compile_all()


@command.command("check")
@json_option
def check_command(as_json: bool) -> None:
    """Exit 1 where a catalog is stale, incomplete, or its placeholders differ."""
    found = faults()
    if as_json:
        say_json({"faults": found})
    else:
        for line in found:
            click.echo(line, err=True)
        click.echo(f"{len(found)} faults", err=bool(found))
    sys.exit(1 if found else 0)
