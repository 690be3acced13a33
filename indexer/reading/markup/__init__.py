"""Markup → the lines of a page, each knowing where it stood."""
