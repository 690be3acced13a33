"""The Tantivy engine: an index in a folder of this machine, for archives of up to tens of millions of articles.

Articles and the records of their files are documents of one Tantivy index, so that both are one commit. Nothing
outside this folder names Tantivy.
"""
