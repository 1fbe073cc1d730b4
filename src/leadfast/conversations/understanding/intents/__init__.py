"""What a reply wants, by phrases in nine languages."""
