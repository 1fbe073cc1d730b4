"""The team's small file library: what can be enclosed in a mail."""
