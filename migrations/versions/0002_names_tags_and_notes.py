"""readings of names, tags, notes by language, the opening of a letter"""

import sqlalchemy as sa
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('organisation_tag',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('tag', sa.String(length=60), nullable=False),
    sa.Column('import_run_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['import_run_id'], ['import_run.id'], name=op.f('fk_organisation_tag_import_run_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_organisation_tag_organisation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_tag')),
    sa.UniqueConstraint('organisation_id', 'tag', name=op.f('uq_organisation_tag_organisation_id_tag'))
    )
    with op.batch_alter_table('organisation_tag', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_tag_import_run_id'), ['import_run_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_organisation_tag_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_organisation_tag_tag'), ['tag'], unique=False)

    op.create_table('person_tag',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('tag', sa.String(length=60), nullable=False),
    sa.Column('import_run_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['import_run_id'], ['import_run.id'], name=op.f('fk_person_tag_import_run_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_person_tag_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_tag')),
    sa.UniqueConstraint('person_id', 'tag', name=op.f('uq_person_tag_person_id_tag'))
    )
    with op.batch_alter_table('person_tag', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_tag_import_run_id'), ['import_run_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_tag_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_tag_tag'), ['tag'], unique=False)

    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('notes_language', sa.String(length=2), nullable=True))
        batch_op.add_column(sa.Column('notes_translations', sa.JSON(), nullable=True))

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('salutation', sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column('notes_language', sa.String(length=2), nullable=True))
        batch_op.add_column(sa.Column('notes_translations', sa.JSON(), nullable=True))

    with op.batch_alter_table('person_name', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reading', sa.String(length=300), nullable=True))



def downgrade() -> None:
    # SQLite drops columns itself; a rebuilt table would pull the rows along that point to it.
    with op.batch_alter_table('person_name', schema=None, recreate='never') as batch_op:
        batch_op.drop_column('reading')

    with op.batch_alter_table('person', schema=None, recreate='never') as batch_op:
        batch_op.drop_column('notes_translations')
        batch_op.drop_column('notes_language')
        batch_op.drop_column('salutation')

    with op.batch_alter_table('organisation', schema=None, recreate='never') as batch_op:
        batch_op.drop_column('notes_translations')
        batch_op.drop_column('notes_language')

    with op.batch_alter_table('person_tag', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_tag_tag'))
        batch_op.drop_index(batch_op.f('ix_person_tag_person_id'))
        batch_op.drop_index(batch_op.f('ix_person_tag_import_run_id'))

    op.drop_table('person_tag')
    with op.batch_alter_table('organisation_tag', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organisation_tag_tag'))
        batch_op.drop_index(batch_op.f('ix_organisation_tag_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_organisation_tag_import_run_id'))

    op.drop_table('organisation_tag')
