"""Files of leads: columns, the verdict of each row, progress, and what is left."""
