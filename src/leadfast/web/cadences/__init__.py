"""Cadences: what follows on what, with the days it would fall on for a lead that arrives now."""
