"""What is slipping or was dropped, why, and what it is worth."""
