"""Capture: a lead in ten seconds, on a phone, with or without a network."""
