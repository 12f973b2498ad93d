"""The answer bank: loading with line numbers, the register of sources, splicing."""

from __future__ import annotations

from qfill.bank.load import AnswerBank, load_bank, read_bank
from qfill.bank.profile import ProfileField
from qfill.bank.register import Fact, Register, Source

__all__ = ["AnswerBank", "Fact", "ProfileField", "Register", "Source", "load_bank", "read_bank"]
