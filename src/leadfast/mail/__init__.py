"""Mailboxes, outgoing rows and fetched messages. Knows neither leads nor people."""
