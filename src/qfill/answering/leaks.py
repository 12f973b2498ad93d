"""What a recipient must not see in a written text: ids of answers and facts, and answers above the tier."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from qfill.answering.scope import above_tier
from qfill.bank import AnswerBank
from qfill.model import Answer

_WORD = re.compile(r"\w+(?:[.-]\w+)*")


class Leaks:
    """A bank's names and the texts that a recipient of this tier may not see, read once for many texts.

    A name that a text or the profile of the bank says itself is no secret; nor is a text above
    the tier that stands in one below it.
    """

    def __init__(self, bank: AnswerBank, tier: str) -> None:
        above = [answer for answer in bank.answers if above_tier(answer, tier)]
        told = "\n".join((*_texts(bank.answers), *(field.value for field in bank.profile)))
        names = {answer.id for answer in bank.answers if "-" in answer.id} | set(bank.register.facts)
        self._tier = tier
        self._internal = names.difference(_WORD.findall(told))
        self._above = {answer.id for answer in above}
        self._secret = [(text, answer.id) for answer in above for text in _texts((answer,))]
        self._public = "\n".join(_texts(answer for answer in bank.answers if answer.id not in self._above))

    def of(self, text: str, cited: Iterable[str] = ()) -> Iterator[str]:
        """What a text gives away, in words; `cited` are the answers that it rests on."""
        if found := self._internal.intersection(_WORD.findall(text)):
            yield f"names what is internal: {', '.join(sorted(found))}"
        told = self._above.intersection(cited)
        told |= {name for secret, name in self._secret if secret in text and secret not in self._public}
        if told:
            yield f"holds an answer above the tier {self._tier}: {', '.join(sorted(told))}"


def _texts(answers: Iterable[Answer]) -> Iterator[str]:
    for answer in answers:
        yield from answer.text.values()
        yield from answer.short.values()
