"""The wire: SMTP, IMAP, OAuth, DNS. Only ``leadfast.mail`` uses it, and it knows no database."""
