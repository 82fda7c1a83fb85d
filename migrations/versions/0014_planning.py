"""planning: host and journey of a leg, warnings that people keep"""

import sqlalchemy as sa
from alembic import op


revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('event') as batch:
        batch.add_column(sa.Column('host_partner_id', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('travel_minutes', sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f('fk_event_host_partner_id_partner'), 'partner', ['host_partner_id'], ['id'])
        batch.create_index(op.f('ix_event_host_partner_id'), ['host_partner_id'])
    op.create_table(
        'kept_warning',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('key', sa.String(length=200), nullable=False),
        sa.Column('reason', sa.String(length=500), nullable=False),
        sa.Column('kept_by_id', sa.Integer(), nullable=False),
        sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_kept_warning_event_id_event'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['kept_by_id'], ['user_account.id'], name=op.f('fk_kept_warning_kept_by_id_user_account')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_warning')),
        sa.UniqueConstraint('event_id', 'key', name=op.f('uq_kept_warning_event_id_key')),
    )
    op.create_index(op.f('ix_kept_warning_event_id'), 'kept_warning', ['event_id'])
    op.create_index(op.f('ix_kept_warning_kept_by_id'), 'kept_warning', ['kept_by_id'])


def downgrade() -> None:
    op.drop_table('kept_warning')
    with op.batch_alter_table('event') as batch:
        batch.drop_index(op.f('ix_event_host_partner_id'))
        batch.drop_constraint(op.f('fk_event_host_partner_id_partner'), type_='foreignkey')
        batch.drop_column('travel_minutes')
        batch.drop_column('host_partner_id')
