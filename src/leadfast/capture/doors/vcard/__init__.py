"""Contacts that were exported or scanned: vCard 2.1, 3.0 and 4.0, MECARD, BIZCARD and what else a QR code says."""
