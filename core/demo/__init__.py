"""Seeded stores that look real."""
