"""Why an answer that only past questionnaires give may not be carried over unseen.

A person who approves hundreds of them at once reads few. What was true within a year of the
file may not be so now, and a verdict that its own comment takes half back is no plain yes
or no. An answer that rests on another source besides (a document, a person's decision) is
not asked any of this.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

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
    r"only (?:if|when|where|for)|but (?:not|only)|partial(?:ly)?|partly|majority of|most of|mostly|largely|"
    r"with the exception|except(?: for)?|depend(?:s|ing) on|optional(?:ly)?|"
    r"men (?:inte|ej|bara|ikke|bare|kun)|endast (?:om|när|för)|bara (?:om|när|för)|delvis|"
    r"flertalet|de flesta|huvudsakligen|med undantag|förutom|beror på|valfri\w*|"
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
# A no that is explained denies something somewhere; where it does not, the cell and its comment differ.
_DENIES = re.compile(
    r"\b(?:no|not|none|nor|never|neither|nothing|without|cannot|lacks?|unable|n/a|"
    r"nej|inte|ej|icke|ingen|inget|inga|aldrig|utan|saknar|saknas|"
    r"nei|ikke|intet|aldri|uten|mangler)\b|n['’]t\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_])")
# A yes is taken back at once, if at all; a no is explained first.
_READ = {Verdict.YES: 1, Verdict.NO: 2}
_FRESH = timedelta(days=365)


def carried(question: Question, answer: Answer, said: Verdict, bank: AnswerBank, today: date) -> str:
    """The reason for which a learnt answer goes to a person first, '' where there is none.

    What a questionnaire of the last year said of a time counts as true of it still.
    """
    facts = bank.register.facts
    if not answer.facts or any(one not in facts for one in answer.facts):
        return ""
    sources = [bank.register.source(facts[one]) for one in answer.facts]
    if any(source.kind != "questionnaire" for source in sources):
        return ""
    newest = max((source.date for source in sources if source.date is not None), default=None)
    fresh = newest is not None and newest <= today <= newest + _FRESH
    if _LATELY.search(question.text) and not fresh:
        return f"asks about a time; what {answer.id} said in its questionnaire may be past"
    if len({source.id for source in sources}) > 1:
        return ""
    for text in answer.text.values():
        begins = " ".join(_SENTENCE.split(text)[: _READ.get(said, 0)])
        if taken := _taken_back(begins, said, question.text):
            return f"{answer.id} rests on one questionnaire, and its {said} {taken}"
    return ""


def _taken_back(text: str, said: Verdict, asked: str) -> str:
    """How a comment takes its verdict half back, '' where it does not."""
    back = _BACK.get(said)
    found = back.search(text) if back is not None else None
    # "A full or partial backup" is what was asked for.
    if found is not None and found[0].lower() not in asked.lower():
        return f'is half taken back ("{found[0]}")'
    if said is Verdict.NO and text and not _DENIES.search(text):
        return "is explained by a comment that denies nothing"
    return ""
