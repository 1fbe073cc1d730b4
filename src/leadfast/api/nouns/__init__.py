"""One module a noun: what it looks like, how it is listed, and which verbs it has."""
