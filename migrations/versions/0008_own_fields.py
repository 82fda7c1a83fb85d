"""Fields of a zone's own and their typed values."""

import sqlalchemy as sa
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('custom_field',
    sa.Column('subject', sa.String(length=20), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('label', sa.JSON(), nullable=False),
    sa.Column('options', sa.JSON(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('listed', sa.Boolean(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_custom_field')),
    sa.UniqueConstraint('subject', 'code', name=op.f('uq_custom_field_subject_code'))
    )
    op.create_table('custom_value',
    sa.Column('field_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('slot', sa.String(length=60), nullable=False),
    sa.Column('text', sa.String(length=2000), nullable=True),
    sa.Column('number', sa.BigInteger(), nullable=True),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('flag', sa.Boolean(), nullable=True),
    sa.Column('option', sa.String(length=60), nullable=True),
    sa.Column('sort_key', sa.String(length=200).with_variant(sa.String(length=200, collation='C'), 'postgresql'), nullable=True),
    sa.Column('import_run_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['field_id'], ['custom_field.id'], name=op.f('fk_custom_value_field_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['import_run_id'], ['import_run.id'], name=op.f('fk_custom_value_import_run_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_custom_value_organisation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_custom_value_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_custom_value')),
    sa.UniqueConstraint('field_id', 'organisation_id', 'slot', name=op.f('uq_custom_value_field_id_organisation_id_slot')),
    sa.UniqueConstraint('field_id', 'person_id', 'slot', name=op.f('uq_custom_value_field_id_person_id_slot'))
    )
    with op.batch_alter_table('custom_value', schema=None) as batch_op:
        batch_op.create_index('ix_custom_value_field_id_day', ['field_id', 'day'], unique=False)
        batch_op.create_index('ix_custom_value_field_id_number', ['field_id', 'number'], unique=False)
        batch_op.create_index('ix_custom_value_field_id_option', ['field_id', 'option'], unique=False)
        batch_op.create_index('ix_custom_value_field_id_sort_key', ['field_id', 'sort_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_custom_value_import_run_id'), ['import_run_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_custom_value_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_custom_value_person_id'), ['person_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('custom_value', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_custom_value_person_id'))
        batch_op.drop_index(batch_op.f('ix_custom_value_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_custom_value_import_run_id'))
        batch_op.drop_index('ix_custom_value_field_id_sort_key')
        batch_op.drop_index('ix_custom_value_field_id_option')
        batch_op.drop_index('ix_custom_value_field_id_number')
        batch_op.drop_index('ix_custom_value_field_id_day')

    op.drop_table('custom_value')
    op.drop_table('custom_field')
