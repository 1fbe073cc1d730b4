"""Links by which somebody joins, copied by an admin: no mail server is needed."""
