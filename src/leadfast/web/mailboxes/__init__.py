"""Mailboxes: how each is doing and how to mend it; connecting one by password or by signing in."""
