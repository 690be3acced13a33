"""The command line: one module a command, ``options`` and ``output`` for what they share."""
