"""`flask doctor`: what state every part is in, and what to do where it is not well."""

import os
import shutil
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from zoneinfo import ZoneInfo

import click
from flask import current_app
from flask.cli import with_appcontext

from outreach.cli.output import json_option, say_json
from outreach.db import db, now


@dataclass(frozen=True)
class Finding:
    """One part: 'ok', 'warn' (works, but…) or 'bad' (something will fail), and what to do."""

    part: str
    state: str
    found: str
    to_do: str = ""


def _database() -> Finding:
    dialect = db.engine.dialect.name
    try:
        with db.engine.connect() as connection:
            release = connection.exec_driver_sql(
                "SELECT sqlite_version()" if dialect == "sqlite" else "SHOW server_version").scalar()
            if dialect == "sqlite" and connection.exec_driver_sql("PRAGMA quick_check").scalar() != "ok":
                return Finding("database", "bad", "SQLite file is damaged", "Restore the last backup: flask restore FILE --replace")
    except Exception as error:
        return Finding("database", "bad", str(error).splitlines()[0][:200], "Start the database, or correct DATABASE_URL")
    return Finding("database", "ok", f"{dialect} {release}")


def _schema() -> Finding:
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from outreach.db.schema import alembic_config

    with db.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if current != head:
        return Finding("schema", "bad", f"at {current}, the code wants {head}", "Run: flask db upgrade")
    return Finding("schema", "ok", str(head))


def _search() -> Finding:
    from outreach.search.models import SearchEntry
    from outreach.search.rebuild import outdated

    entries = db.session.scalar(db.select(db.func.count()).select_from(SearchEntry))
    if db.engine.dialect.name == "sqlite":
        held = db.session.execute(db.text("SELECT count(*) FROM search_fts")).scalar()
        if held != entries:
            return Finding("search index", "bad", f"{held} of {entries} records", "Run: flask search rebuild")
    if differing := outdated():
        return Finding("search index", "warn", f"{differing} of the oldest are outdated", "Run: flask search rebuild")
    return Finding("search index", "ok", f"{entries} records")


def _keys() -> Finding:
    from outreach.contacts.services.keys import stale_people

    stale = stale_people()
    if stale:
        return Finding("keys of people", "warn", f"{stale} of the oldest are outdated", "Run: flask contacts refresh-keys")
    return Finding("keys of people", "ok", "as this version makes them")


def _fonts() -> Finding:
    listing = shutil.which("fc-list")
    if not listing:
        return Finding("fonts", "warn", "fontconfig is not installed", "Needed for PDF only: install fontconfig and fonts-noto-cjk")
    held = subprocess.run([listing, ":lang=ko"], capture_output=True, text=True, timeout=20).stdout.strip()  # noqa: S603
    if not held:
        return Finding("fonts", "warn", "no Chinese and Korean font", "Needed for PDF only: install fonts-noto-cjk")
    return Finding("fonts", "ok", f"{len(held.splitlines())} fonts with Hangul")


def _zones() -> Finding:
    try:
        ZoneInfo("Asia/Shanghai")
        ZoneInfo("Europe/Berlin")
    except Exception:
        return Finding("time-zone data", "bad", "no zone data", "Install tzdata")
    return Finding("time-zone data", "ok", f"tzdata {version('tzdata')}; after an update run: flask events refresh-instants")


def _calendars() -> Finding:
    from outreach.catalogue.queries import calendar_year

    year = date.today().year + 1  # noqa: DTZ011 - a hint by the machine's day is enough
    days = calendar_year("CN", year)
    if not days:
        return Finding("calendars", "bad", f"no days for {year}", "Update the holidays package")
    if any(getattr(day, "estimated", False) for day in days):
        return Finding("calendars", "warn", f"China {year} is estimated", "Enter the decree's days under Catalogue, Working days")
    return Finding("calendars", "ok", f"China {year} is decreed")


def _queue() -> Finding:
    settings = current_app.config["SETTINGS"]
    if settings.redis_url:
        try:
            import redis

            with redis.Redis.from_url(settings.redis_url, socket_timeout=3) as server:
                server.ping()
        except Exception as error:
            return Finding("queue", "bad", str(error)[:200], "Start Redis, or correct REDIS_URL")
        return Finding("queue", "ok", "Redis answers")
    return Finding("queue", "ok", "SQLite file in OUTREACH_DATA") if os.access(settings.data, os.W_OK) else Finding(
        "queue", "bad", f"{settings.data} is not writable", "Give the service's user the right to write there")


def _mail() -> Finding:
    settings = current_app.config["SETTINGS"]
    host, port = settings.mail["MAIL_SERVER"], settings.mail["MAIL_PORT"]
    from outreach.mail.models import OutboxMail

    failed = db.session.scalar(db.select(db.func.count()).select_from(OutboxMail).where(OutboxMail.state == "failed"))
    try:
        connect = smtplib.SMTP_SSL if settings.mail["MAIL_USE_SSL"] else smtplib.SMTP
        with connect(host, port, timeout=5) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        state = "bad" if settings.production else "warn"
        return Finding("mail", state, f"{host}:{port}: {error}",
                       "Set MAIL_SERVER and MAIL_PORT; mails wait in the outbox meanwhile")
    return Finding("mail", "warn" if failed else "ok", f"{host}:{port} answers, {failed} failed mails",
                   "Look at Administration, Outbox" if failed else "")


def _clock() -> Finding:
    drift = 0.0
    if db.engine.dialect.name == "postgresql":
        there = db.session.execute(db.text("SELECT extract(epoch FROM clock_timestamp())")).scalar()
        drift = abs(float(there) - time.time())
    if now().year < 2026 or drift > 5:
        return Finding("clock", "bad", f"{now():%Y-%m-%d %H:%M} UTC, {drift:.0f} s from the database",
                       "Set the machine's clock by NTP")
    return Finding("clock", "ok", f"{now():%Y-%m-%d %H:%M} UTC")


def _disk() -> Finding:
    free = shutil.disk_usage(current_app.config["SETTINGS"].data).free
    if free < 200e6:
        return Finding("disk", "bad", f"{free / 1e6:.0f} MB free", "Free some space in OUTREACH_DATA")
    return Finding("disk", "warn" if free < 2e9 else "ok", f"{free / 1e9:.1f} GB free", "Plan for more space" if free < 2e9 else "")


def _front_end() -> Finding:
    from outreach.web.page import has_vendor

    if has_vendor():
        return Finding("front-end files", "ok", "present")
    return Finding("front-end files", "warn", "missing; pages are plain", "Run: flask front-end")


def _environment() -> list[Finding]:
    """Each variable: set or its default in force. Secrets are never printed."""
    production = current_app.config["SETTINGS"].production
    wanted = {
        "OUTREACH_ENV": "development", "OUTREACH_URL": "http://127.0.0.1:8000", "OUTREACH_DATA": "instance/ in the checkout",
        "DATABASE_URL": "SQLite file in OUTREACH_DATA", "REDIS_URL": "queue in a SQLite file",
        "SECRET_KEY": "made and kept in OUTREACH_DATA/keys",
        "MAIL_SERVER": "127.0.0.1", "MAIL_PORT": "1025 (production 587)", "MAIL_USERNAME": "none", "MAIL_PASSWORD": "none",
        "MAIL_USE_TLS": "off (production on)", "MAIL_USE_SSL": "off", "MAIL_DEFAULT_SENDER": "a demo address",
    }
    secret = {"SECRET_KEY", "MAIL_PASSWORD", "DATABASE_URL", "REDIS_URL"}
    found = []
    for name, default in wanted.items():
        value = os.environ.get(name)
        text = f"default: {default}" if not value else "set" if name in secret else value
        state = "warn" if production and not value and name in ("REDIS_URL",) else "ok"
        found.append(Finding(name, state, text, "Set it when several machines share the work" if state == "warn" else ""))
    return found


CHECKS: tuple[Callable[[], Finding], ...] = (
    _database, _schema, _search, _keys, _fonts, _zones, _calendars, _queue, _mail, _clock, _disk, _front_end)


def examine() -> list[Finding]:
    """Run every check; one that fails by itself is a finding too."""
    found = []
    for check in CHECKS:
        try:
            found.append(check())
        except Exception as error:
            db.session.rollback()
            found.append(Finding(check.__name__.strip("_").replace("_", " "), "bad", str(error).splitlines()[0][:200],
                                 "The part above it is likely the cause"))
    return found + _environment()


@click.command("doctor", help="Say how every part is, and what to do where it is not well.")
@json_option
@with_appcontext
def command(as_json: bool) -> None:
    """Exit 1 where something is bad."""
    found = examine()
    if as_json:
        say_json({"findings": [asdict(item) for item in found]})
    else:
        for item in found:
            click.echo(f"{item.state:5} {item.part:20} {item.found}" + (f"\n{'':27}→ {item.to_do}" if item.to_do else ""))
    sys.exit(1 if any(item.state == "bad" for item in found) else 0)
