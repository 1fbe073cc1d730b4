"""What a door may say, who takes a lead, when it is due: pure."""
