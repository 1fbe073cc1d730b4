"""Persons, companies and how to reach them; who must never be contacted again."""
