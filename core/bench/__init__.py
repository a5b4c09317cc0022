"""The bench: how long each step takes against one plain pass over the files, and how much memory it takes."""
