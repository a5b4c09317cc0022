"""The command line: one module a command, and the CSV files that it writes."""
