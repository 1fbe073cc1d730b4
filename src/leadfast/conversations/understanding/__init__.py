"""What a received mail says: its class, bounces, new words and dates. No Django, no clock, no network."""
