"""Clerical review: the queue, the page, decisions applied, and the bank taught by them."""
