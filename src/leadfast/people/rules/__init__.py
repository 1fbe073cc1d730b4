"""What a name, an address and a number say, and when two of them are one. Pure."""
