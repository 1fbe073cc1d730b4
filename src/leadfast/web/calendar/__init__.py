"""The plan of the day as a calendar feed, by a signed link."""
