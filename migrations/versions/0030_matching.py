"""wishes of two from outside, when they can, ways between venues, what a run changed"""

import sqlalchemy as sa
from alembic import op


revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('meeting_wish') as batch:
        batch.alter_column('user_id', existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column('other_person_id', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('companion_id', sa.Integer(), nullable=True))
        batch.create_index(batch.f('ix_meeting_wish_other_person_id'), ['other_person_id'])
        batch.create_index(batch.f('ix_meeting_wish_companion_id'), ['companion_id'])
        batch.create_foreign_key(batch.f('fk_meeting_wish_other_person_id'), 'person', ['other_person_id'], ['id'])
        batch.create_foreign_key(batch.f('fk_meeting_wish_companion_id'), 'user_account', ['companion_id'], ['id'])
        batch.create_unique_constraint(batch.f('uq_meeting_wish_event_id_other_person_id_person_id'),
                                       ['event_id', 'other_person_id', 'person_id'])
        batch.create_check_constraint(batch.f('ck_meeting_wish_one_side'),
                                      "(user_id IS NULL) <> (other_person_id IS NULL)")
    with op.batch_alter_table('technology_pair') as batch:
        batch.add_column(sa.Column('wish_id', sa.Integer(), nullable=True))
        batch.create_index(batch.f('ix_technology_pair_wish_id'), ['wish_id'])
        batch.create_foreign_key(batch.f('fk_technology_pair_wish_id'), 'meeting_wish', ['wish_id'], ['id'],
                                 ondelete='SET NULL')
    op.create_table(
        'meeting_attendee',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('coming', sa.Boolean(), nullable=False),
        sa.Column('hours', sa.JSON(), nullable=False),
        sa.Column('speaks', sa.JSON(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_meeting_attendee_event_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_meeting_attendee_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_attendee')),
        sa.UniqueConstraint('event_id', 'person_id', name=op.f('uq_meeting_attendee_event_id_person_id'))
    )
    with op.batch_alter_table('meeting_attendee') as batch:
        batch.create_index(batch.f('ix_meeting_attendee_event_id'), ['event_id'])
        batch.create_index(batch.f('ix_meeting_attendee_person_id'), ['person_id'])
    for column in ('ways', 'changes'):
        with op.batch_alter_table('meeting_plan') as batch:
            batch.add_column(sa.Column(column, sa.JSON(), server_default='[]', nullable=False))
        with op.batch_alter_table('meeting_plan') as batch:
            batch.alter_column(column, existing_type=sa.JSON(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('meeting_plan') as batch:
        batch.drop_column('changes')
        batch.drop_column('ways')
    op.drop_table('meeting_attendee')
    with op.batch_alter_table('technology_pair') as batch:
        batch.drop_constraint(batch.f('fk_technology_pair_wish_id'), type_='foreignkey')
        batch.drop_index(batch.f('ix_technology_pair_wish_id'))
        batch.drop_column('wish_id')
    # Wishes of two from outside have no place before.
    op.execute("UPDATE meeting SET wish_id = NULL WHERE wish_id IN (SELECT id FROM meeting_wish WHERE user_id IS NULL)")
    op.execute("DELETE FROM meeting_wish WHERE user_id IS NULL")
    with op.batch_alter_table('meeting_wish') as batch:
        batch.drop_constraint(batch.f('ck_meeting_wish_one_side'), type_='check')
        batch.drop_constraint(batch.f('uq_meeting_wish_event_id_other_person_id_person_id'), type_='unique')
        batch.drop_constraint(batch.f('fk_meeting_wish_companion_id'), type_='foreignkey')
        batch.drop_constraint(batch.f('fk_meeting_wish_other_person_id'), type_='foreignkey')
        batch.drop_index(batch.f('ix_meeting_wish_companion_id'))
        batch.drop_index(batch.f('ix_meeting_wish_other_person_id'))
        batch.drop_column('companion_id')
        batch.drop_column('other_person_id')
        batch.alter_column('user_id', existing_type=sa.Integer(), nullable=False)
