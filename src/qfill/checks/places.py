"""Countries and regions that a text names, the same in each language."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NORDIC, _EU, _EEA, _EUROPE = "nordic", "eu", "eea", "europe"
# How a place is written, and which regions it lies in.
_PLACES: dict[str, tuple[str, tuple[str, ...]]] = {
    "sweden": ("sweden|sverige", (_NORDIC, _EU)),
    "denmark": ("denmark|danmark", (_NORDIC, _EU)),
    "finland": ("finland", (_NORDIC, _EU)),
    "norway": ("norway|norge|noreg", (_NORDIC, _EEA)),
    "iceland": ("iceland|island", (_NORDIC, _EEA)),
    "germany": ("germany|tyskland", (_EU,)),
    "france": ("france|frankrike", (_EU,)),
    "ireland": ("ireland|irland", (_EU,)),
    "netherlands": ("netherlands|nederländerna|nederland|holland", (_EU,)),
    "uk": ("uk|united kingdom|great britain|storbritannien|storbritannia", (_EUROPE,)),
    "us": ("us|usa|united states", ()),
    _NORDIC: ("nordics?|nordic countries|norden", (_EUROPE,)),
    _EU: ("eu|european union|europeiska unionen|den europeiske union", (_EEA,)),
    _EEA: ("eea|ees|eøs|european economic area", (_EUROPE,)),
    _EUROPE: ("europe|europa", ()),
}
# Whose law or people they are tells of the place too.
_OF = {
    "sweden": "swedish|svenska?t?", "denmark": "danish|danska?t?|dansk", "finland": "finnish|finska?t?|finsk",
    "norway": "norwegian|norska?t?|norske?", "germany": "german|tyska?t?|tyske?",
    "france": "french|franska?t?|franske?",
    "ireland": "irish|irländska?t?|irske?", "netherlands": "dutch|nederländska?t?|nederlandske?",
    "uk": "british|brittiska?t?|britiske?", "us": "american|amerikanska?t?|amerikanske?",
    _NORDIC: "nordiska?t?|nordiske?", _EUROPE: "european|europeiska?t?|europeiske?",
}  # fmt: skip
# A law of the Union, not a place.
_LAW = re.compile(
    r"\b(?:EU|EEA|EES|EØS|UK|US)(?:['’]?s)?[ -](?:\w*law\w*|regulation|directive|act|data\w*|GDPR)\b",
    re.IGNORECASE,
)
_NAMES = {
    place: re.compile(rf"(?<![\w.-])(?:{words})(?:['’]?s)?(?![\w-])", re.IGNORECASE)
    for place, (words, _) in _PLACES.items()
}
_TOLD = {
    place: re.compile(
        rf"(?<!\w)(?:{words}{'|' + _OF[place] if place in _OF else ''})(?:['’]?s)?(?!\w)", re.IGNORECASE
    )
    for place, (words, _) in _PLACES.items()
}


def places(text: str) -> dict[str, str]:
    """The countries and regions that a text names with a capital, by one name each, as it writes them."""
    bare = _LAW.sub(" ", text)
    found = {
        place: hit[0]
        for place, pattern in _NAMES.items()
        for hit in pattern.finditer(bare)
        if hit[0][0].isupper()
    }
    return {place: surface for place, surface in found.items() if surface not in ("Us", "Island")}


def within(text: str) -> Iterator[str]:
    """The countries and regions that a text tells of, and those regions that they lie in."""
    waiting = [place for place, pattern in _TOLD.items() if pattern.search(text)]
    while waiting:
        place = waiting.pop()
        yield place
        waiting += _PLACES[place][1]
