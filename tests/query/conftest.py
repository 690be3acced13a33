"""How the laws of this room are tried: without a deadline for one example."""

from hypothesis import settings

# The first word that is cut waits for a dictionary, and a busy machine for everything.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
