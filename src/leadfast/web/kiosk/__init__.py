"""The page for customers at the door, behind a link of its own, and where its links are made."""
