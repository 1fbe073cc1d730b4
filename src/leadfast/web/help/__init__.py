"""What the marks mean, and the keys."""
