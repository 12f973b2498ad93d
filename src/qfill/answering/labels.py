"""Form fields (vendor name, product, web site), answered from the bank's profile."""

from __future__ import annotations

from qfill.answering.settle import Settled
from qfill.answering.text import fits
from qfill.bank import AnswerBank
from qfill.language.normalise import bare
from qfill.model import Outcome, Question, Role, Verdict


def label_answer(question: Question, bank: AnswerBank) -> Settled | None:
    """The profile's answer to a label row; None where no field has this label or it has no value.

    Only a label that is the same word for word counts: a form's "Name" may be anybody's.
    """
    asked = bare(question.text)
    for field in bank.profile:
        labels = (label for texts in field.labels.values() for label in texts)
        if not any(bare(label) == asked for label in labels):
            continue
        role = Role.ANSWER if Role.ANSWER in question.targets else Role.COMMENT
        if not field.value or role not in question.targets or question.options or question.refused:
            return None
        if not fits(field.value, question.max_length.get(role)):
            return None
        return Settled(
            outcome=Outcome.FILLED,
            reason=f"a form field of the profile ({field.id})",
            confidence=None,
            facts=field.facts,
            verdict=Verdict.NONE,
            text=field.value,
            writes={role: field.value},
        )
    return None
