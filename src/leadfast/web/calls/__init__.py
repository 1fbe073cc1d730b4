"""Calls of the telephone system: brought as files or posted, matched, settled; recordings."""
