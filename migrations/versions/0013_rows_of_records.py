"""rows of records: those of a few records in one run are found without going through the whole run"""

from alembic import op


revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ('person_id', 'organisation_id'):
        op.create_index(op.f(f'ix_import_row_{column}_run_id'), 'import_row', [column, 'run_id'])
        op.drop_index(op.f(f'ix_import_row_{column}'), 'import_row')


def downgrade() -> None:
    for column in ('person_id', 'organisation_id'):
        op.create_index(op.f(f'ix_import_row_{column}'), 'import_row', [column])
        op.drop_index(op.f(f'ix_import_row_{column}_run_id'), 'import_row')
