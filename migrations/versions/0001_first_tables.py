"""first tables"""

import sqlalchemy as sa
from alembic import op


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('activity_chain',
    sa.Column('last_hash', sa.String(length=64), nullable=False),
    sa.Column('last_id', sa.Integer(), nullable=False),
    sa.Column('length', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity_chain'))
    )
    op.create_table('activity_entry',
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_kind', sa.String(length=20), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('actor_label', sa.String(length=300), nullable=False),
    sa.Column('verb', sa.String(length=60), nullable=False),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=True),
    sa.Column('subject_label', sa.Text(), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity_entry'))
    )
    with op.batch_alter_table('activity_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_activity_entry_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_activity_entry_verb'), ['verb'], unique=False)

    op.create_table('attachment',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('filename', sa.String(length=200), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('mimetype', sa.String(length=100), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment'))
    )
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachment_sha256'), ['sha256'], unique=False)

    op.create_table('attempt',
    sa.Column('bucket', sa.String(length=200), nullable=False),
    sa.Column('window', sa.Integer(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt')),
    sa.UniqueConstraint('bucket', 'window', name=op.f('uq_attempt_bucket_window'))
    )
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attempt_ends_at'), ['ends_at'], unique=False)

    op.create_table('event_series',
    sa.Column('code', sa.String(length=30), nullable=False),
    sa.Column('name', sa.JSON(), nullable=False),
    sa.Column('sort_key', sa.String(length=200).with_variant(sa.String(length=200, collation='C'), 'postgresql'), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('industries', sa.JSON(), nullable=False),
    sa.Column('organiser', sa.String(length=300), nullable=False),
    sa.Column('website', sa.String(length=500), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=True),
    sa.Column('city', sa.String(length=200), nullable=False),
    sa.Column('venue', sa.String(length=300), nullable=False),
    sa.Column('time_zone', sa.String(length=60), nullable=False),
    sa.Column('usual_months', sa.JSON(), nullable=False),
    sa.Column('cycle', sa.String(length=20), nullable=True),
    sa.Column('cycle_year', sa.Integer(), nullable=True),
    sa.Column('cycle_note', sa.Text(), nullable=False),
    sa.Column('places', sa.JSON(), nullable=False),
    sa.Column('basis', sa.String(length=20), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_series')),
    sa.UniqueConstraint('code', name=op.f('uq_event_series_code'))
    )
    with op.batch_alter_table('event_series', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_series_sort_key'), ['sort_key'], unique=False)

    op.create_table('exchange_rate',
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('cny', sa.String(length=40), nullable=False),
    sa.Column('units', sa.String(length=40), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('entered_by', sa.String(length=300), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exchange_rate')),
    sa.UniqueConstraint('currency', 'day', name=op.f('uq_exchange_rate_currency_day'))
    )
    with op.batch_alter_table('exchange_rate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_exchange_rate_currency'), ['currency'], unique=False)

    op.create_table('import_lock',
    sa.Column('run_id', sa.Integer(), nullable=True),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('holder', sa.String(length=40), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_lock'))
    )
    op.create_table('import_run',
    sa.Column('filename', sa.String(length=300), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('target_kind', sa.String(length=30), nullable=True),
    sa.Column('target_ref', sa.Integer(), nullable=True),
    sa.Column('file_kind', sa.String(length=20), nullable=True),
    sa.Column('encoding', sa.String(length=40), nullable=True),
    sa.Column('separator', sa.String(length=4), nullable=True),
    sa.Column('mapping', sa.JSON(), nullable=True),
    sa.Column('country', sa.String(length=2), nullable=True),
    sa.Column('doubtful', sa.String(length=4), nullable=False),
    sa.Column('found', sa.JSON(), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('queued', sa.Boolean(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('actor_label', sa.String(length=300), nullable=False),
    sa.Column('applied_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undo_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failure', sa.JSON(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_run'))
    )
    with op.batch_alter_table('import_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_import_run_sha256'), ['sha256'], unique=False)
        batch_op.create_index(batch_op.f('ix_import_run_state'), ['state'], unique=False)

    op.create_table('inbound_mail',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('message_id', sa.String(length=250), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('from_email', sa.String(length=254), nullable=False),
    sa.Column('to_email', sa.String(length=254), nullable=False),
    sa.Column('subject', sa.String(length=500), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('result', sa.JSON(), nullable=False),
    sa.Column('raw', sa.LargeBinary(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inbound_mail')),
    sa.UniqueConstraint('digest', name=op.f('uq_inbound_mail_digest'))
    )
    with op.batch_alter_table('inbound_mail', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inbound_mail_kind'), ['kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_inbound_mail_message_id'), ['message_id'], unique=False)

    op.create_table('industry_node',
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('label', sa.JSON(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('fixed', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['parent_id'], ['industry_node.id'], name=op.f('fk_industry_node_parent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_industry_node')),
    sa.UniqueConstraint('code', name=op.f('uq_industry_node_code'))
    )
    with op.batch_alter_table('industry_node', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_industry_node_parent_id'), ['parent_id'], unique=False)

    op.create_table('job_tick',
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('slot', sa.Integer(), nullable=False),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job_tick')),
    sa.UniqueConstraint('name', 'slot', name=op.f('uq_job_tick_name_slot'))
    )
    op.create_table('number_series',
    sa.Column('prefix', sa.String(length=10), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_number_series')),
    sa.UniqueConstraint('prefix', 'year', name=op.f('uq_number_series_prefix_year'))
    )
    op.create_table('outbox_mail',
    sa.Column('to_email', sa.String(length=254), nullable=False),
    sa.Column('to_name', sa.String(length=300), nullable=False),
    sa.Column('reply_to', sa.String(length=254), nullable=True),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('purpose', sa.String(length=20), nullable=False),
    sa.Column('template', sa.String(length=100), nullable=False),
    sa.Column('subject', sa.String(length=500), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('secret', sa.Boolean(), nullable=False),
    sa.Column('calendar_method', sa.String(length=20), nullable=True),
    sa.Column('calendar', sa.Text(), nullable=True),
    sa.Column('message_id', sa.String(length=250), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=False),
    sa.Column('detail', sa.String(length=500), nullable=False),
    sa.Column('gate', sa.String(length=100), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_try_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tries_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lease', sa.String(length=40), nullable=True),
    sa.Column('leased_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('bounced_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('subject_kind', sa.String(length=40), nullable=True),
    sa.Column('subject_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_mail')),
    sa.UniqueConstraint('message_id', name=op.f('uq_outbox_mail_message_id'))
    )
    with op.batch_alter_table('outbox_mail', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_mail_state_next_try_at', ['state', 'next_try_at'], unique=False)
        batch_op.create_index('ix_outbox_mail_subject', ['subject_kind', 'subject_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbox_mail_to_email'), ['to_email'], unique=False)

    op.create_table('search_entry',
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('ref_id', sa.Integer(), nullable=False),
    sa.Column('visible_to', sa.String(length=40), nullable=True),
    sa.Column('tokens', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_entry')),
    sa.UniqueConstraint('kind', 'ref_id', name=op.f('uq_search_entry_kind_ref_id'))
    )
    op.create_table('send_refusal',
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('purpose', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.String(length=60), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_send_refusal'))
    )
    with op.batch_alter_table('send_refusal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_send_refusal_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_send_refusal_email'), ['email'], unique=False)

    op.create_table('setting',
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.Column('changed_by_id', sa.Integer(), nullable=True),
    sa.Column('changed_by', sa.String(length=300), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_setting')),
    sa.UniqueConstraint('key', name=op.f('uq_setting_key'))
    )
    op.create_table('stage',
    sa.Column('code', sa.String(length=30), nullable=False),
    sa.Column('label', sa.JSON(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stage')),
    sa.UniqueConstraint('code', name=op.f('uq_stage_code'))
    )
    op.create_table('tag',
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('label', sa.JSON(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tag')),
    sa.UniqueConstraint('code', name=op.f('uq_tag_code'))
    )
    op.create_table('unit',
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('name', sa.JSON(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit')),
    sa.UniqueConstraint('code', name=op.f('uq_unit_code'))
    )
    op.create_table('work_calendar',
    sa.Column('code', sa.String(length=10), nullable=False),
    sa.Column('label', sa.JSON(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_calendar')),
    sa.UniqueConstraint('code', name=op.f('uq_work_calendar_code'))
    )
    op.create_table('activity_subject',
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('ref_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['activity_entry.id'], name=op.f('fk_activity_subject_entry_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity_subject'))
    )
    with op.batch_alter_table('activity_subject', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_activity_subject_entry_id'), ['entry_id'], unique=False)
        batch_op.create_index('ix_activity_subject_kind_ref_id', ['kind', 'ref_id'], unique=False)

    op.create_table('calendar_day',
    sa.Column('calendar_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('name', sa.JSON(), nullable=True),
    sa.Column('decreed', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['calendar_id'], ['work_calendar.id'], name=op.f('fk_calendar_day_calendar_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_day')),
    sa.UniqueConstraint('calendar_id', 'day', name=op.f('uq_calendar_day_calendar_id_day'))
    )
    with op.batch_alter_table('calendar_day', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_calendar_day_calendar_id'), ['calendar_id'], unique=False)

    op.create_table('event',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('description', sa.JSON(), nullable=True),
    sa.Column('series_id', sa.Integer(), nullable=True),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('presence', sa.String(length=20), nullable=False),
    sa.Column('industries', sa.JSON(), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=True),
    sa.Column('city', sa.String(length=200), nullable=False),
    sa.Column('venue', sa.String(length=300), nullable=False),
    sa.Column('time_zone', sa.String(length=60), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('days_known', sa.Boolean(), nullable=False),
    sa.Column('starts_local', sa.DateTime(), nullable=True),
    sa.Column('starts_fold', sa.Integer(), nullable=False),
    sa.Column('ends_local', sa.DateTime(), nullable=True),
    sa.Column('ends_fold', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_on', sa.Date(), nullable=True),
    sa.Column('confirmed_source', sa.String(length=500), nullable=False),
    sa.Column('website', sa.String(length=500), nullable=False),
    sa.Column('public', sa.Boolean(), nullable=False),
    sa.Column('ics_uid', sa.String(length=100), nullable=False),
    sa.Column('ics_sequence', sa.Integer(), nullable=False),
    sa.Column('ics_changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['parent_id'], ['event.id'], name=op.f('fk_event_parent_id')),
    sa.ForeignKeyConstraint(['series_id'], ['event_series.id'], name=op.f('fk_event_series_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event')),
    sa.UniqueConstraint('code', name=op.f('uq_event_code')),
    sa.UniqueConstraint('ics_uid', name=op.f('uq_event_ics_uid'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_country'), ['country'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_parent_id'), ['parent_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_series_id'), ['series_id'], unique=False)
        batch_op.create_index('ix_event_starts_at_ends_at', ['starts_at', 'ends_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_starts_on'), ['starts_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_state'), ['state'], unique=False)

    op.create_table('import_file',
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['import_run.id'], name=op.f('fk_import_file_run_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_file')),
    sa.UniqueConstraint('run_id', name=op.f('uq_import_file_run_id'))
    )
    op.create_table('organisation',
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('key', sa.String(length=300), nullable=False),
    sa.Column('legal_form', sa.String(length=30), nullable=True),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=True),
    sa.Column('city', sa.String(length=200), nullable=True),
    sa.Column('street', sa.String(length=300), nullable=True),
    sa.Column('postcode', sa.String(length=20), nullable=True),
    sa.Column('website', sa.String(length=300), nullable=True),
    sa.Column('industry', sa.String(length=300), nullable=True),
    sa.Column('notes', sa.Text(), nullable=True),
    sa.Column('sort_key', sa.String(length=200).with_variant(sa.String(length=200, collation='C'), 'postgresql'), nullable=False),
    sa.Column('import_run_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['import_run_id'], ['import_run.id'], name=op.f('fk_organisation_import_run_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation'))
    )
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_country'), ['country'], unique=False)
        batch_op.create_index(batch_op.f('ix_organisation_import_run_id'), ['import_run_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_organisation_key'), ['key'], unique=False)
        batch_op.create_index(batch_op.f('ix_organisation_sort_key'), ['sort_key'], unique=False)

    op.create_table('outbox_attachment',
    sa.Column('mail_id', sa.Integer(), nullable=False),
    sa.Column('filename', sa.String(length=200), nullable=False),
    sa.Column('mimetype', sa.String(length=100), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['mail_id'], ['outbox_mail.id'], name=op.f('fk_outbox_attachment_mail_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_attachment'))
    )
    with op.batch_alter_table('outbox_attachment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbox_attachment_mail_id'), ['mail_id'], unique=False)

    op.create_table('person',
    sa.Column('full_name', sa.String(length=300), nullable=False),
    sa.Column('family_name', sa.String(length=300), nullable=True),
    sa.Column('given_name', sa.String(length=300), nullable=True),
    sa.Column('name_order', sa.String(length=20), nullable=False),
    sa.Column('script', sa.String(length=10), nullable=False),
    sa.Column('titles', sa.String(length=200), nullable=True),
    sa.Column('gender', sa.String(length=1), nullable=True),
    sa.Column('language', sa.String(length=2), nullable=True),
    sa.Column('country', sa.String(length=2), nullable=True),
    sa.Column('time_zone', sa.String(length=60), nullable=True),
    sa.Column('notes', sa.Text(), nullable=True),
    sa.Column('sort_key', sa.String(length=200).with_variant(sa.String(length=200, collation='C'), 'postgresql'), nullable=False),
    sa.Column('import_run_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['import_run_id'], ['import_run.id'], name=op.f('fk_person_import_run_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person'))
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_country'), ['country'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_import_run_id'), ['import_run_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_sort_key'), ['sort_key'], unique=False)

    op.create_table('user_account',
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('sort_key', sa.String(length=200).with_variant(sa.String(length=200, collation='C'), 'postgresql'), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('time_zone', sa.String(length=60), nullable=False),
    sa.Column('theme', sa.String(length=5), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_user_account_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_account')),
    sa.UniqueConstraint('email', name=op.f('uq_user_account_email'))
    )
    with op.batch_alter_table('user_account', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_user_account_sort_key'), ['sort_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_user_account_unit_id'), ['unit_id'], unique=False)

    op.create_table('affiliation',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('job_title', sa.String(length=300), nullable=True),
    sa.Column('department', sa.String(length=300), nullable=True),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('import_run_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['import_run_id'], ['import_run.id'], name=op.f('fk_affiliation_import_run_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_affiliation_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_affiliation_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_affiliation'))
    )
    with op.batch_alter_table('affiliation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_affiliation_import_run_id'), ['import_run_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_affiliation_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_affiliation_person_id'), ['person_id'], unique=False)

    op.create_table('api_token',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('scopes', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_api_token_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_token')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_api_token_token_hash'))
    )
    with op.batch_alter_table('api_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_api_token_user_id'), ['user_id'], unique=False)

    op.create_table('calendar_feed',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('scope', sa.String(length=10), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=True),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('all_day', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_calendar_feed_event_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_calendar_feed_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feed')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_calendar_feed_token_hash'))
    )
    with op.batch_alter_table('calendar_feed', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_calendar_feed_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_calendar_feed_user_id'), ['user_id'], unique=False)

    op.create_table('consent',
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('purpose', sa.String(length=40), nullable=False),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('given', sa.Boolean(), nullable=False),
    sa.Column('text_version', sa.String(length=40), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_consent_person_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent'))
    )
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.create_index('ix_consent_email_purpose', ['email', 'purpose'], unique=False)
        batch_op.create_index(batch_op.f('ix_consent_person_id'), ['person_id'], unique=False)

    op.create_table('duplicate_candidate',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('score', sa.Double(), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('import_run_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['import_run_id'], ['import_run.id'], name=op.f('fk_duplicate_candidate_import_run_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['other_id'], ['person.id'], name=op.f('fk_duplicate_candidate_other_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_duplicate_candidate_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duplicate_candidate')),
    sa.UniqueConstraint('person_id', 'other_id', name=op.f('uq_duplicate_candidate_person_id_other_id'))
    )
    with op.batch_alter_table('duplicate_candidate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_duplicate_candidate_import_run_id'), ['import_run_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_duplicate_candidate_other_id'), ['other_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_duplicate_candidate_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_duplicate_candidate_state'), ['state'], unique=False)

    op.create_table('import_row',
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('cells', sa.JSON(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('mapped', sa.JSON(), nullable=False),
    sa.Column('corrected', sa.JSON(), nullable=False),
    sa.Column('verdict', sa.String(length=10), nullable=False),
    sa.Column('error', sa.JSON(), nullable=True),
    sa.Column('match_id', sa.Integer(), nullable=True),
    sa.Column('match_row', sa.Integer(), nullable=True),
    sa.Column('score', sa.Double(), nullable=True),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.Column('decision', sa.String(length=4), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('outcome', sa.String(length=10), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('person_version', sa.Integer(), nullable=True),
    sa.Column('finished', sa.Boolean(), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['match_id'], ['person.id'], name=op.f('fk_import_row_match_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_import_row_organisation_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_import_row_person_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['run_id'], ['import_run.id'], name=op.f('fk_import_row_run_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_row')),
    sa.UniqueConstraint('run_id', 'number', name=op.f('uq_import_row_run_id_number'))
    )
    with op.batch_alter_table('import_row', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_import_row_match_id'), ['match_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_import_row_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_import_row_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_import_row_run_id'), ['run_id'], unique=False)
        batch_op.create_index('ix_import_row_run_id_verdict_number', ['run_id', 'verdict', 'number'], unique=False)

    op.create_table('invitation',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('ics_uid', sa.String(length=100), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('requested', sa.Boolean(), nullable=False),
    sa.Column('ground', sa.Text(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('mail_refused', sa.String(length=100), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by', sa.String(length=10), nullable=True),
    sa.Column('guests', sa.Integer(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('note_language', sa.String(length=2), nullable=True),
    sa.Column('reply_sequence', sa.Integer(), nullable=True),
    sa.Column('reply_stamp', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_invitation_event_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_invitation_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('event_id', 'person_id', name=op.f('uq_invitation_event_id_person_id')),
    sa.UniqueConstraint('ics_uid', name=op.f('uq_invitation_ics_uid')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_invitation_token_hash'))
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index('ix_invitation_event_id_state', ['event_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_person_id'), ['person_id'], unique=False)

    op.create_table('lead',
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('title_language', sa.String(length=2), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('stage', sa.String(length=30), nullable=False),
    sa.Column('stage_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('industries', sa.JSON(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('deputy_id', sa.Integer(), nullable=True),
    sa.Column('next_step', sa.String(length=300), nullable=True),
    sa.Column('next_step_on', sa.Date(), nullable=True),
    sa.Column('next_step_language', sa.String(length=2), nullable=True),
    sa.Column('country', sa.String(length=2), nullable=True),
    sa.Column('channel', sa.String(length=30), nullable=True),
    sa.Column('investment_minor', sa.BigInteger(), nullable=True),
    sa.Column('investment_currency', sa.String(length=3), nullable=True),
    sa.Column('registered_capital_minor', sa.BigInteger(), nullable=True),
    sa.Column('registered_capital_currency', sa.String(length=3), nullable=True),
    sa.Column('plant_area_m2', sa.BigInteger(), nullable=True),
    sa.Column('clear_height_m', sa.BigInteger(), nullable=True),
    sa.Column('floor_load_kn_m2', sa.BigInteger(), nullable=True),
    sa.Column('power_kva', sa.BigInteger(), nullable=True),
    sa.Column('land_mu', sa.BigInteger(), nullable=True),
    sa.Column('trl', sa.Integer(), nullable=True),
    sa.Column('jobs', sa.Integer(), nullable=True),
    sa.Column('wake_up_on', sa.Date(), nullable=True),
    sa.Column('lost_reason', sa.String(length=500), nullable=True),
    sa.Column('lost_reason_language', sa.String(length=2), nullable=True),
    sa.Column('major', sa.Boolean(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['deputy_id'], ['user_account.id'], name=op.f('fk_lead_deputy_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_lead_organisation_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['user_account.id'], name=op.f('fk_lead_owner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lead')),
    sa.UniqueConstraint('number', name=op.f('uq_lead_number'))
    )
    with op.batch_alter_table('lead', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lead_closed_at'), ['closed_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_lead_deputy_id'), ['deputy_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lead_next_step_on'), ['next_step_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_lead_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lead_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lead_stage'), ['stage'], unique=False)

    op.create_table('organisation_identifier',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('value', sa.String(length=100), nullable=False),
    sa.Column('import_run_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['import_run_id'], ['import_run.id'], name=op.f('fk_organisation_identifier_import_run_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_organisation_identifier_organisation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_identifier')),
    sa.UniqueConstraint('kind', 'value', name=op.f('uq_organisation_identifier_kind_value'))
    )
    with op.batch_alter_table('organisation_identifier', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_identifier_import_run_id'), ['import_run_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_organisation_identifier_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('organisation_key',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=340), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_organisation_key_organisation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_key')),
    sa.UniqueConstraint('key', 'organisation_id', name=op.f('uq_organisation_key_key_organisation_id'))
    )
    with op.batch_alter_table('organisation_key', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_key_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('organisation_name',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=True),
    sa.Column('import_run_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['import_run_id'], ['import_run.id'], name=op.f('fk_organisation_name_import_run_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_organisation_name_organisation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_name'))
    )
    with op.batch_alter_table('organisation_name', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_name_import_run_id'), ['import_run_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_organisation_name_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('partner',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('agreement_from', sa.Date(), nullable=True),
    sa.Column('agreement_until', sa.Date(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_partner_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_partner')),
    sa.UniqueConstraint('code', name=op.f('uq_partner_code'))
    )
    with op.batch_alter_table('partner', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_partner_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('person_channel',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('value', sa.String(length=300), nullable=False),
    sa.Column('raw', sa.String(length=300), nullable=False),
    sa.Column('extension', sa.String(length=10), nullable=True),
    sa.Column('import_run_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['import_run_id'], ['import_run.id'], name=op.f('fk_person_channel_import_run_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_person_channel_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_channel'))
    )
    with op.batch_alter_table('person_channel', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_channel_import_run_id'), ['import_run_id'], unique=False)
        batch_op.create_index('ix_person_channel_kind_value', ['kind', 'value'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_channel_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_channel_value'), ['value'], unique=False)

    op.create_table('person_key',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=340), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_person_key_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_key')),
    sa.UniqueConstraint('key', 'person_id', name=op.f('uq_person_key_key_person_id'))
    )
    with op.batch_alter_table('person_key', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_key_person_id'), ['person_id'], unique=False)

    op.create_table('person_name',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('script', sa.String(length=10), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=True),
    sa.Column('import_run_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['import_run_id'], ['import_run.id'], name=op.f('fk_person_name_import_run_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_person_name_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_name'))
    )
    with op.batch_alter_table('person_name', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_name_import_run_id'), ['import_run_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_name_person_id'), ['person_id'], unique=False)

    op.create_table('sign_in_link',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_sign_in_link_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_sign_in_link_token_hash'))
    )
    with op.batch_alter_table('sign_in_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_link_user_id'), ['user_id'], unique=False)

    op.create_table('team_member',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=True),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_team_member_event_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_team_member_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_team_member')),
    sa.UniqueConstraint('event_id', 'user_id', name=op.f('uq_team_member_event_id_user_id'))
    )
    with op.batch_alter_table('team_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_team_member_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_team_member_user_id'), ['user_id'], unique=False)

    op.create_table('user_session',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('address', sa.String(length=60), nullable=False),
    sa.Column('agent', sa.String(length=300), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_user_session_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_session')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_user_session_token_hash'))
    )
    with op.batch_alter_table('user_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_user_session_user_id'), ['user_id'], unique=False)

    op.create_table('event_contact',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('source', sa.String(length=10), nullable=False),
    sa.Column('raw', sa.JSON(), nullable=False),
    sa.Column('captured_by_id', sa.Integer(), nullable=True),
    sa.Column('captured_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('met_on', sa.Date(), nullable=True),
    sa.Column('rating', sa.String(length=1), nullable=True),
    sa.Column('notes', sa.Text(), nullable=False),
    sa.Column('notes_language', sa.String(length=2), nullable=True),
    sa.Column('client_key', sa.String(length=100), nullable=True),
    sa.Column('import_run_id', sa.Integer(), nullable=True),
    sa.Column('import_row', sa.Integer(), nullable=True),
    sa.Column('verdict', sa.String(length=10), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('rejected_reason', sa.String(length=500), nullable=True),
    sa.Column('lead_id', sa.Integer(), nullable=True),
    sa.Column('made_lead', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['captured_by_id'], ['user_account.id'], name=op.f('fk_event_contact_captured_by_id')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_contact_event_id')),
    sa.ForeignKeyConstraint(['import_run_id'], ['import_run.id'], name=op.f('fk_event_contact_import_run_id')),
    sa.ForeignKeyConstraint(['lead_id'], ['lead.id'], name=op.f('fk_event_contact_lead_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_event_contact_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_event_contact_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_contact')),
    sa.UniqueConstraint('client_key', name=op.f('uq_event_contact_client_key')),
    sa.UniqueConstraint('import_run_id', 'import_row', name=op.f('uq_event_contact_import_run_id_import_row'))
    )
    with op.batch_alter_table('event_contact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_contact_captured_by_id'), ['captured_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_contact_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_contact_import_run_id'), ['import_run_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_contact_lead_id'), ['lead_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_contact_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_contact_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_contact_state'), ['state'], unique=False)

    op.create_table('intention',
    sa.Column('receipt', sa.String(length=20), nullable=False),
    sa.Column('client_key', sa.String(length=100), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=True),
    sa.Column('event_id', sa.Integer(), nullable=True),
    sa.Column('organisation_name', sa.String(length=300), nullable=False),
    sa.Column('organisation_country', sa.String(length=2), nullable=False),
    sa.Column('contact_name', sa.String(length=300), nullable=False),
    sa.Column('contact_email', sa.String(length=254), nullable=False),
    sa.Column('contact_phone', sa.String(length=60), nullable=False),
    sa.Column('contact_phone_e164', sa.String(length=20), nullable=True),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('industry', sa.String(length=60), nullable=False),
    sa.Column('investment_minor', sa.BigInteger(), nullable=False),
    sa.Column('investment_currency', sa.String(length=3), nullable=False),
    sa.Column('site', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('assign_due', sa.DateTime(timezone=True), nullable=False),
    sa.Column('verdict_due', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer_due', sa.DateTime(timezone=True), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('reason_language', sa.String(length=2), nullable=True),
    sa.Column('lead_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_intention_event_id')),
    sa.ForeignKeyConstraint(['lead_id'], ['lead.id'], name=op.f('fk_intention_lead_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_intention_organisation_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['user_account.id'], name=op.f('fk_intention_owner_id')),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('fk_intention_partner_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_intention_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_intention')),
    sa.UniqueConstraint('client_key', name=op.f('uq_intention_client_key')),
    sa.UniqueConstraint('receipt', name=op.f('uq_intention_receipt'))
    )
    with op.batch_alter_table('intention', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_intention_answer_due'), ['answer_due'], unique=False)
        batch_op.create_index(batch_op.f('ix_intention_contact_email'), ['contact_email'], unique=False)
        batch_op.create_index(batch_op.f('ix_intention_content_hash'), ['content_hash'], unique=False)
        batch_op.create_index(batch_op.f('ix_intention_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_intention_lead_id'), ['lead_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_intention_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_intention_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_intention_partner_id'), ['partner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_intention_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_intention_state'), ['state'], unique=False)

    op.create_table('invitation_answer',
    sa.Column('invitation_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('way', sa.String(length=10), nullable=False),
    sa.Column('guests', sa.Integer(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('note_language', sa.String(length=2), nullable=True),
    sa.Column('from_email', sa.String(length=254), nullable=False),
    sa.Column('message_id', sa.String(length=250), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=True),
    sa.Column('stamp', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('review', sa.String(length=40), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_invitation_answer_invitation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation_answer'))
    )
    with op.batch_alter_table('invitation_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_answer_invitation_id'), ['invitation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_answer_outcome'), ['outcome'], unique=False)

    op.create_table('lead_need',
    sa.Column('lead_id', sa.Integer(), nullable=False),
    sa.Column('category', sa.String(length=20), nullable=False),
    sa.Column('text', sa.JSON(), nullable=False),
    sa.Column('answer', sa.JSON(), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['lead_id'], ['lead.id'], name=op.f('fk_lead_need_lead_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lead_need'))
    )
    with op.batch_alter_table('lead_need', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lead_need_lead_id'), ['lead_id'], unique=False)

    op.create_table('lead_person',
    sa.Column('lead_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('is_primary', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint("not is_primary or role = 'decision_maker'", name=op.f('ck_lead_person_primary_decides')),
    sa.ForeignKeyConstraint(['lead_id'], ['lead.id'], name=op.f('fk_lead_person_lead_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_lead_person_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lead_person')),
    sa.UniqueConstraint('lead_id', 'person_id', name=op.f('uq_lead_person_lead_id_person_id'))
    )
    with op.batch_alter_table('lead_person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lead_person_lead_id'), ['lead_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lead_person_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_lead_person_primary', ['lead_id'], unique=True, sqlite_where=sa.text('is_primary'), postgresql_where=sa.text('is_primary'))

    op.create_table('lead_source',
    sa.Column('lead_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('ref_id', sa.Integer(), nullable=True),
    sa.Column('label', sa.String(length=300), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_lead_source_event_id')),
    sa.ForeignKeyConstraint(['lead_id'], ['lead.id'], name=op.f('fk_lead_source_lead_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lead_source')),
    sa.UniqueConstraint('lead_id', 'kind', 'ref_id', name=op.f('uq_lead_source_lead_id_kind_ref_id'))
    )
    with op.batch_alter_table('lead_source', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lead_source_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lead_source_lead_id'), ['lead_id'], unique=False)

    op.create_table('lead_stage_change',
    sa.Column('lead_id', sa.Integer(), nullable=False),
    sa.Column('from_stage', sa.String(length=30), nullable=True),
    sa.Column('to_stage', sa.String(length=30), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_label', sa.String(length=300), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('proof', sa.String(length=300), nullable=False),
    sa.Column('correction', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['lead_id'], ['lead.id'], name=op.f('fk_lead_stage_change_lead_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lead_stage_change'))
    )
    with op.batch_alter_table('lead_stage_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lead_stage_change_lead_id'), ['lead_id'], unique=False)

    op.create_table('lead_text',
    sa.Column('lead_id', sa.Integer(), nullable=False),
    sa.Column('field', sa.String(length=30), nullable=False),
    sa.Column('text', sa.JSON(), nullable=False),
    sa.Column('author_label', sa.String(length=300), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('translated_at', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['lead_id'], ['lead.id'], name=op.f('fk_lead_text_lead_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lead_text'))
    )
    with op.batch_alter_table('lead_text', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lead_text_lead_id'), ['lead_id'], unique=False)

    op.create_table('partner_user',
    sa.Column('partner_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('fk_partner_user_partner_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_partner_user_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_partner_user')),
    sa.UniqueConstraint('user_id', name=op.f('uq_partner_user_user_id'))
    )
    with op.batch_alter_table('partner_user', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_partner_user_partner_id'), ['partner_id'], unique=False)

    op.create_table('intention_message',
    sa.Column('intention_id', sa.Integer(), nullable=False),
    sa.Column('author', sa.String(length=10), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['intention_id'], ['intention.id'], name=op.f('fk_intention_message_intention_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_intention_message_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_intention_message'))
    )
    with op.batch_alter_table('intention_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_intention_message_intention_id'), ['intention_id'], unique=False)

    if op.get_bind().dialect.name == "sqlite":
        op.execute('CREATE VIRTUAL TABLE search_fts USING fts5(tokens, tokenize="unicode61 remove_diacritics 0")')
    else:
        op.execute("CREATE INDEX ix_search_entry_tokens_gin ON search_entry "
                   "USING gin (array_to_tsvector(string_to_array(tokens, ' ')))")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_fts")
    else:
        op.execute("DROP INDEX ix_search_entry_tokens_gin")
    with op.batch_alter_table('intention_message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_intention_message_intention_id'))

    op.drop_table('intention_message')
    with op.batch_alter_table('partner_user', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_partner_user_partner_id'))

    op.drop_table('partner_user')
    with op.batch_alter_table('lead_text', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lead_text_lead_id'))

    op.drop_table('lead_text')
    with op.batch_alter_table('lead_stage_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lead_stage_change_lead_id'))

    op.drop_table('lead_stage_change')
    with op.batch_alter_table('lead_source', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lead_source_lead_id'))
        batch_op.drop_index(batch_op.f('ix_lead_source_event_id'))

    op.drop_table('lead_source')
    with op.batch_alter_table('lead_person', schema=None) as batch_op:
        batch_op.drop_index('uq_lead_person_primary', sqlite_where=sa.text('is_primary'), postgresql_where=sa.text('is_primary'))
        batch_op.drop_index(batch_op.f('ix_lead_person_person_id'))
        batch_op.drop_index(batch_op.f('ix_lead_person_lead_id'))

    op.drop_table('lead_person')
    with op.batch_alter_table('lead_need', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lead_need_lead_id'))

    op.drop_table('lead_need')
    with op.batch_alter_table('invitation_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_answer_outcome'))
        batch_op.drop_index(batch_op.f('ix_invitation_answer_invitation_id'))

    op.drop_table('invitation_answer')
    with op.batch_alter_table('intention', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_intention_state'))
        batch_op.drop_index(batch_op.f('ix_intention_person_id'))
        batch_op.drop_index(batch_op.f('ix_intention_partner_id'))
        batch_op.drop_index(batch_op.f('ix_intention_owner_id'))
        batch_op.drop_index(batch_op.f('ix_intention_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_intention_lead_id'))
        batch_op.drop_index(batch_op.f('ix_intention_event_id'))
        batch_op.drop_index(batch_op.f('ix_intention_content_hash'))
        batch_op.drop_index(batch_op.f('ix_intention_contact_email'))
        batch_op.drop_index(batch_op.f('ix_intention_answer_due'))

    op.drop_table('intention')
    with op.batch_alter_table('event_contact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_contact_state'))
        batch_op.drop_index(batch_op.f('ix_event_contact_person_id'))
        batch_op.drop_index(batch_op.f('ix_event_contact_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_event_contact_lead_id'))
        batch_op.drop_index(batch_op.f('ix_event_contact_import_run_id'))
        batch_op.drop_index(batch_op.f('ix_event_contact_event_id'))
        batch_op.drop_index(batch_op.f('ix_event_contact_captured_by_id'))

    op.drop_table('event_contact')
    with op.batch_alter_table('user_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_user_session_user_id'))

    op.drop_table('user_session')
    with op.batch_alter_table('team_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_team_member_user_id'))
        batch_op.drop_index(batch_op.f('ix_team_member_event_id'))

    op.drop_table('team_member')
    with op.batch_alter_table('sign_in_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_link_user_id'))

    op.drop_table('sign_in_link')
    with op.batch_alter_table('person_name', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_name_person_id'))
        batch_op.drop_index(batch_op.f('ix_person_name_import_run_id'))

    op.drop_table('person_name')
    with op.batch_alter_table('person_key', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_key_person_id'))

    op.drop_table('person_key')
    with op.batch_alter_table('person_channel', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_channel_value'))
        batch_op.drop_index(batch_op.f('ix_person_channel_person_id'))
        batch_op.drop_index('ix_person_channel_kind_value')
        batch_op.drop_index(batch_op.f('ix_person_channel_import_run_id'))

    op.drop_table('person_channel')
    with op.batch_alter_table('partner', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_partner_organisation_id'))

    op.drop_table('partner')
    with op.batch_alter_table('organisation_name', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organisation_name_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_organisation_name_import_run_id'))

    op.drop_table('organisation_name')
    with op.batch_alter_table('organisation_key', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organisation_key_organisation_id'))

    op.drop_table('organisation_key')
    with op.batch_alter_table('organisation_identifier', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organisation_identifier_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_organisation_identifier_import_run_id'))

    op.drop_table('organisation_identifier')
    with op.batch_alter_table('lead', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lead_stage'))
        batch_op.drop_index(batch_op.f('ix_lead_owner_id'))
        batch_op.drop_index(batch_op.f('ix_lead_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_lead_next_step_on'))
        batch_op.drop_index(batch_op.f('ix_lead_deputy_id'))
        batch_op.drop_index(batch_op.f('ix_lead_closed_at'))

    op.drop_table('lead')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_person_id'))
        batch_op.drop_index('ix_invitation_event_id_state')

    op.drop_table('invitation')
    with op.batch_alter_table('import_row', schema=None) as batch_op:
        batch_op.drop_index('ix_import_row_run_id_verdict_number')
        batch_op.drop_index(batch_op.f('ix_import_row_run_id'))
        batch_op.drop_index(batch_op.f('ix_import_row_person_id'))
        batch_op.drop_index(batch_op.f('ix_import_row_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_import_row_match_id'))

    op.drop_table('import_row')
    with op.batch_alter_table('duplicate_candidate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_duplicate_candidate_state'))
        batch_op.drop_index(batch_op.f('ix_duplicate_candidate_person_id'))
        batch_op.drop_index(batch_op.f('ix_duplicate_candidate_other_id'))
        batch_op.drop_index(batch_op.f('ix_duplicate_candidate_import_run_id'))

    op.drop_table('duplicate_candidate')
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consent_person_id'))
        batch_op.drop_index('ix_consent_email_purpose')

    op.drop_table('consent')
    with op.batch_alter_table('calendar_feed', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_calendar_feed_user_id'))
        batch_op.drop_index(batch_op.f('ix_calendar_feed_event_id'))

    op.drop_table('calendar_feed')
    with op.batch_alter_table('api_token', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_api_token_user_id'))

    op.drop_table('api_token')
    with op.batch_alter_table('affiliation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_affiliation_person_id'))
        batch_op.drop_index(batch_op.f('ix_affiliation_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_affiliation_import_run_id'))

    op.drop_table('affiliation')
    with op.batch_alter_table('user_account', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_user_account_unit_id'))
        batch_op.drop_index(batch_op.f('ix_user_account_sort_key'))

    op.drop_table('user_account')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_sort_key'))
        batch_op.drop_index(batch_op.f('ix_person_import_run_id'))
        batch_op.drop_index(batch_op.f('ix_person_country'))

    op.drop_table('person')
    with op.batch_alter_table('outbox_attachment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outbox_attachment_mail_id'))

    op.drop_table('outbox_attachment')
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organisation_sort_key'))
        batch_op.drop_index(batch_op.f('ix_organisation_key'))
        batch_op.drop_index(batch_op.f('ix_organisation_import_run_id'))
        batch_op.drop_index(batch_op.f('ix_organisation_country'))

    op.drop_table('organisation')
    op.drop_table('import_file')
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_state'))
        batch_op.drop_index(batch_op.f('ix_event_starts_on'))
        batch_op.drop_index('ix_event_starts_at_ends_at')
        batch_op.drop_index(batch_op.f('ix_event_series_id'))
        batch_op.drop_index(batch_op.f('ix_event_parent_id'))
        batch_op.drop_index(batch_op.f('ix_event_country'))

    op.drop_table('event')
    with op.batch_alter_table('calendar_day', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_calendar_day_calendar_id'))

    op.drop_table('calendar_day')
    with op.batch_alter_table('activity_subject', schema=None) as batch_op:
        batch_op.drop_index('ix_activity_subject_kind_ref_id')
        batch_op.drop_index(batch_op.f('ix_activity_subject_entry_id'))

    op.drop_table('activity_subject')
    op.drop_table('work_calendar')
    op.drop_table('unit')
    op.drop_table('tag')
    op.drop_table('stage')
    op.drop_table('setting')
    with op.batch_alter_table('send_refusal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_send_refusal_email'))
        batch_op.drop_index(batch_op.f('ix_send_refusal_at'))

    op.drop_table('send_refusal')
    op.drop_table('search_entry')
    with op.batch_alter_table('outbox_mail', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outbox_mail_to_email'))
        batch_op.drop_index('ix_outbox_mail_subject')
        batch_op.drop_index('ix_outbox_mail_state_next_try_at')

    op.drop_table('outbox_mail')
    op.drop_table('number_series')
    op.drop_table('job_tick')
    with op.batch_alter_table('industry_node', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_industry_node_parent_id'))

    op.drop_table('industry_node')
    with op.batch_alter_table('inbound_mail', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inbound_mail_message_id'))
        batch_op.drop_index(batch_op.f('ix_inbound_mail_kind'))

    op.drop_table('inbound_mail')
    with op.batch_alter_table('import_run', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_import_run_state'))
        batch_op.drop_index(batch_op.f('ix_import_run_sha256'))

    op.drop_table('import_run')
    op.drop_table('import_lock')
    with op.batch_alter_table('exchange_rate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_exchange_rate_currency'))

    op.drop_table('exchange_rate')
    with op.batch_alter_table('event_series', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_series_sort_key'))

    op.drop_table('event_series')
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attempt_ends_at'))

    op.drop_table('attempt')
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attachment_sha256'))

    op.drop_table('attachment')
    with op.batch_alter_table('activity_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_activity_entry_verb'))
        batch_op.drop_index(batch_op.f('ix_activity_entry_at'))

    op.drop_table('activity_entry')
    op.drop_table('activity_chain')
