"""Leads that somebody promised and that are not here yet."""
