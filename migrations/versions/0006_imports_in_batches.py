"""imports in batches: what a row would be, what a person had typed, what an undo kept"""

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Rows that are there get an empty value; whoever opens a preview of before has it judged anew.
    op.add_column('import_run', sa.Column('typed', sa.JSON(), nullable=False, server_default='{}'))
    op.add_column('import_run', sa.Column('previewed_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('import_row', sa.Column('record', sa.JSON(), nullable=False, server_default='{}'))
    op.add_column('import_row', sa.Column('kept', sa.JSON(), nullable=False, server_default='[]'))
    op.execute("UPDATE import_run SET state = 'uploaded', queued = true WHERE state IN ('previewing', 'previewed')")


def downgrade() -> None:
    for name in ('kept', 'record'):
        op.drop_column('import_row', name)
    for name in ('previewed_at', 'typed'):
        op.drop_column('import_run', name)
