"""What happened, told to other programs: subscriptions, and deliveries as rows."""
