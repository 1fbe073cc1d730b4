"""What follow-up may do and when, as pure functions: no database, no clock, no files."""
