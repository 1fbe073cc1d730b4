"""All leads: filters, saved views, search by fragments, and acts on many at once."""
