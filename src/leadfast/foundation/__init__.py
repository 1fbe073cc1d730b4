"""What everything stands on: clock, ids, errors, money, business time, the database. A closed list."""
