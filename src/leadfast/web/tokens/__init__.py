"""Tokens: which other programs may act here, as whom, and for how long."""
