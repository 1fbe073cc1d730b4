"""What one of us sent to an address for leads: a mail passed on, a copy of a mail to a customer, a note."""
