"""A dropped conversation that somebody adopted: found by searching their own mailbox or an export."""
