"""Formats: rows in, bytes out. One module each; no database, no web."""
