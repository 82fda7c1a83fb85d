"""import profiles: how the files of a source are read"""

import sqlalchemy as sa
from alembic import op


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'import_profile',
        sa.Column('name', sa.String(length=100), nullable=False),
        sa.Column('headings', sa.JSON(), nullable=False),
        sa.Column('heading_hash', sa.String(length=64), nullable=False),
        sa.Column('encoding', sa.String(length=40), nullable=True),
        sa.Column('separator', sa.String(length=4), nullable=True),
        sa.Column('mapping', sa.JSON(), nullable=False),
        sa.Column('country', sa.String(length=2), nullable=True),
        sa.Column('doubtful', sa.String(length=4), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_import_profile')),
        sa.UniqueConstraint('name', name=op.f('uq_import_profile_name')),
    )
    op.create_index(op.f('ix_import_profile_heading_hash'), 'import_profile', ['heading_hash'])


def downgrade() -> None:
    op.drop_table('import_profile')
