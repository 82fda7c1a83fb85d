"""agendas: tracks, rooms, items, speakers, published versions"""

import sqlalchemy as sa
from alembic import op


revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'agenda_room',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column('capacity', sa.Integer(), nullable=True),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_agenda_room_event_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_room'))
    )
    with op.batch_alter_table('agenda_room') as batch:
        batch.create_index(batch.f('ix_agenda_room_event_id'), ['event_id'])
    op.create_table(
        'agenda_track',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.JSON(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_agenda_track_event_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_track'))
    )
    with op.batch_alter_table('agenda_track') as batch:
        batch.create_index(batch.f('ix_agenda_track_event_id'), ['event_id'])
    op.create_table(
        'agenda_version',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('published_by_id', sa.Integer(), nullable=True),
        sa.Column('time_zone', sa.String(length=60), nullable=False),
        sa.Column('content', sa.JSON(), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_agenda_version_event_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['published_by_id'], ['user_account.id'], name=op.f('fk_agenda_version_published_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_version')),
        sa.UniqueConstraint('event_id', 'number', name=op.f('uq_agenda_version_event_id_number'))
    )
    with op.batch_alter_table('agenda_version') as batch:
        batch.create_index(batch.f('ix_agenda_version_event_id'), ['event_id'])
        batch.create_index(batch.f('ix_agenda_version_published_by_id'), ['published_by_id'])
    op.create_table(
        'agenda_item',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('title', sa.JSON(), nullable=False),
        sa.Column('description', sa.JSON(), nullable=True),
        sa.Column('starts_local', sa.DateTime(), nullable=False),
        sa.Column('starts_fold', sa.Integer(), nullable=False),
        sa.Column('ends_local', sa.DateTime(), nullable=False),
        sa.Column('ends_fold', sa.Integer(), nullable=False),
        sa.Column('track_id', sa.Integer(), nullable=True),
        sa.Column('room_id', sa.Integer(), nullable=True),
        sa.Column('capacity', sa.Integer(), nullable=True),
        sa.Column('public', sa.Boolean(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_agenda_item_event_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['room_id'], ['agenda_room.id'], name=op.f('fk_agenda_item_room_id')),
        sa.ForeignKeyConstraint(['track_id'], ['agenda_track.id'], name=op.f('fk_agenda_item_track_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_item'))
    )
    with op.batch_alter_table('agenda_item') as batch:
        batch.create_index(batch.f('ix_agenda_item_event_id'), ['event_id'])
        batch.create_index(batch.f('ix_agenda_item_room_id'), ['room_id'])
        batch.create_index(batch.f('ix_agenda_item_starts_local'), ['starts_local'])
        batch.create_index(batch.f('ix_agenda_item_track_id'), ['track_id'])
    op.create_table(
        'agenda_speaker',
        sa.Column('item_id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=True),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('name', sa.String(length=300), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['item_id'], ['agenda_item.id'], name=op.f('fk_agenda_speaker_item_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_agenda_speaker_person_id')),
        sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_agenda_speaker_user_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_speaker')),
        sa.UniqueConstraint('item_id', 'person_id', name=op.f('uq_agenda_speaker_item_id_person_id')),
        sa.UniqueConstraint('item_id', 'user_id', name=op.f('uq_agenda_speaker_item_id_user_id'))
    )
    with op.batch_alter_table('agenda_speaker') as batch:
        batch.create_index(batch.f('ix_agenda_speaker_item_id'), ['item_id'])
        batch.create_index(batch.f('ix_agenda_speaker_person_id'), ['person_id'])
        batch.create_index(batch.f('ix_agenda_speaker_user_id'), ['user_id'])


def downgrade() -> None:
    for table in ('agenda_speaker', 'agenda_item', 'agenda_version', 'agenda_track', 'agenda_room'):
        op.drop_table(table)
