"""Findings -> words and files. One module a format."""
