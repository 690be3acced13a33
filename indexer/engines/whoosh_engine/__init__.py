"""The Whoosh engine: Whoosh holds the words for ranking, bitmaps beside it hold every run of characters.

``segments`` ← ``matching`` · ``ranking`` ← ``commits`` ← ``engine``. A segment is one folder, written
whole by whichever process read its articles, and never changed; a commit is one small file that lists
segments, renamed into place last.
"""
