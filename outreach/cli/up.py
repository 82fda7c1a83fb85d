"""`flask up`: everything between a checkout and a served page; safe to repeat."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time

import click
from flask import current_app
from flask.cli import with_appcontext

from outreach.cli import front_end, translations
from outreach.config import ROOT


@click.command("up", help="Prepare everything and serve on 127.0.0.1.")
@click.option("--port", default=lambda: os.environ.get("PORT", "8000"), type=click.IntRange(1, 65535), show_default="8000")
@with_appcontext
def command(port: int) -> None:
    """Front-end files, catalogs, database, demo data on the first run; then the server and one worker."""
    if _taken(port):
        click.echo(f"Port {port} is taken. Stop what runs there, or choose another: make run PORT={port + 1}", err=True)
        sys.exit(1)
    trouble = front_end.bring()
    if trouble:
        click.echo(f"Going on without the front-end files: {trouble}", err=True)
    translations.compile_all()
    _prepare_database(port)
    _serve(port)


def _taken(port: int) -> bool:
    with contextlib.closing(socket.socket()) as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _prepare_database(port: int) -> None:
    from outreach.accounts.models import User
    from outreach.cli.demo import demo_links, load
    from outreach.contacts.services.keys import stale_people
    from outreach.db import db
    from outreach.db.schema import upgrade_and_seed
    from outreach.search.rebuild import outdated

    upgrade_and_seed()
    if not db.session.scalar(db.select(db.func.count()).select_from(User)):
        click.echo("First run: loading the demo data …")
        load()
    if stale_people():
        click.echo("Keys by which people are compared are of an earlier version. Run: flask contacts refresh-keys")
    if outdated():
        click.echo("The search index is of an earlier version and finds less than it could. Run: flask search rebuild")
    click.echo("\nOne-time links to sign in, valid for 24 hours:")
    for role, url in demo_links(f"http://127.0.0.1:{port}"):
        click.echo(f"  {role:14} {url}")
    click.echo(f"\nThe public form: http://127.0.0.1:{port}/de/intentions/new (also zh, en, ko)\n")
    db.session.remove()
    db.engine.dispose()


def _serve(port: int) -> None:
    """Run the server and one worker as children; whichever ends, the other is stopped too."""
    environ = {**os.environ, "PORT": str(port), "OUTREACH_URL": os.environ.get("OUTREACH_URL", f"http://127.0.0.1:{port}")}
    if current_app.config["SETTINGS"].mail["MAIL_PORT"] == 1025 and not os.environ.get("MAIL_SERVER"):
        click.echo("No MAIL_SERVER is set: mails wait in the outbox, where you can read them (Administration, Outbox).")
    if sys.platform == "win32":
        server = [sys.executable, "-m", "waitress", f"--listen=127.0.0.1:{port}", "wsgi:app"]
    else:
        server = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4",
                  "--worker-class", "gthread", "--access-logfile", "/dev/null", "--log-level", "warning", "wsgi:app"]
    worker = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "work"]
    children = [subprocess.Popen(words, cwd=ROOT, env=environ) for words in (server, worker)]  # noqa: S603
    click.echo(f"Outreach is at http://127.0.0.1:{port} (Ctrl-C stops it)")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        while all(child.poll() is None for child in children):
            time.sleep(0.3)
    except KeyboardInterrupt:
        pass
    finally:
        for child in children:
            child.terminate()
        for child in children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(10)
