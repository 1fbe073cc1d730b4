"""What was said: messages, calls and notes, and whom they belong to."""
