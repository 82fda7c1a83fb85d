"""index of stubs: an index that holds every record misleads SQLite wherever stubs are left out"""

import sqlalchemy as sa
from alembic import op


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

STUB = sa.text('merged_into_id IS NOT NULL')


def upgrade() -> None:
    for table in ('person', 'organisation'):
        op.drop_index(op.f(f'ix_{table}_merged_into_id'), table)
        op.create_index(
            op.f(f'ix_{table}_merged_into_id'), table, ['merged_into_id'], sqlite_where=STUB, postgresql_where=STUB)


def downgrade() -> None:
    for table in ('person', 'organisation'):
        op.drop_index(op.f(f'ix_{table}_merged_into_id'), table)
        op.create_index(op.f(f'ix_{table}_merged_into_id'), table, ['merged_into_id'])
