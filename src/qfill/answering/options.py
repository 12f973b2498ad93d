"""Which option of a cell's dropdown says a verdict, in any wording that customers use."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qfill.language.normalise import fold
from qfill.model import Ownership, Verdict

_SQUASH = re.compile(r"[^0-9a-zäåö]+")
_NUMBERED = re.compile(r"^(?:\d+|[a-f]) (?=\S)")
_EITHER = re.compile(r"[;/|]")
_TICKS = frozenset("x×✓✔☑☒✗✘√")
_HEDGES = re.compile(
    r" (?:part|delvis|but|except|plan|with|without|unless|however|men|unntak|undantag|med|utan|uten|"
    r"compensating|alternat|in progress|under|not|ej|ikke|inte)"
)

# Wordings of each verdict, folded; an option must be one of them whole, or begin with one and a separator.
_WORDINGS: dict[Verdict, tuple[str, ...]] = {
    Verdict.YES: (
        "yes", "ja", "y", "j", "1", "true", "compliant", "fully compliant", "implemented",
        "fully implemented", "met", "fully met", "fullt ut", "uppfylls", "uppfyller", "oppfylt", "oppfylles",
        "in place",
        "supported", "complies", "comply", "conforms", "pass", "agree", "helt oppfylt", "helt uppfyllt",
        "ja helt", "full",
        "fully", "uppfyllt", "meets", "sant", "sann",
    ),
    Verdict.NO: (
        "no", "nej", "nei", "n", "0", "false", "non compliant", "not compliant", "noncompliant",
        "not implemented", "not met", "uppfylls ej", "uppfyller ej", "ikke oppfylt", "oppfylles ikke",
        "not in place",
        "unsupported", "not supported", "does not comply", "fail", "disagree", "ej uppfyllt", "inte alls",
        "does not meet", "falskt",
    ),
    Verdict.PARTIAL: (
        "partial", "partially", "partly", "delvis", "partially compliant", "partially implemented",
        "partially met", "delvis oppfylt", "delvis uppfyllt", "in part", "uppfylls delvis",
    ),
    Verdict.NOT_APPLICABLE: (
        "na", "n a", "not applicable", "ej tillämpligt", "ej tillämplig", "ej relevant", "ikke relevant",
        "ikke aktuelt", "ikke aktuell", "inte tillämpligt", "ej aktuellt", "not relevant",
    ),
}  # fmt: skip
_OWNERSHIP: dict[Ownership, tuple[str, ...]] = {
    Ownership.CSP: ("csp owned", "csp"),
    Ownership.CSC: ("csc owned", "csc"),
    Ownership.SHARED_CSP_CSC: ("shared csp and csc", "csp and csc", "shared csp csc", "shared"),
    Ownership.THIRD_PARTY: ("3rd party outsourced", "third party outsourced", "3rd party", "third party"),
    Ownership.SHARED_CSP_THIRD_PARTY: (
        "shared csp and 3rd party", "shared csp and third party", "csp and 3rd party", "csp and third party",
    ),
}  # fmt: skip


def _plain(option: str) -> str:
    return _SQUASH.sub(" ", fold(option)).strip()


def _comparable(options: Sequence[str]) -> dict[str, str]:
    """Each option in plain words, without the number or letter that all of them begin with."""
    plain = {option: _plain(option) for option in options}
    if len(plain) > 1 and all(_NUMBERED.match(text) for text in plain.values()):
        bare = {option: _NUMBERED.sub("", text) for option, text in plain.items()}
        return bare if len(set(bare.values())) == len(bare) else plain
    return plain


def verdict_option(verdict: Verdict, options: Sequence[str]) -> str | None:
    """The option, as spelt in the file, that says the verdict; None where none or more than one does.

    An exact wording comes before one that only begins so ("Yes - fully", "Ja, helt"), and
    an option that names another verdict's wording exactly, or several verdicts, is never taken.
    """
    options = [option for option in options if not _names_several(option)]
    wordings = _WORDINGS.get(verdict, ())
    plain = _comparable(options)
    if any(text.isdigit() and text not in ("0", "1") for text in plain.values()):
        # On a scale from 0 to 5, a 1 is not a yes.
        wordings = tuple(wording for wording in wordings if not wording.isdigit())
    exact = [option for option in options if plain[option] in wordings]
    if exact:
        return exact[0] if len({plain[option] for option in exact}) == 1 else None
    taken = {text for other, texts in _WORDINGS.items() if other is not verdict for text in texts}
    words = [wording for wording in wordings if len(wording) > 1]
    begins = [
        option
        for option in options
        if plain[option] not in taken and any(plain[option].startswith(wording + " ") for wording in words)
    ]
    # "Yes, partly" begins with yes but does not say it.
    begins = [option for option in begins if not _HEDGES.search(plain[option])]
    return begins[0] if len(begins) == 1 else None


def _names_several(option: str) -> bool:
    """Whether one option lists verdicts (`Yes;No;N/A`), as where a list is parted by other marks."""
    parts = [_plain(part) for part in _EITHER.split(option)]
    said = {verdict for verdict, texts in _WORDINGS.items() if any(part in texts for part in parts)}
    return len(said) > 1


def tick_option(options: Sequence[str]) -> str | None:
    """The option, as spelt in the file, that ticks a cell; None where none or more than one does."""
    found = [option for option in options if fold(option).strip() in _TICKS]
    if not found:
        found = [option for option in options if _plain(option) in _WORDINGS[Verdict.YES]]
    return found[0] if len(found) == 1 else None


def verdict_of(text: str, options: Sequence[str]) -> Verdict | None:
    """The verdict that a cell's text says as one of its options; None where it says none."""
    for verdict in _WORDINGS:
        if verdict_option(verdict, [text]) is not None:
            # On a scale of the cell's own options, a 1 may be no yes.
            return verdict if not options or verdict_option(verdict, options) is not None else None
    return None


def ownership_of(text: str) -> Ownership | None:
    """Who carries the control by a cell's text, None where it does not say."""
    return next((owner for owner, known in _OWNERSHIP.items() if _plain(text) in known), None)


def ownership_option(ownership: Ownership, options: Sequence[str]) -> str | None:
    """The option that says who carries the control; None where none or more than one does."""
    for wording in _OWNERSHIP[ownership]:
        found = [option for option in options if _plain(option) == wording]
        if len(found) == 1:
            return found[0]
    return None


def asks_verdict(options: Sequence[str]) -> bool:
    """Whether the options are verdicts at all: two of them or more can be said."""
    return sum(verdict_option(verdict, options) is not None for verdict in _WORDINGS) >= 2
