"""Starts and stops a PostgreSQL of our own, and prepares any PostgreSQL for Leadfast.

Nothing in here imports Django: settings read from it before Django is configured.
"""
