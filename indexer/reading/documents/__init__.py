"""PDF, Word and Markdown documents → the markup or the lines of a page."""
