"""Simple tables of text: comma, semicolon, tab or bar, in whatever encoding they were saved."""
