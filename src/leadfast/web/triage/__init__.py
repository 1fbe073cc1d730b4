"""Triage: everything that came in and that nobody could place, from every door, until a person says what it is."""
