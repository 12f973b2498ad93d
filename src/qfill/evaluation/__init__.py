"""Labelled rows into figures; coverage; the risk of wrong fills."""
