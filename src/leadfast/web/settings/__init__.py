"""The workspace's own facts, and every default with its reason and source beside it."""
