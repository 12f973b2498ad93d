"""What a text is read as: its polarity and form."""

from __future__ import annotations

import pytest

from qfill.language.lexicon_data import load_lexicon
from qfill.matching.reading import read


@pytest.mark.parametrize(
    ("text", "negations"),
    [
        ("Is data encrypted?", 0),
        ("Is any data unencrypted?", 1),
        ("Is no data unencrypted?", 2),
        ("Is it the client, not the vendor, who controls access?", 0),
        ("Is data, not encrypted at rest, ever stored?", 1),
        ("Can we have a copy of our data (yes/no)?", 0),
    ],
)
def test_words_that_deny_are_counted(text: str, negations: int) -> None:
    assert read(text, "en", load_lexicon()).negations == negations


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Does a copy come free of charge or for a fee?", "en"),
        ("Är en kopia gratis eller mot betalning?", "sv"),
        ("Er det gratis eller mot betaling å få en kopi?", "nb"),
    ],
)
def test_a_thing_or_its_opposite_is_a_choice(text: str, language: str) -> None:
    assert read(text, language, load_lexicon()).form == "open"


def test_a_thing_and_its_opposite_elsewhere_is_none() -> None:
    assert read("Is data ever unencrypted?", "en", load_lexicon()).form == "question"


@pytest.mark.parametrize(
    ("text", "language", "denied"),
    [
        ("Is data stored without encryption?", "en", ("encryption",)),
        ("Are there no backups?", "en", ("backup",)),
        ("Uppgraderas tjänsten utan kryptering?", "sv", ("encryption",)),
        ("Are upgrades installed without the customer?", "en", ("",)),
        ("Is customer data not encrypted?", "en", ()),
        ("Is data encrypted?", "en", ()),
    ],
)
def test_without_and_no_deny_what_follows_them(text: str, language: str, denied: tuple[str, ...]) -> None:
    assert read(text, language, load_lexicon()).denied == denied


@pytest.mark.parametrize(
    ("text", "denies"),
    [
        ("Is data stored without encryption?", True),
        ("Is stored data not encrypted?", True),
        ("Is stored data encrypted without loss of speed?", False),
        ("Is stored data encrypted?", False),
    ],
)
def test_a_text_denies_what_another_is_about_or_something_else(text: str, denies: bool) -> None:
    lexicon = load_lexicon()
    assert read(text, "en", lexicon).denies(read("Is stored data encrypted?", "en", lexicon)) is denies


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Does Acme Cloud encrypt data at rest?", "cloud-hosting encryption at-rest"),
        ("How does Acme's platform back up data?", "how backup data"),
        ("Has Acme a CSIRT?", "incident-team"),
        ("Does Azure host it?", "azure cloud-hosting"),
        ("Is Acme supported?", "~acm"),
    ],
)
def test_a_name_that_the_vendor_is_asked_by_says_nothing(text: str, named: str) -> None:
    keys = [key for key in read(text, "en", load_lexicon()).keys if key[0] != "-"]
    assert keys == named.split()
