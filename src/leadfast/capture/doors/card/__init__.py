"""The card photo: what is printed on a business card, and what its code says. Read here, by nobody else."""
