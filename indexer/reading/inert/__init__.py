"""Saved markup → markup that a browser can show: it runs nothing, asks nobody and leads nowhere."""
