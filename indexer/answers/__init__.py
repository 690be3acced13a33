"""What is worked out above the engine, for whatever engine: each module one kind of answer."""
