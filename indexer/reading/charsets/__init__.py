"""Bytes → characters: which charset wrote them, and text that was decoded wrongly once."""
