"""What every workflow that matches needs first: a bank, a matcher made from it, and the policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qfill.answering import Policy
from qfill.bank import AnswerBank, load_bank
from qfill.matching import Matcher
from qfill.matching.cache import cache_path
from qfill.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A bank and its matcher, made once for every question and file of a run."""

    bank: AnswerBank
    matcher: Matcher


def prepare(settings: Settings) -> Ready:
    """Load the bank, and the embedding model where one is set; raises BankError, SettingsError."""
    bank = load_bank(settings.bank)
    return Ready(bank=bank, matcher=matcher_of(bank, settings))


def matcher_of(bank: AnswerBank, settings: Settings) -> Matcher:
    """A bank's matcher, with the embedding model where one is set; raises SettingsError."""
    cache = cache_path(bank.sha256)
    if settings.semantic is None:
        return Matcher(bank.answers, cache=cache)
    from qfill.matching.semantic import SemanticMatcher, load_encoder

    return SemanticMatcher(
        bank.answers,
        load_encoder(settings.semantic),
        suggest=settings.suggest,
        near=settings.semantic_from,
        cache=cache,
    )


def policy_of(settings: Settings, language: str, today: date) -> Policy:
    """The settings as the room that answers takes them."""
    return Policy(
        accept=settings.accept,
        suggest=settings.suggest,
        language=language,
        tier=settings.tier,
        scope=settings.scope,
        today=today,
        stale=settings.stale,
    )
