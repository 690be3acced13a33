"""Damage that mirrors did, undone in the bytes of the lines where it was done."""
