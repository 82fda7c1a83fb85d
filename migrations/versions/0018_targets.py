"""targets: whom we want to win, the facts of their dossier, keys of free names"""

import sqlalchemy as sa
from alembic import op


revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

_SORT_KEY = sa.String(length=200).with_variant(sa.String(length=200, collation='C'), 'postgresql')


def _stamps() -> list[sa.Column]:
    return [sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
            sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
            sa.Column('version', sa.Integer(), nullable=False)]


def upgrade() -> None:
    op.create_table(
        'target',
        sa.Column('organisation_id', sa.Integer(), nullable=True),
        sa.Column('name', sa.String(length=300), nullable=False),
        sa.Column('sort_key', _SORT_KEY, nullable=False),
        sa.Column('country', sa.String(length=2), nullable=True),
        sa.Column('website', sa.String(length=500), nullable=False),
        sa.Column('kind', sa.String(length=30), nullable=False),
        sa.Column('industries', sa.JSON(), nullable=False),
        sa.Column('priority', sa.Integer(), nullable=False),
        sa.Column('why', sa.Text(), nullable=False),
        sa.Column('why_language', sa.String(length=2), nullable=True),
        sa.Column('owner_id', sa.Integer(), nullable=True),
        sa.Column('state', sa.String(length=20), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        *_stamps(),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_target_organisation_id_organisation')),
        sa.ForeignKeyConstraint(['owner_id'], ['user_account.id'], name=op.f('fk_target_owner_id_user_account')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_target')),
    )
    for column in ('organisation_id', 'sort_key', 'country', 'owner_id', 'state'):
        op.create_index(op.f(f'ix_target_{column}'), 'target', [column])
    op.create_table(
        'target_fact',
        sa.Column('target_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('language', sa.String(length=2), nullable=False),
        sa.Column('source', sa.String(length=500), nullable=False),
        sa.Column('observed_on', sa.Date(), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        *_stamps(),
        sa.ForeignKeyConstraint(['target_id'], ['target.id'], name=op.f('fk_target_fact_target_id_target'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_target_fact')),
    )
    op.create_index(op.f('ix_target_fact_target_id'), 'target_fact', ['target_id'])
    op.create_index(op.f('ix_target_fact_observed_on'), 'target_fact', ['observed_on'])
    op.create_table(
        'target_key',
        sa.Column('target_id', sa.Integer(), nullable=False),
        sa.Column('key', sa.String(length=340), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['target_id'], ['target.id'], name=op.f('fk_target_key_target_id_target'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_target_key')),
        sa.UniqueConstraint('key', 'target_id', name=op.f('uq_target_key_key_target_id')),
    )
    op.create_index(op.f('ix_target_key_target_id'), 'target_key', ['target_id'])
    # A target becomes a lead once.
    op.create_index('uq_lead_source_target', 'lead_source', ['ref_id'], unique=True, sqlite_where=sa.text("kind = 'target'"),
                    postgresql_where=sa.text("kind = 'target'"))


def downgrade() -> None:
    op.drop_index('uq_lead_source_target', table_name='lead_source')
    op.drop_table('target_key')
    op.drop_table('target_fact')
    op.drop_table('target')
