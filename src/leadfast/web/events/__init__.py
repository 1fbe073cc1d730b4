"""Trade shows: what each cost, how many leads were expected, and how many were answered in time."""
