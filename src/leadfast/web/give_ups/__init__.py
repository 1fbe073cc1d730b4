"""Giving up is a request; another person decides it, one dossier at a time."""
