"""The lines around a text and what a page says of itself → candidates for each fact, and the choice among them."""
