"""Why an answer that only past questionnaires give may not be carried over unseen.

A person who approves hundreds of them at once reads few. What was true within a year of the
file may not be so now, and a verdict that its own comment takes half back is no plain yes
or no. An answer that states when it is reviewed (`review_every`) or that rests on another
source is a person's own, and none of this is asked of it.
"""

from __future__ import annotations

import re

from qfill.bank import AnswerBank
from qfill.model import Answer, Question, Verdict

_PERIOD = (
    r"(?:years?|quarters?|months?|weeks?|days|året|åren|årene|kvartalet|månaden|månaderna|måneden|månedene|"
    r"veckorna|ukene)"
)
_LATELY = re.compile(
    rf"\b(?:past|last|previous|preceding|prior|senaste|sista|föregående|förra|siste|seneste|foregående|forrige)"
    rf"\s+(?:\w+[\s-]+){{0,2}}{_PERIOD}\b"
    r"|\b(?:most recent|latest|current|senaste|nyeste|siste|gällande|gjeldende)\s+"
    r"(?:version|release|utgåva|versjon|utgave)\w*",
    re.IGNORECASE,
)
_HALF = (
    r"only (?:if|when|where|for)|in progress|under ?way|is planned|are planned|planned for|not yet|"
    r"partial(?:ly)?|partly|majority of|most of|mostly|largely|with the exception|except(?: for)?|"
    r"depend(?:s|ing) on|optional(?:ly)?|"
    r"endast (?:om|när|för)|bara (?:om|när|för)|pågår|planeras|planerad\w*|ännu inte|inte än|delvis|"
    r"flertalet|de flesta|huvudsakligen|med undantag|förutom|beror på|valfri\w*|"
    r"(?:kun|bare) (?:hvis|dersom|når|for)|pågår|planlagt|planlegges|ikke ennå|flertallet|de fleste|"
    r"hovedsakelig|med unntak|unntatt|bortsett fra|avhenger av|valgfri\w*"
)
# What takes back a yes, and what takes back a no.
_BACK = {
    Verdict.YES: re.compile(
        rf"\b(?:{_HALF}|currently (?:no|not)|not currently|at this time|för närvarande (?:inte|ingen|inget)|"
        r"for tiden (?:ikke|ingen)|foreløpig ikke)\b",
        re.IGNORECASE,
    ),
    Verdict.NO: re.compile(rf"\b(?:{_HALF})\b", re.IGNORECASE),
}
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_])")
_READ = 2


def carried(question: Question, answer: Answer, said: Verdict, bank: AnswerBank) -> str:
    """The reason for which a learnt answer goes to a person first, '' where there is none."""
    facts = bank.register.facts
    if not answer.facts or answer.review_every or any(one not in facts for one in answer.facts):
        return ""
    sources = [bank.register.source(facts[one]) for one in answer.facts]
    if any(source.kind != "questionnaire" for source in sources):
        return ""
    if _LATELY.search(question.text):
        return f"asks about a time; what {answer.id} said in its questionnaire may be past"
    back = _BACK.get(said)
    if len({source.file for source in sources}) == 1 and back is not None:
        for text in answer.text.values():
            found = back.search(" ".join(_SENTENCE.split(text)[:_READ]))
            # "A full or partial backup" is what was asked for.
            if found and found[0].lower() not in question.text.lower():
                return f'{answer.id} rests on one questionnaire and takes its {said} half back ("{found[0]}")'
    return ""
