"""What to say: language, verdict to dropdown option, length, scope, tier."""

from __future__ import annotations

from qfill.answering.labels import label_answer
from qfill.answering.settle import HELD_BACK, Policy, Settled, say, settle, texts_for

__all__ = ["HELD_BACK", "Policy", "Settled", "label_answer", "say", "settle", "texts_for"]
