"""What waits for a person, from every door: the raw form beside a form to mend it, and what ends it."""
