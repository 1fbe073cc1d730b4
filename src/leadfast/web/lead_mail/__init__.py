"""Leads by mail: the addresses whose mails become leads, and what was taught about the mails of portals."""
