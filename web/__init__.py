"""The pages: one application, one blueprint a room, everything they show made in ``present`` and ``passages``."""
