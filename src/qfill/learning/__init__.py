"""Answers learnt from what exists: completed questionnaires, documents, last time's file."""
