"""Queries: the tree that every engine reads, text → tree, tree → words, and the oracle. Pure."""
