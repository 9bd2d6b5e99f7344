"""Statements of this add-on; the only place with SQL text."""
