"""events that repeat, calendar files"""

import sqlalchemy as sa
from alembic import op


revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'event_recurrence',
        sa.Column('rule', sa.String(length=500), nullable=False),
        sa.Column('pending', sa.JSON(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_event_recurrence'))
    )
    op.create_table(
        'calendar_upload',
        sa.Column('filename', sa.String(length=200), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('kind', sa.String(length=30), nullable=False),
        sa.Column('language', sa.String(length=2), nullable=False),
        sa.Column('time_zone', sa.String(length=60), nullable=False),
        sa.Column('made_by_id', sa.Integer(), nullable=False),
        sa.Column('applied_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('made', sa.JSON(), nullable=False),
        sa.Column('refused', sa.JSON(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['made_by_id'], ['user_account.id'], name=op.f('fk_calendar_upload_made_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_upload'))
    )
    with op.batch_alter_table('calendar_upload') as batch:
        batch.create_index(batch.f('ix_calendar_upload_made_by_id'), ['made_by_id'])
    with op.batch_alter_table('event') as batch:
        batch.add_column(sa.Column('recurrence_id', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('recurs_on', sa.Date(), nullable=True))
        batch.add_column(sa.Column('recurs_alone', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.create_index(batch.f('ix_event_recurrence_id'), ['recurrence_id'])
        batch.create_foreign_key(batch.f('fk_event_recurrence_id'), 'event_recurrence', ['recurrence_id'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('event') as batch:
        batch.drop_constraint(batch.f('fk_event_recurrence_id'), type_='foreignkey')
        batch.drop_index(batch.f('ix_event_recurrence_id'))
        batch.drop_column('recurs_alone')
        batch.drop_column('recurs_on')
        batch.drop_column('recurrence_id')
    op.drop_table('calendar_upload')
    op.drop_table('event_recurrence')
