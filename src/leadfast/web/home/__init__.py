"""The bare address leads to the day."""
