"""REST v1 for other programs: nouns come in, verbs are called, refusals become problems in one place."""
