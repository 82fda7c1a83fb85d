"""versions of rooms, tracks, tables and guests, so that of two who edit one the second is told"""

import sqlalchemy as sa
from alembic import op


revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None

_TABLES = ('agenda_room', 'agenda_track', 'meeting_table', 'visit_guest')


def upgrade() -> None:
    for table in _TABLES:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
        with op.batch_alter_table(table) as batch:
            batch.alter_column('version', server_default=None)


def downgrade() -> None:
    for table in _TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column('version')
