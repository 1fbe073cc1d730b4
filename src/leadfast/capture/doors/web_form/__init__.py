"""A form that somebody filled in, on a page of ours or on a site of theirs."""
