"""visits: which targets exhibit at an event, where, who goes, and what came of it"""

import sqlalchemy as sa
from alembic import op


revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'target_visit',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('target_id', sa.Integer(), nullable=False),
        sa.Column('hall', sa.String(length=40), nullable=False),
        sa.Column('booth', sa.String(length=40), nullable=False),
        sa.Column('source', sa.String(length=500), nullable=False),
        sa.Column('known_on', sa.Date(), nullable=True),
        sa.Column('member_id', sa.Integer(), nullable=True),
        sa.Column('planned_on', sa.Date(), nullable=True),
        sa.Column('planned_time', sa.Time(), nullable=True),
        sa.Column('place', sa.Integer(), nullable=True),
        sa.Column('result', sa.String(length=20), nullable=True),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('note_language', sa.String(length=2), nullable=True),
        sa.Column('noted_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('noted_by', sa.String(length=300), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_target_visit_event_id_event'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['target_id'], ['target.id'], name=op.f('fk_target_visit_target_id_target'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['member_id'], ['team_member.id'], name=op.f('fk_target_visit_member_id_team_member'),
                                ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_target_visit')),
        sa.UniqueConstraint('event_id', 'target_id', name=op.f('uq_target_visit_event_id_target_id')),
    )
    for column in ('event_id', 'target_id', 'member_id'):
        op.create_index(op.f(f'ix_target_visit_{column}'), 'target_visit', [column])


def downgrade() -> None:
    op.drop_table('target_visit')
