"""Messages that could not be attributed with certainty: seen by the mailbox's owner alone."""
