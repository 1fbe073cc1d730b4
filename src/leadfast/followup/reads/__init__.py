"""Questions about follow-up: what runs, what would be sent and when, what waits for a person."""
