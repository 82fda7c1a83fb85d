"""Lists of every room: filters, order, columns by choice, saved filters, changes to many rows, export."""
