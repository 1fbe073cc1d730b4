"""Mail without a server, a clock or a database: everything here is pure and never raises on
what others wrote, only on what we are about to send."""
