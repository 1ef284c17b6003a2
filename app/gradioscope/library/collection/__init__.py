"""Requests as files in ordinary folders."""
