"""Append-only facts: what happened, and what must follow from it."""
