"""Every component with made-up values, to be looked at; served only where DEBUG is on."""
