"""days and place of an event before it was moved"""

import sqlalchemy as sa
from alembic import op


revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('event') as batch:
        batch.add_column(sa.Column('was_starts_on', sa.Date(), nullable=True))
        batch.add_column(sa.Column('was_ends_on', sa.Date(), nullable=True))
        batch.add_column(sa.Column('was_place', sa.String(length=600), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('event') as batch:
        batch.drop_column('was_place')
        batch.drop_column('was_ends_on')
        batch.drop_column('was_starts_on')
