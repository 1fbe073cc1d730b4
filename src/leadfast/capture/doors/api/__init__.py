"""The API: what another program sends, one lead an arrival, up to a thousand at once."""
