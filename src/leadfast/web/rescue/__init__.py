"""Rescue: a mailbox or a file is searched for dropped leads; what is found is adopted or dismissed."""
