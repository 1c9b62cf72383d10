"""Measurements, each named for the suspected cost."""
