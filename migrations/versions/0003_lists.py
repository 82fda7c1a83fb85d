"""Saved filters, columns by choice, exports and changes to many rows; people and organisations by last change."""

import sqlalchemy as sa
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('bulk_run',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('action', sa.String(length=60), nullable=False),
    sa.Column('value', sa.Text(), nullable=True),
    sa.Column('back', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('rows', sa.JSON(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('changed', sa.Integer(), nullable=False),
    sa.Column('refused', sa.JSON(), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_bulk_run_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bulk_run'))
    )
    with op.batch_alter_table('bulk_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bulk_run_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_bulk_run_user_id'), ['user_id'], unique=False)

    op.create_table('list_export',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('asked', sa.JSON(), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('format', sa.String(length=4), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('attachment_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['attachment_id'], ['attachment.id'], name=op.f('fk_list_export_attachment_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_list_export_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_list_export'))
    )
    with op.batch_alter_table('list_export', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_list_export_attachment_id'), ['attachment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_list_export_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_list_export_user_id'), ['user_id'], unique=False)

    op.create_table('saved_list',
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('shared', sa.Boolean(), nullable=False),
    sa.Column('asked', sa.JSON(), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['owner_id'], ['user_account.id'], name=op.f('fk_saved_list_owner_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_list')),
    sa.UniqueConstraint('owner_id', 'kind', 'name', name=op.f('uq_saved_list_owner_id_kind_name'))
    )
    with op.batch_alter_table('saved_list', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_saved_list_kind'), ['kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_saved_list_owner_id'), ['owner_id'], unique=False)

    op.create_table('list_setting',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('default_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['default_id'], ['saved_list.id'], name=op.f('fk_list_setting_default_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_list_setting_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_list_setting')),
    sa.UniqueConstraint('user_id', 'kind', name=op.f('uq_list_setting_user_id_kind'))
    )
    with op.batch_alter_table('list_setting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_list_setting_default_id'), ['default_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_list_setting_user_id'), ['user_id'], unique=False)

    op.create_index("ix_person_updated_at", "person", ["updated_at"])
    op.create_index("ix_organisation_updated_at", "organisation", ["updated_at"])


def downgrade() -> None:
    op.drop_index("ix_organisation_updated_at", "organisation")
    op.drop_index("ix_person_updated_at", "person")
    with op.batch_alter_table('list_setting', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_list_setting_user_id'))
        batch_op.drop_index(batch_op.f('ix_list_setting_default_id'))

    op.drop_table('list_setting')
    with op.batch_alter_table('saved_list', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_saved_list_owner_id'))
        batch_op.drop_index(batch_op.f('ix_saved_list_kind'))

    op.drop_table('saved_list')
    with op.batch_alter_table('list_export', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_list_export_user_id'))
        batch_op.drop_index(batch_op.f('ix_list_export_state'))
        batch_op.drop_index(batch_op.f('ix_list_export_attachment_id'))

    op.drop_table('list_export')
    with op.batch_alter_table('bulk_run', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bulk_run_user_id'))
        batch_op.drop_index(batch_op.f('ix_bulk_run_state'))

    op.drop_table('bulk_run')
