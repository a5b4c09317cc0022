"""Numbers for people, made from results."""
