"""Addresses for machines: is it alive, is it ready, how is it doing."""

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Response, jsonify, redirect, url_for
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from outreach.db import db
from outreach.db.schema import alembic_config
from outreach.web import access
from outreach.web.blueprint import blueprint
from outreach.web.lists import told, views  # noqa: F401 - their routes and sentences register themselves


@blueprint.get("/")
@access.public
def root():
    """The bare address leads staff home and everybody else to the form."""
    user = access.viewer()
    if user is None:
        return redirect(url_for("accounts.sign_in"))
    return redirect(url_for("portal.home" if user.role == "partner_user" else "reports.home"))


@blueprint.get("/healthz")
@access.public
def health():
    """The process answers; nothing else is asked."""
    return jsonify({"status": "ok"})


@blueprint.get("/readyz")
@access.public
def ready():
    """200 where the database answers and its schema is today's, else 503 with what is wrong."""
    problems = []
    try:
        with db.engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
        if current != ScriptDirectory.from_config(alembic_config()).get_current_head():
            problems.append("schema")
    except Exception:
        problems.append("database")
    answer = jsonify({"status": "not ready" if problems else "ready", "problems": problems})
    answer.status_code = 503 if problems else 200
    return answer


@blueprint.get("/metrics")
@access.public
def metrics():
    """Prometheus figures without personal data: rows by kind and state, counted at the call."""
    registry = CollectorRegistry()
    for name, purpose, label, counts in _figures():
        gauge = Gauge(name, purpose, [label], registry=registry)
        for value, count in counts:
            gauge.labels(value).set(count)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _figures() -> list[tuple[str, str, str, list]]:
    """(metric, help, label, [(label value, count)]) from the tables that tell whether work flows."""
    wanted = (
        ("outbox_mail", "state", "outreach_outbox_mails", "Mails in the outbox by state"),
        ("intention", "state", "outreach_intentions", "Intentions by state"),
        ("lead", "stage", "outreach_leads", "Leads by stage"),
        ("import_run", "state", "outreach_imports", "Imports by state"),
    )
    found = []
    for table_name, column, metric, purpose in wanted:
        table = db.metadata.tables.get(table_name)
        if table is not None:
            grouped = db.select(table.c[column], db.func.count()).group_by(table.c[column])
            found.append((metric, purpose, column, [tuple(row) for row in db.session.execute(grouped)]))
    return found
