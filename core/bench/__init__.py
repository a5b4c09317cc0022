"""Speed and size, as ratios."""
