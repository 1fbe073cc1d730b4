"""*Add a lead*: one line as one would say it, or a few fields. One is enough."""
