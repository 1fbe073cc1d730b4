"""Add a lead: one field is enough."""
