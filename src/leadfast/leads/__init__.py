"""The lead, its steps, whose turn it is, and how it ends. The invariant lives here."""
