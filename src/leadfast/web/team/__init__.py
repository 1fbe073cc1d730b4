"""The team: who works here, when, how much fits into their day, and who stands in."""
