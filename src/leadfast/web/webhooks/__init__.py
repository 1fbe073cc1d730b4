"""Webhooks: which other programs are told what, and what became of each telling."""
