"""Bringing a database to today's schema and filling in what every installation starts with."""

from alembic.config import Config
from flask import current_app
from flask_migrate import upgrade

from outreach.config import ROOT


def upgrade_and_seed() -> None:
    """Migrate to the head, then add missing rows of the catalogue. Safe to repeat."""
    from outreach.catalogue.services import seed
    from outreach.db.transaction import transaction

    upgrade(directory=str(ROOT / "migrations"))
    with transaction():
        seed()


def alembic_config() -> Config:
    """Alembic's configuration for the open application."""
    return current_app.extensions["migrate"].migrate.get_config(str(ROOT / "migrations"))
