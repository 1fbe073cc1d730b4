"""Everything people sent that waits for us, oldest first; no midnight clears it."""
