"""What another system posts: lead forms of advertisers, connectors, mails passed on, in any of the usual shapes."""
