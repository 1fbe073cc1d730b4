"""What runs for a lead, drafts that wait for one tap, and the day's list of insured mail."""
