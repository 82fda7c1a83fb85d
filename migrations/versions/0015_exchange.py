"""offers and requests of a technology exchange"""

import sqlalchemy as sa
from alembic import op


revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'technology_entry',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=10), nullable=False),
        sa.Column('title', sa.JSON(), nullable=False),
        sa.Column('description', sa.JSON(), nullable=True),
        sa.Column('industries', sa.JSON(), nullable=False),
        sa.Column('trl', sa.Integer(), nullable=True),
        sa.Column('ip_state', sa.String(length=20), nullable=True),
        sa.Column('languages', sa.JSON(), nullable=False),
        sa.Column('organisation_id', sa.Integer(), nullable=True),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('public', sa.Boolean(), nullable=False),
        sa.Column('state', sa.String(length=10), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_technology_entry_event_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_technology_entry_organisation_id')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_technology_entry_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_technology_entry'))
    )
    with op.batch_alter_table('technology_entry') as batch:
        batch.create_index(batch.f('ix_technology_entry_event_id'), ['event_id'])
        batch.create_index(batch.f('ix_technology_entry_organisation_id'), ['organisation_id'])
        batch.create_index(batch.f('ix_technology_entry_person_id'), ['person_id'])
    op.create_table(
        'technology_pair',
        sa.Column('offer_id', sa.Integer(), nullable=False),
        sa.Column('request_id', sa.Integer(), nullable=False),
        sa.Column('result', sa.String(length=20), nullable=False),
        sa.Column('minutes', sa.Text(), nullable=False),
        sa.Column('minutes_language', sa.String(length=2), nullable=True),
        sa.Column('met_on', sa.Date(), nullable=True),
        sa.Column('decided_by_id', sa.Integer(), nullable=True),
        sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['decided_by_id'], ['user_account.id'], name=op.f('fk_technology_pair_decided_by_id')),
        sa.ForeignKeyConstraint(['offer_id'], ['technology_entry.id'], name=op.f('fk_technology_pair_offer_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['request_id'], ['technology_entry.id'], name=op.f('fk_technology_pair_request_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_technology_pair')),
        sa.UniqueConstraint('offer_id', 'request_id', name=op.f('uq_technology_pair_offer_id_request_id'))
    )
    with op.batch_alter_table('technology_pair') as batch:
        batch.create_index(batch.f('ix_technology_pair_decided_by_id'), ['decided_by_id'])
        batch.create_index(batch.f('ix_technology_pair_offer_id'), ['offer_id'])
        batch.create_index(batch.f('ix_technology_pair_request_id'), ['request_id'])


def downgrade() -> None:
    op.drop_table('technology_pair')
    op.drop_table('technology_entry')
