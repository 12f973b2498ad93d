"""Labelled rows into figures."""
