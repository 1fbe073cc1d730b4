"""Settings, URLs and the table of reactions: the only package that knows all the others."""
