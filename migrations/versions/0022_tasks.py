"""tasks: checklists of each kind of event, tasks of an event, and which come after which"""

import sqlalchemy as sa
from alembic import op


revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    stamps = lambda: [  # noqa: E731 - columns belong to one table each
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
    ]
    op.create_table(
        'checklist_entry',
        sa.Column('kind', sa.String(length=30), nullable=False),
        sa.Column('key', sa.String(length=40), nullable=False),
        sa.Column('title', sa.JSON(), nullable=False),
        sa.Column('anchor', sa.String(length=5), nullable=False),
        sa.Column('offset_days', sa.Integer(), nullable=False),
        sa.Column('role', sa.String(length=20), nullable=False),
        sa.Column('after', sa.JSON(), nullable=False),
        *stamps(),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_checklist_entry')),
        sa.UniqueConstraint('kind', 'key', name=op.f('uq_checklist_entry_kind_key')),
    )
    op.create_index(op.f('ix_checklist_entry_kind'), 'checklist_entry', ['kind'])
    op.create_table(
        'event_task',
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('title', sa.JSON(), nullable=False),
        sa.Column('owner_id', sa.Integer(), nullable=True),
        sa.Column('due_on', sa.Date(), nullable=True),
        sa.Column('anchor', sa.String(length=5), nullable=True),
        sa.Column('offset_days', sa.Integer(), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('entry_key', sa.String(length=40), nullable=True),
        sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('done_by_id', sa.Integer(), nullable=True),
        sa.Column('reminded_of', sa.Date(), nullable=True),
        *stamps(),
        sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_task_event_id_event'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['owner_id'], ['user_account.id'], name=op.f('fk_event_task_owner_id_user_account')),
        sa.ForeignKeyConstraint(['done_by_id'], ['user_account.id'], name=op.f('fk_event_task_done_by_id_user_account')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_event_task')),
    )
    for column in ('event_id', 'owner_id', 'due_on', 'done_by_id'):
        op.create_index(op.f(f'ix_event_task_{column}'), 'event_task', [column])
    op.create_table(
        'task_dependency',
        sa.Column('task_id', sa.Integer(), nullable=False),
        sa.Column('after_id', sa.Integer(), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['task_id'], ['event_task.id'], name=op.f('fk_task_dependency_task_id_event_task'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['after_id'], ['event_task.id'], name=op.f('fk_task_dependency_after_id_event_task'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_task_dependency')),
        sa.UniqueConstraint('task_id', 'after_id', name=op.f('uq_task_dependency_task_id_after_id')),
    )
    op.create_index(op.f('ix_task_dependency_after_id'), 'task_dependency', ['after_id'])


def downgrade() -> None:
    op.drop_table('task_dependency')
    op.drop_table('event_task')
    op.drop_table('checklist_entry')
