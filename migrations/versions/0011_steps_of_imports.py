"""steps of imports: a record's versions only count up, and those that imports made are told from somebody's work"""

import sqlalchemy as sa
from alembic import op


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ('person', 'organisation'):
        op.add_column(table, sa.Column('import_steps', sa.Integer(), nullable=False, server_default='0'))
    op.drop_column('import_row', 'person_version')


def downgrade() -> None:
    op.add_column('import_row', sa.Column('person_version', sa.Integer(), nullable=True))
    for table in ('person', 'organisation'):
        op.drop_column(table, 'import_steps')
