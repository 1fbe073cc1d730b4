"""Whether one can rely on this installation, in green and red, honestly."""
