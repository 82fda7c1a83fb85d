"""trips: who travels, itineraries, reports, and what is kept of their warnings"""

import sqlalchemy as sa
from alembic import op


revision = '0033'
down_revision = '0030'
branch_labels = None
depends_on = None


def _stamps() -> list:
    return [
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
    ]


def _travels() -> None:
    op.create_table(
        'trip',
        sa.Column('event_id', sa.Integer(), nullable=True),
        sa.Column('title', sa.JSON(), nullable=False),
        sa.Column('purpose', sa.JSON(), nullable=True),
        sa.Column('countries', sa.JSON(), nullable=False),
        sa.Column('cities', sa.String(length=300), nullable=False),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=False),
        sa.Column('state', sa.String(length=20), nullable=False),
        sa.Column('reminded_on', sa.Date(), nullable=True),
        *_stamps(),
        sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_trip_event_id'), ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_trip')),
    )
    for column in ('event_id', 'starts_on', 'ends_on', 'state'):
        op.create_index(op.f(f'ix_trip_{column}'), 'trip', [column])
    op.create_table(
        'trip_traveller',
        sa.Column('trip_id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('role', sa.String(length=20), nullable=False),
        sa.Column('from_on', sa.Date(), nullable=True),
        sa.Column('until_on', sa.Date(), nullable=True),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['trip_id'], ['trip.id'], name=op.f('fk_trip_traveller_trip_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_trip_traveller_user_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_trip_traveller')),
        sa.UniqueConstraint('trip_id', 'user_id', name=op.f('uq_trip_traveller_trip_id_user_id')),
    )
    for column in ('trip_id', 'user_id'):
        op.create_index(op.f(f'ix_trip_traveller_{column}'), 'trip_traveller', [column])


def _items() -> None:
    op.create_table(
        'trip_item',
        sa.Column('trip_id', sa.Integer(), nullable=False),
        sa.Column('traveller_id', sa.Integer(), nullable=True),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('state', sa.String(length=20), nullable=False),
        sa.Column('what', sa.String(length=300), nullable=False),
        sa.Column('place_from', sa.String(length=200), nullable=False),
        sa.Column('place_to', sa.String(length=200), nullable=False),
        sa.Column('starts_local', sa.DateTime(), nullable=True),
        sa.Column('starts_zone', sa.String(length=60), nullable=True),
        sa.Column('starts_fold', sa.Integer(), nullable=False),
        sa.Column('ends_local', sa.DateTime(), nullable=True),
        sa.Column('ends_zone', sa.String(length=60), nullable=True),
        sa.Column('ends_fold', sa.Integer(), nullable=False),
        sa.Column('from_on', sa.Date(), nullable=True),
        sa.Column('until_on', sa.Date(), nullable=True),
        sa.Column('country', sa.String(length=2), nullable=True),
        sa.Column('reference', sa.String(length=100), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        *_stamps(),
        sa.ForeignKeyConstraint(['trip_id'], ['trip.id'], name=op.f('fk_trip_item_trip_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['traveller_id'], ['trip_traveller.id'], name=op.f('fk_trip_item_traveller_id'),
                                ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_trip_item')),
    )
    for column in ('trip_id', 'traveller_id'):
        op.create_index(op.f(f'ix_trip_item_{column}'), 'trip_item', [column])


def upgrade() -> None:
    _travels()
    _items()
    op.create_table(
        'trip_report',
        sa.Column('trip_id', sa.Integer(), nullable=False),
        sa.Column('language', sa.String(length=2), nullable=False),
        sa.Column('result', sa.Text(), nullable=False),
        sa.Column('met', sa.Text(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('next_steps', sa.Text(), nullable=False),
        sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('submitted_by_id', sa.Integer(), nullable=True),
        *_stamps(),
        sa.ForeignKeyConstraint(['trip_id'], ['trip.id'], name=op.f('fk_trip_report_trip_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['submitted_by_id'], ['user_account.id'], name=op.f('fk_trip_report_submitted_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_trip_report')),
        sa.UniqueConstraint('trip_id', name=op.f('uq_trip_report_trip_id')),
    )
    op.create_index(op.f('ix_trip_report_submitted_by_id'), 'trip_report', ['submitted_by_id'])
    with op.batch_alter_table('kept_warning') as batch:
        batch.alter_column('event_id', existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column('trip_id', sa.Integer(), nullable=True))
        batch.create_foreign_key(batch.f('fk_kept_warning_trip_id'), 'trip', ['trip_id'], ['id'], ondelete='CASCADE')
        batch.create_unique_constraint(batch.f('uq_kept_warning_trip_id_key'), ['trip_id', 'key'])
        batch.create_index(batch.f('ix_kept_warning_trip_id'), ['trip_id'])


def downgrade() -> None:
    op.execute(sa.text('DELETE FROM kept_warning WHERE event_id IS NULL'))
    with op.batch_alter_table('kept_warning') as batch:
        batch.drop_index(batch.f('ix_kept_warning_trip_id'))
        batch.drop_constraint(batch.f('uq_kept_warning_trip_id_key'), type_='unique')
        batch.drop_constraint(batch.f('fk_kept_warning_trip_id'), type_='foreignkey')
        batch.drop_column('trip_id')
        batch.alter_column('event_id', existing_type=sa.Integer(), nullable=False)
    for table in ('trip_report', 'trip_item', 'trip_traveller', 'trip'):
        op.drop_table(table)
