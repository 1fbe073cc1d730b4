"""Finding a lead by any part of anything, from every page."""
