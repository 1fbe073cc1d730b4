"""Leadfast keeps every sales lead moving until the customer buys or says never."""

__version__ = "0.1.0"
