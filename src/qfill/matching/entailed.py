"""Questions that ask for less than a wording whose answer is yes.

Who has "a documented plan for incidents that is tested each year" has a plan for incidents:
a yes to what asks for more is a yes to what asks for less. It holds where the wording only
adds to what is asked: how, how well, how often. It does not where the wording narrows whom
or what the question is about ("data in the consultant's hands"), unless existence is all
that is asked; nor where the wording offers a choice, sets a condition, or denies; nor does
it hold for a no.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz import fuzz

from qfill.language.lexicon import Lexicon
from qfill.matching.alike import telling
from qfill.matching.offered import offered
from qfill.matching.prepared import Wording
from qfill.matching.reading import Reading

# "Do you have …?": existence is asked.
_EXISTS = re.compile(
    r"^(?:(?:do|does)\s+(?:you|the\s+\w+|your\s+\w+)\s+(?:currently\s+|also\s+|regularly\s+)?"
    r"(?:have|use|employ|perform|carry|maintain|utili[sz]e|conduct|support|offer|operate|run|hold|keep|implement)|"
    r"are\s+you\s+(?:using|utili[sz]ing|employing)|have\s+you\s+(?:implemented|established|adopted)|"
    r"is\s+there|are\s+there|"
    r"har\s+(?:ni|leverantören|leverandøren|dere)|använder\s+ni|finns\s+det|bruker\s+dere|finnes\s+det)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|unless|while|when|without|only|except|om|såvida|medan|när|utan|endast|bara|"
    r"hvis|dersom|mens|når|uten|kun|bare)\b|%",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"\b(?:or|eller)\b|/", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
# Kinds that say whom or what something is true of.
_NARROWS = frozenset({"party", "scope", "object"})
_LEAST = 2
_SAME_WORDS = 85.0
# What is asked for less must be asked in the wording's own words: shared concepts alone entail nothing.
_SHARED_WORDS = 85.0


def entailed(question_put: Wording, wording_held: Wording, lexicon: Lexicon) -> bool:
    """Whether a yes to a wording is a yes to a question that asks for less in the same terms."""
    question, wording = question_put.reading, wording_held.reading
    if not question.form == wording.form == "question" or question.language != wording.language:
        return False
    if question.negations or wording.negations:
        return False
    if fuzz.token_set_ratio(question_put.bare, wording_held.bare) < _SHARED_WORDS:
        return False
    held = telling(wording)
    asked = [key for key, _ in telling(question)]
    if not asked or not _within(asked, [key for key, _ in held], question, wording):
        return False
    if len(asked) < _LEAST and not _LEAST <= len(question.keys) == len({*question.keys} & {*wording.keys}):
        return False
    bare = _ASIDE.sub(" ", wording.text)
    if _CONDITION.search(bare) or _chosen(bare, asked, wording.language, lexicon):
        return False
    if _EXISTS.match(question.text.strip()) and _EXISTS.match(wording.text.strip()):
        return True
    return not any(kind in _NARROWS for key, kind in held if key not in asked)


def _within(few: list[str], many: list[str], question: Reading, wording: Reading) -> bool:
    """Whether a wording names all that is asked, in its order or in all but the same words."""
    rest = iter(many)
    if all(key in rest for key in few):
        return True
    return {*few} <= {*many} and fuzz.token_sort_ratio(question.folded, wording.folded) >= _SAME_WORDS


def _chosen(text: str, asked: Iterable[str], language: str, lexicon: Lexicon) -> bool:
    """Whether what is asked is one of the things of which a wording offers a choice."""
    if not _CHOICE.search(text):
        return False
    return any(not group.isdisjoint(asked) for group in offered(text, language, lexicon).either)
