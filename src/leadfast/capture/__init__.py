"""How leads come in: arrivals kept raw, the one way in which they become leads, and the doors."""
