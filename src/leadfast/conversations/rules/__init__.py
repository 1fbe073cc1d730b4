"""Pure rules: matching, proof of effort, who opened a mail, and asking to be left alone."""
