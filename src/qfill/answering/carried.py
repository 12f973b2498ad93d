"""Why an answer that only past questionnaires give may not be carried over unseen.

A person who approves hundreds of them at once reads few. What was true within a year of the
file may not be so now, and a verdict that its own comment takes half back is no plain yes
or no. An answer that rests on another source besides (a document, a person's decision) is
not asked any of this.
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
_SOME = (
    r"only (?:if|when|where|for)|partial(?:ly)?|partly|majority of|most of|mostly|largely|with the exception|"
    r"except(?: for)?|depend(?:s|ing) on|optional(?:ly)?|"
    r"endast (?:om|när|för)|bara (?:om|när|för)|delvis|flertalet|de flesta|huvudsakligen|med undantag|"
    r"förutom|beror på|valfri\w*|"
    r"(?:kun|bare) (?:hvis|dersom|når|for)|flertallet|de fleste|hovedsakelig|med unntak|unntatt|"
    r"bortsett fra|avhenger av|valgfri\w*"
)
_NOT_NOW = (
    r"in progress|under ?way|is planned|are planned|planned for|not yet|currently (?:no|not)|not currently|"
    r"at this time|pågår|planeras|planerad\w*|ännu inte|inte än|för närvarande (?:inte|ingen|inget)|"
    r"planlagt|planlegges|ikke ennå|for tiden (?:ikke|ingen)|foreløpig ikke"
)
# What takes back a yes, and what takes back a no.
_BACK = {
    Verdict.YES: re.compile(rf"\b(?:{_SOME}|{_NOT_NOW})\b", re.IGNORECASE),
    Verdict.NO: re.compile(rf"\b(?:{_SOME})\b", re.IGNORECASE),
}
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_])")
_READ = 2


def carried(question: Question, answer: Answer, said: Verdict, bank: AnswerBank) -> str:
    """The reason for which a learnt answer goes to a person first, '' where there is none."""
    facts = bank.register.facts
    if not answer.facts or any(one not in facts for one in answer.facts):
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
