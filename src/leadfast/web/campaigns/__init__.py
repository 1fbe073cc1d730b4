"""Campaigns: what leads belong to while they are worked, the cadence they are given, and who was moved where."""
