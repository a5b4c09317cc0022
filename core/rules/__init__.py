"""The rulebook: pure functions over registry frames, no clock and no chance."""
