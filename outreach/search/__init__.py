"""The index behind the one search box: tokens of identity/, FTS5 on SQLite, tsvector on PostgreSQL."""
