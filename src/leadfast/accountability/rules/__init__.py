"""When somebody is reminded, when a lead moves on, when a lead comes back: pure."""
