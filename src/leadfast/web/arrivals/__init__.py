"""Everything that came in, with the ledger first: nothing is lost on the way."""
