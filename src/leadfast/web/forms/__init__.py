"""Forms, webhooks and addresses for mail: the ways in for strangers, made and closed by those who decide."""
