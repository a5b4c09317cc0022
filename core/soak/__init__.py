"""Soak commands: what is shown by many seconds of trying, each printing its figure."""
