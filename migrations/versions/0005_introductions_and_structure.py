"""who introduced whom, which organisation belongs to which, further domains"""

import sqlalchemy as sa
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('introduction',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('by_person_id', sa.Integer(), nullable=True),
    sa.Column('by_organisation_id', sa.Integer(), nullable=True),
    sa.Column('event_id', sa.Integer(), nullable=True),
    sa.Column('on_date', sa.Date(), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['by_organisation_id'], ['organisation.id'], name=op.f('fk_introduction_by_organisation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['by_person_id'], ['person.id'], name=op.f('fk_introduction_by_person_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_introduction_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_introduction'))
    )
    with op.batch_alter_table('introduction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_introduction_by_organisation_id'), ['by_organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_introduction_by_person_id'), ['by_person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_introduction_person_id'), ['person_id'], unique=False)

    op.create_table('organisation_domain',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('domain', sa.String(length=253), nullable=False),
    sa.Column('import_run_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['import_run_id'], ['import_run.id'], name=op.f('fk_organisation_domain_import_run_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_organisation_domain_organisation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_domain')),
    sa.UniqueConstraint('organisation_id', 'domain', name=op.f('uq_organisation_domain_organisation_id_domain'))
    )
    with op.batch_alter_table('organisation_domain', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_domain_domain'), ['domain'], unique=False)
        batch_op.create_index(batch_op.f('ix_organisation_domain_import_run_id'), ['import_run_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_organisation_domain_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('organisation_parent',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=False),
    sa.Column('relation', sa.String(length=20), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_organisation_parent_organisation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['parent_id'], ['organisation.id'], name=op.f('fk_organisation_parent_parent_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_parent')),
    sa.UniqueConstraint('organisation_id', name=op.f('uq_organisation_parent_organisation_id'))
    )
    with op.batch_alter_table('organisation_parent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_parent_parent_id'), ['parent_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('organisation_parent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organisation_parent_parent_id'))

    op.drop_table('organisation_parent')
    with op.batch_alter_table('organisation_domain', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organisation_domain_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_organisation_domain_import_run_id'))
        batch_op.drop_index(batch_op.f('ix_organisation_domain_domain'))

    op.drop_table('organisation_domain')
    with op.batch_alter_table('introduction', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_introduction_person_id'))
        batch_op.drop_index(batch_op.f('ix_introduction_by_person_id'))
        batch_op.drop_index(batch_op.f('ix_introduction_by_organisation_id'))

    op.drop_table('introduction')
