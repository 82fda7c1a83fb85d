"""the meeting planner: wishes and runs"""

import sqlalchemy as sa
from alembic import op


revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'meeting_plan',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('slot_minutes', sa.Integer(), nullable=False),
        sa.Column('pause_minutes', sa.Integer(), nullable=False),
        sa.Column('day_from', sa.Time(), nullable=False),
        sa.Column('day_until', sa.Time(), nullable=False),
        sa.Column('break_from', sa.Time(), nullable=True),
        sa.Column('break_until', sa.Time(), nullable=True),
        sa.Column('travel_minutes', sa.Integer(), nullable=False),
        sa.Column('speaks', sa.JSON(), nullable=False),
        sa.Column('state', sa.String(length=10), nullable=False),
        sa.Column('progress', sa.Integer(), nullable=False),
        sa.Column('stop', sa.Boolean(), nullable=False),
        sa.Column('value', sa.Integer(), nullable=False),
        sa.Column('bound', sa.Integer(), nullable=False),
        sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_meeting_plan_event_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_plan')),
        sa.UniqueConstraint('event_id', name=op.f('uq_meeting_plan_event_id'))
    )
    op.create_table(
        'meeting_wish',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('priority', sa.Integer(), nullable=False),
        sa.Column('origin', sa.String(length=20), nullable=False),
        sa.Column('reason', sa.String(length=20), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_meeting_wish_event_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_meeting_wish_person_id')),
        sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_meeting_wish_user_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_wish')),
        sa.UniqueConstraint('event_id', 'user_id', 'person_id', name=op.f('uq_meeting_wish_event_id_user_id_person_id'))
    )
    with op.batch_alter_table('meeting_wish') as batch:
        batch.create_index(batch.f('ix_meeting_wish_event_id'), ['event_id'])
        batch.create_index(batch.f('ix_meeting_wish_person_id'), ['person_id'])
        batch.create_index(batch.f('ix_meeting_wish_user_id'), ['user_id'])
    with op.batch_alter_table('meeting') as batch:
        batch.add_column(sa.Column('wish_id', sa.Integer(), nullable=True))
        batch.create_index(batch.f('ix_meeting_wish_id'), ['wish_id'])
        batch.create_foreign_key(batch.f('fk_meeting_wish_id'), 'meeting_wish', ['wish_id'], ['id'], ondelete='SET NULL')


def downgrade() -> None:
    with op.batch_alter_table('meeting') as batch:
        batch.drop_constraint(batch.f('fk_meeting_wish_id'), type_='foreignkey')
        batch.drop_index(batch.f('ix_meeting_wish_id'))
        batch.drop_column('wish_id')
    for table in ('meeting_wish', 'meeting_plan'):
        op.drop_table(table)
