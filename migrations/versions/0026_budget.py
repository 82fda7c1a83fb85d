"""the budget of events"""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'budget_line',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('category', sa.String(length=20), nullable=False),
        sa.Column('what', sa.String(length=300), nullable=False),
        sa.Column('planned_minor', sa.BigInteger(), nullable=True),
        sa.Column('planned_currency', sa.String(length=3), nullable=True),
        sa.Column('actual_minor', sa.BigInteger(), nullable=True),
        sa.Column('actual_currency', sa.String(length=3), nullable=True),
        sa.Column('spent_on', sa.Date(), nullable=True),
        sa.Column('supplier', sa.String(length=300), nullable=False),
        sa.Column('paid_state', sa.String(length=10), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('receipt_id', sa.Integer(), nullable=True),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_budget_line_event_id_event'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['receipt_id'], ['attachment.id'], name=op.f('fk_budget_line_receipt_id_attachment')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_budget_line')),
    )
    for column in ('event_id', 'receipt_id'):
        op.create_index(op.f(f'ix_budget_line_{column}'), 'budget_line', [column])


def downgrade() -> None:
    op.drop_table('budget_line')
