"""search: tokens by field, entries numbered by kind and record

The index is emptied; `flask search rebuild` fills it from the records.
"""

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

NEW_TABLE = (
    "CREATE VIRTUAL TABLE search_fts USING fts5(tokens, content='search_entry', content_rowid='id', "
    "detail=none, columnsize=0, tokenize=\"ascii tokenchars '.@#^=!+:~%'\")"
)
OLD_TABLE = 'CREATE VIRTUAL TABLE search_fts USING fts5(tokens, tokenize="unicode61 remove_diacritics 0")'
INDEX = ("CREATE INDEX ix_search_entry_tokens_gin ON search_entry "
         "USING gin (array_to_tsvector(string_to_array(tokens, ' ')))")


def _replace(table: str, index: str) -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(table)
    else:
        connection.exec_driver_sql(index)


def _empty() -> None:
    connection = op.get_bind()
    connection.exec_driver_sql(
        "DROP TABLE search_fts" if connection.dialect.name == "sqlite" else "DROP INDEX ix_search_entry_tokens_gin")
    connection.exec_driver_sql("DELETE FROM search_entry")


def upgrade() -> None:
    _empty()
    with op.batch_alter_table('search_entry', schema=None) as batch_op:
        batch_op.add_column(sa.Column('fragments', sa.Text(), server_default='', nullable=False))
        batch_op.drop_constraint('uq_search_entry_kind_ref_id', type_='unique')
    _replace(NEW_TABLE, INDEX + " WITH (gin_pending_list_limit = 256)")


def downgrade() -> None:
    _empty()
    with op.batch_alter_table('search_entry', schema=None) as batch_op:
        batch_op.create_unique_constraint('uq_search_entry_kind_ref_id', ['kind', 'ref_id'])
        batch_op.drop_column('fragments')
    _replace(OLD_TABLE, INDEX)
