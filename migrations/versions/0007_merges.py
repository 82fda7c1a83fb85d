"""merges, pairs of organisations and the search for doubles"""

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('duplicate_search',
    sa.Column('kind', sa.String(length=15), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('after_id', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('found', sa.Integer(), nullable=False),
    sa.Column('actor_label', sa.String(length=300), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('alive_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duplicate_search'))
    )
    with op.batch_alter_table('duplicate_search', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_duplicate_search_state'), ['state'], unique=False)

    op.create_table('organisation_duplicate',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('score', sa.Double(), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_organisation_duplicate_organisation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['other_id'], ['organisation.id'], name=op.f('fk_organisation_duplicate_other_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_duplicate')),
    sa.UniqueConstraint('organisation_id', 'other_id', name=op.f('uq_organisation_duplicate_organisation_id_other_id'))
    )
    with op.batch_alter_table('organisation_duplicate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_duplicate_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_organisation_duplicate_other_id'), ['other_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_organisation_duplicate_state'), ['state'], unique=False)

    op.create_table('record_merge',
    sa.Column('kind', sa.String(length=15), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('removed_key', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_label', sa.String(length=300), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_by', sa.String(length=300), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_record_merge_organisation_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_record_merge_person_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_record_merge'))
    )
    with op.batch_alter_table('record_merge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_record_merge_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_record_merge_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_record_merge_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_record_merge_removed_key'), ['removed_key'], unique=False)

    op.create_table('former_invitation',
    sa.Column('invitation_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('ics_uid', sa.String(length=100), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_former_invitation_invitation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_former_invitation')),
    sa.UniqueConstraint('ics_uid', name=op.f('uq_former_invitation_ics_uid')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_former_invitation_token_hash'))
    )
    with op.batch_alter_table('former_invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_former_invitation_invitation_id'), ['invitation_id'], unique=False)

    op.create_table('merge_snapshot',
    sa.Column('merge_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('removed_person_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('removed_organisation_id', sa.Integer(), nullable=True),
    sa.Column('done', sa.JSON(), nullable=False),
    sa.Column('left', sa.JSON(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['merge_id'], ['record_merge.id'], name=op.f('fk_merge_snapshot_merge_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_merge_snapshot_organisation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_merge_snapshot_person_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['removed_organisation_id'], ['organisation.id'], name=op.f('fk_merge_snapshot_removed_organisation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['removed_person_id'], ['person.id'], name=op.f('fk_merge_snapshot_removed_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_merge_snapshot')),
    sa.UniqueConstraint('merge_id', name=op.f('uq_merge_snapshot_merge_id'))
    )
    with op.batch_alter_table('merge_snapshot', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_merge_snapshot_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_merge_snapshot_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_merge_snapshot_removed_organisation_id'), ['removed_organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_merge_snapshot_removed_person_id'), ['removed_person_id'], unique=False)

    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('merged_into_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_organisation_merged_into_id'), ['merged_into_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_organisation_merged_into_id'), 'organisation', ['merged_into_id'], ['id'], ondelete='CASCADE')

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('merged_into_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_person_merged_into_id'), ['merged_into_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_person_merged_into_id'), 'person', ['merged_into_id'], ['id'], ondelete='CASCADE')



def downgrade() -> None:
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_person_merged_into_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_person_merged_into_id'))
        batch_op.drop_column('merged_into_id')

    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_organisation_merged_into_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_organisation_merged_into_id'))
        batch_op.drop_column('merged_into_id')

    with op.batch_alter_table('merge_snapshot', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_merge_snapshot_removed_person_id'))
        batch_op.drop_index(batch_op.f('ix_merge_snapshot_removed_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_merge_snapshot_person_id'))
        batch_op.drop_index(batch_op.f('ix_merge_snapshot_organisation_id'))

    op.drop_table('merge_snapshot')
    with op.batch_alter_table('former_invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_former_invitation_invitation_id'))

    op.drop_table('former_invitation')
    with op.batch_alter_table('record_merge', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_record_merge_removed_key'))
        batch_op.drop_index(batch_op.f('ix_record_merge_person_id'))
        batch_op.drop_index(batch_op.f('ix_record_merge_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_record_merge_at'))

    op.drop_table('record_merge')
    with op.batch_alter_table('organisation_duplicate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organisation_duplicate_state'))
        batch_op.drop_index(batch_op.f('ix_organisation_duplicate_other_id'))
        batch_op.drop_index(batch_op.f('ix_organisation_duplicate_organisation_id'))

    op.drop_table('organisation_duplicate')
    with op.batch_alter_table('duplicate_search', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_duplicate_search_state'))

    op.drop_table('duplicate_search')
