"""packs of materials per event"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'event_pack',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('languages', sa.JSON(), nullable=False),
        sa.Column('token_hash', sa.String(length=64), nullable=True),
        sa.Column('shared_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('shared_by_id', sa.Integer(), nullable=True),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_pack_event_id_event'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['shared_by_id'], ['user_account.id'], name=op.f('fk_event_pack_shared_by_id_user_account')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_event_pack')),
        sa.UniqueConstraint('event_id', name=op.f('uq_event_pack_event_id')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_event_pack_token_hash')),
    )
    op.create_index(op.f('ix_event_pack_shared_by_id'), 'event_pack', ['shared_by_id'])
    op.create_table(
        'pack_item',
        sa.Column('pack_id', sa.Integer(), nullable=False),
        sa.Column('material_id', sa.Integer(), nullable=False),
        sa.Column('language', sa.String(length=2), nullable=False),
        sa.Column('copies', sa.Integer(), nullable=True),
        sa.Column('brings_id', sa.Integer(), nullable=True),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['brings_id'], ['user_account.id'], name=op.f('fk_pack_item_brings_id_user_account')),
        sa.ForeignKeyConstraint(['material_id'], ['material.id'], name=op.f('fk_pack_item_material_id_material')),
        sa.ForeignKeyConstraint(['pack_id'], ['event_pack.id'], name=op.f('fk_pack_item_pack_id_event_pack'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_pack_item')),
        sa.UniqueConstraint('pack_id', 'material_id', 'language', name=op.f('uq_pack_item_pack_id_material_id_language')),
    )
    op.create_index(op.f('ix_pack_item_brings_id'), 'pack_item', ['brings_id'])
    op.create_index(op.f('ix_pack_item_material_id'), 'pack_item', ['material_id'])


def downgrade() -> None:
    op.drop_table('pack_item')
    op.drop_table('event_pack')
