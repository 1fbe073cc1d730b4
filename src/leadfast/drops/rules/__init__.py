"""What counts as dropped. Pure: no clock, no database, no files."""
