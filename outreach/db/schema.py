"""Bringing a database to today's schema and filling in what every installation starts with."""

from alembic.config import Config
from flask import current_app
from flask_migrate import upgrade

from outreach.config import ROOT


def upgrade_and_seed() -> None:
    """Migrate to the head, add missing rows of the catalogue, and index the records where no entry stands.

    Safe to repeat.
    """
    from outreach.catalogue.services import seed
    from outreach.db.transaction import transaction
    from outreach.search.rebuild import is_missing, rebuild

    upgrade(directory=str(ROOT / "migrations"))
    with transaction():
        seed()
    if is_missing():
        rebuild()


def alembic_config() -> Config:
    """Alembic's configuration for the open application."""
    return current_app.extensions["migrate"].migrate.get_config(str(ROOT / "migrations"))
