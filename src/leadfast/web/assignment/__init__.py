"""Who gets a new lead: the rules in their order, and who would get a lead like this one."""
