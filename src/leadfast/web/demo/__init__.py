"""What a visitor of the demo is told: what is simulated, what is real, and which hour it is here."""
