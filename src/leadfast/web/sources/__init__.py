"""Where leads come from, and which source has stopped sending."""
