"""Readers of the forms in which a table comes: workbooks, columns with types, JSON lines, queries."""
