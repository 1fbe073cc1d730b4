"""Opens and clicks of mails whose workspace chose to track them. Kept as they came; they move nothing."""
