"""The till count: what was counted against what is in here, and the gap."""
