"""Today: one ordered queue, the first item open."""
