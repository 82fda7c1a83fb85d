"""meetings: tables, meetings, who takes part"""

import sqlalchemy as sa
from alembic import op


revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'meeting_table',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column('venue', sa.String(length=300), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_meeting_table_event_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_table'))
    )
    with op.batch_alter_table('meeting_table') as batch:
        batch.create_index(batch.f('ix_meeting_table_event_id'), ['event_id'])
    op.create_table(
        'meeting',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('subject', sa.String(length=300), nullable=False),
        sa.Column('state', sa.String(length=20), nullable=False),
        sa.Column('starts_local', sa.DateTime(), nullable=False),
        sa.Column('starts_fold', sa.Integer(), nullable=False),
        sa.Column('ends_local', sa.DateTime(), nullable=False),
        sa.Column('ends_fold', sa.Integer(), nullable=False),
        sa.Column('table_id', sa.Integer(), nullable=True),
        sa.Column('place', sa.String(length=300), nullable=False),
        sa.Column('language', sa.String(length=2), nullable=True),
        sa.Column('interpreter_id', sa.Integer(), nullable=True),
        sa.Column('interpreter_person_id', sa.Integer(), nullable=True),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('result', sa.Text(), nullable=False),
        sa.Column('result_language', sa.String(length=2), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_meeting_event_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['interpreter_id'], ['user_account.id'], name=op.f('fk_meeting_interpreter_id')),
        sa.ForeignKeyConstraint(['interpreter_person_id'], ['person.id'], name=op.f('fk_meeting_interpreter_person_id')),
        sa.ForeignKeyConstraint(['table_id'], ['meeting_table.id'], name=op.f('fk_meeting_table_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting'))
    )
    with op.batch_alter_table('meeting') as batch:
        batch.create_index(batch.f('ix_meeting_event_id'), ['event_id'])
        batch.create_index(batch.f('ix_meeting_interpreter_id'), ['interpreter_id'])
        batch.create_index(batch.f('ix_meeting_interpreter_person_id'), ['interpreter_person_id'])
        batch.create_index(batch.f('ix_meeting_starts_local'), ['starts_local'])
        batch.create_index(batch.f('ix_meeting_state'), ['state'])
        batch.create_index(batch.f('ix_meeting_table_id'), ['table_id'])
    op.create_table(
        'meeting_participant',
        sa.Column('meeting_id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=True),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('organisation_id', sa.Integer(), nullable=True),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_participant_meeting_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_meeting_participant_organisation_id')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_meeting_participant_person_id')),
        sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_meeting_participant_user_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_participant')),
        sa.UniqueConstraint('meeting_id', 'organisation_id', name=op.f('uq_meeting_participant_meeting_id_organisation_id')),
        sa.UniqueConstraint('meeting_id', 'person_id', name=op.f('uq_meeting_participant_meeting_id_person_id')),
        sa.UniqueConstraint('meeting_id', 'user_id', name=op.f('uq_meeting_participant_meeting_id_user_id'))
    )
    with op.batch_alter_table('meeting_participant') as batch:
        batch.create_index(batch.f('ix_meeting_participant_meeting_id'), ['meeting_id'])
        batch.create_index(batch.f('ix_meeting_participant_organisation_id'), ['organisation_id'])
        batch.create_index(batch.f('ix_meeting_participant_person_id'), ['person_id'])
        batch.create_index(batch.f('ix_meeting_participant_user_id'), ['user_id'])


def downgrade() -> None:
    for table in ('meeting_participant', 'meeting', 'meeting_table'):
        op.drop_table(table)
