"""materials and their versions per language"""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'material',
        sa.Column('code', sa.String(length=40), nullable=False),
        sa.Column('title', sa.JSON(), nullable=False),
        sa.Column('description', sa.JSON(), nullable=True),
        sa.Column('sort_key', sa.String(length=200).with_variant(sa.String(length=200, collation='C'), 'postgresql'), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('audience', sa.String(length=20), nullable=False),
        sa.Column('industries', sa.JSON(), nullable=False),
        sa.Column('public', sa.Boolean(), nullable=False),
        sa.Column('printed', sa.Boolean(), nullable=False),
        sa.Column('image_rights', sa.String(length=500), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_material')),
        sa.UniqueConstraint('code', name=op.f('uq_material_code')),
    )
    op.create_index(op.f('ix_material_sort_key'), 'material', ['sort_key'])
    op.create_table(
        'material_version',
        sa.Column('material_id', sa.Integer(), nullable=False),
        sa.Column('language', sa.String(length=2), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('attachment_id', sa.Integer(), nullable=False),
        sa.Column('valid_from', sa.Date(), nullable=False),
        sa.Column('valid_until', sa.Date(), nullable=True),
        sa.Column('note', sa.String(length=500), nullable=False),
        sa.Column('added_by_id', sa.Integer(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('withdrawn_reason', sa.String(length=500), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['added_by_id'], ['user_account.id'], name=op.f('fk_material_version_added_by_id_user_account')),
        sa.ForeignKeyConstraint(['attachment_id'], ['attachment.id'], name=op.f('fk_material_version_attachment_id_attachment')),
        sa.ForeignKeyConstraint(['material_id'], ['material.id'], name=op.f('fk_material_version_material_id_material'),
                                ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_material_version')),
        sa.UniqueConstraint('material_id', 'language', 'number', name=op.f('uq_material_version_material_id_language_number')),
    )
    for column in ('added_by_id', 'attachment_id', 'valid_until'):
        op.create_index(op.f(f'ix_material_version_{column}'), 'material_version', [column])


def downgrade() -> None:
    op.drop_table('material_version')
    op.drop_table('material')
