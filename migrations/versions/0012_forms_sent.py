"""forms sent: a form that arrives twice makes one record"""

import sqlalchemy as sa
from alembic import op


revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'sent_form',
        sa.Column('mark', sa.String(length=64), nullable=False),
        sa.Column('ref', sa.Integer(), nullable=True),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sent_form')),
        sa.UniqueConstraint('mark', name=op.f('uq_sent_form_mark')),
    )
    op.create_index(op.f('ix_sent_form_at'), 'sent_form', ['at'])


def downgrade() -> None:
    op.drop_table('sent_form')
