"""GET /healthz, for machines."""
