"""Text as it is compared and cut: folding, segmentation, snippets and marks. Pure: no file, socket or clock.

The one exception is read at import: the table of character pairs that lies beside this file.
"""
