"""Engines: where articles are kept so that they can be found. ``base`` is the seam, ``registry`` the way in."""
