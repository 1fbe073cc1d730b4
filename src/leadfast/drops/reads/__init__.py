"""Questions about what was dropped."""
