"""since when an event is cancelled, tasks in feeds, kept texts of calendars"""

import sqlalchemy as sa
from alembic import op


revision = '0029'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('event') as batch:
        batch.add_column(sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True))
    # Until now the month was counted from the last change that calendars show.
    op.execute("UPDATE event SET cancelled_at = ics_changed_at WHERE state = 'cancelled'")
    with op.batch_alter_table('calendar_feed') as batch:
        batch.add_column(sa.Column('with_tasks', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.add_column(sa.Column('mark', sa.String(length=40), server_default='', nullable=False))
        batch.add_column(sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        'calendar_text',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('language', sa.String(length=2), nullable=False),
        sa.Column('all_day', sa.Boolean(), nullable=False),
        sa.Column('public', sa.Boolean(), nullable=False),
        sa.Column('sequence', sa.Integer(), nullable=False),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('surroundings', sa.String(length=40), nullable=False),
        sa.Column('zone', sa.String(length=60), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_calendar_text_event_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_text')),
        sa.UniqueConstraint('event_id', 'language', 'all_day', 'public',
                            name=op.f('uq_calendar_text_event_id_language_all_day_public'))
    )
    with op.batch_alter_table('calendar_text') as batch:
        batch.create_index(batch.f('ix_calendar_text_made_at'), ['made_at'])


def downgrade() -> None:
    op.drop_table('calendar_text')
    with op.batch_alter_table('calendar_feed') as batch:
        for name in ('changed_at', 'mark', 'with_tasks'):
            batch.drop_column(name)
    # A leg's own address is one for the event again.
    op.execute("UPDATE calendar_feed SET scope = 'event' WHERE scope = 'leg'")
    with op.batch_alter_table('event') as batch:
        batch.drop_column('cancelled_at')
