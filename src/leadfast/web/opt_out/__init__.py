"""Leaving: a page that asks once more, because machines follow every link, and the one-click POST."""
