"""Where strangers bring leads: the pages of forms, the script a site embeds, and what other systems post."""
