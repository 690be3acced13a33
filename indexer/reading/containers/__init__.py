"""Files that hold other files, opened in memory and within limits."""
