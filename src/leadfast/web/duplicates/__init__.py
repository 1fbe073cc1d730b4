"""Two persons who may be one: side by side, decided with one tap, undone with another."""
