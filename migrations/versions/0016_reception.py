"""receptions: guests, programme, notes"""

import sqlalchemy as sa
from alembic import op


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'reception_item',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('title', sa.JSON(), nullable=False),
        sa.Column('place', sa.JSON(), nullable=True),
        sa.Column('note', sa.JSON(), nullable=True),
        sa.Column('starts_local', sa.DateTime(), nullable=False),
        sa.Column('ends_local', sa.DateTime(), nullable=False),
        sa.Column('host_id', sa.Integer(), nullable=True),
        sa.Column('interpreter_id', sa.Integer(), nullable=True),
        sa.Column('interpreter_name', sa.String(length=200), nullable=False),
        sa.Column('car', sa.String(length=200), nullable=False),
        sa.Column('organisation_id', sa.Integer(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_reception_item_event_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['host_id'], ['user_account.id'], name=op.f('fk_reception_item_host_id')),
        sa.ForeignKeyConstraint(['interpreter_id'], ['user_account.id'], name=op.f('fk_reception_item_interpreter_id')),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_reception_item_organisation_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_reception_item'))
    )
    with op.batch_alter_table('reception_item') as batch:
        batch.create_index(batch.f('ix_reception_item_event_id'), ['event_id'])
        batch.create_index(batch.f('ix_reception_item_host_id'), ['host_id'])
        batch.create_index(batch.f('ix_reception_item_interpreter_id'), ['interpreter_id'])
        batch.create_index(batch.f('ix_reception_item_organisation_id'), ['organisation_id'])
        batch.create_index(batch.f('ix_reception_item_starts_local'), ['starts_local'])
    op.create_table(
        'reception_notes',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('gifts', sa.Text(), nullable=False),
        sa.Column('meals', sa.Text(), nullable=False),
        sa.Column('notes', sa.Text(), nullable=False),
        sa.Column('report', sa.Text(), nullable=False),
        sa.Column('report_language', sa.String(length=2), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_reception_notes_event_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_reception_notes')),
        sa.UniqueConstraint('event_id', name=op.f('uq_reception_notes_event_id'))
    )
    op.create_table(
        'visit_guest',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('rank', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=300), nullable=False),
        sa.Column('function', sa.String(length=300), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('organisation_id', sa.Integer(), nullable=True),
        sa.Column('language', sa.String(length=2), nullable=True),
        sa.Column('note', sa.String(length=500), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_visit_guest_event_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_visit_guest_organisation_id')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_visit_guest_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_guest'))
    )
    with op.batch_alter_table('visit_guest') as batch:
        batch.create_index(batch.f('ix_visit_guest_event_id'), ['event_id'])
        batch.create_index(batch.f('ix_visit_guest_organisation_id'), ['organisation_id'])
        batch.create_index(batch.f('ix_visit_guest_person_id'), ['person_id'])


def downgrade() -> None:
    op.drop_table('visit_guest')
    op.drop_table('reception_notes')
    op.drop_table('reception_item')
