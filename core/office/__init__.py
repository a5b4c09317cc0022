"""The property desk: requests, homes, service cards, contact days, the tally and what is printed."""
