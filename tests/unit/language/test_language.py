"""Folding, stems, detection and the lexicon."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qfill.errors import QfillError
from qfill.language import lexicon_data
from qfill.language.detect import detect, main_language, scores
from qfill.language.lexicon_data import compile_lexicon, load_lexicon
from qfill.language.normalise import fold, squash, words


def test_words_are_folded_and_split() -> None:
    assert words("Multi-factor (MFA)?") == ["multi", "factor", "mfa"]
    assert words("Døgnåpen") == words("dögnåpen")


def test_an_ordinal_is_its_word() -> None:
    assert words("A 3rd-party, 1st and 2nd, but 3 rd") == [
        "a",
        "third",
        "party",
        "first",
        "and",
        "second",
        "but",
        "3",
        "rd",
    ]


def test_the_apostrophe_form_is_its_word() -> None:
    assert words("the vendor's service") == ["the", "vendor", "service"]


@given(st.text())
def test_squash_is_idempotent(text: str) -> None:
    assert squash(squash(text)) == squash(text)


@given(st.text())
def test_folding_and_splitting_never_fail(text: str) -> None:
    fold(text)
    words(text)
    load_lexicon().units(text, "sv")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Is customer data encrypted at rest?", "en"),
        ("Är kundens data krypterad när den lagras?", "sv"),
        ("Er kundens data kryptert når de lagres?", "nb"),
        ("Hvordan håndteres sikkerhetshendelser?", "nb"),
        ("Beskriv hur säkerhetsincidenter hanteras.", "sv"),
        ("Sparas kopiorna i minst ett år?", "sv"),
        ("Testas ändringar först?", "sv"),
        ("Kan en leverantör logga in utan MFA?", "sv"),
        ("Metodikk for sikkerhetstesting", "nb"),
        ("Hva er antall feil per måned?", "nb"),
    ],
)
def test_languages_are_told_apart(text: str, language: str) -> None:
    assert detect(text) == language


def test_a_text_that_tells_nothing_is_in_the_default() -> None:
    assert detect("SAML", "nb") == "nb"


def test_the_main_language_is_that_of_most_texts() -> None:
    texts = [
        "Hur hanteras ändringar?",
        "Finns det en rutin för incidenter?",
        "SSO",
        "Is data encrypted at rest?",
    ]
    assert main_language(texts) == "sv"


def test_a_text_in_either_of_two_languages_speaks_for_both() -> None:
    tied = "Den som har system"
    found = scores(tied)
    assert found["sv"] == found["nb"] >= 1
    assert main_language([tied, tied, "Finnes det en rutine for hendelser?"]) == "nb"
    assert main_language([tied, tied, "Finns det en rutin för incidenter?"]) == "sv"


def test_the_compiled_lexicon_is_that_of_its_sources() -> None:
    folder = Path(lexicon_data.__file__).parent
    compiled = lexicon_data.dump(compile_lexicon(lexicon_data.read_sources(folder / "lexicon")))
    assert (folder / lexicon_data.COMPILED).read_text(encoding="utf-8") == compiled


def _keys(text: str, language: str) -> set[str]:
    return {unit.key for unit in load_lexicon().units(text, language)}


def test_three_languages_meet_in_one_concept() -> None:
    assert "backup" in _keys("Is data backed up?", "en")
    assert "backup" in _keys("Säkerhetskopieras data?", "sv")
    assert "backup" in _keys("Sikkerhetskopieres data?", "nb")


def test_a_compound_is_split_into_known_parts() -> None:
    assert {"incident", "handle"} <= _keys("säkerhetsincidenthantering", "sv")


def test_a_typo_does_not_hide_a_concept() -> None:
    assert "encryption" in _keys("encrpytion", "en")


def test_english_jargon_is_known_inside_swedish() -> None:
    assert "sso" in _keys("Stöder tjänsten single sign-on?", "sv")


def test_a_term_that_stands_as_it_is_has_no_other_forms() -> None:
    units = load_lexicon().units("Are customers informed of customer information?", "en")
    assert [unit.key for unit in units if unit.kind != "generic"] == ["customer", "notify", "customer-data"]


def test_a_word_that_denies_by_its_first_letters_names_what_it_denies() -> None:
    lexicon = load_lexicon()
    for word, language, concept in (
        ("unreviewed", "en", "review"),
        ("oanalyserade", "sv", "investigate"),
        ("uregistrert", "nb", "record-register"),
    ):
        (unit,) = lexicon.units(word, language)
        assert (unit.kind, lexicon.opposite(unit.key)) == ("negation", concept)
    (unit,) = lexicon.units("unusual", "en")
    assert unit.kind == "generic"


def test_an_unsound_lexicon_names_every_problem() -> None:
    sources = {
        "a.yaml": {"one": {"kind": "topic", "en": ["word"]}, "two": {"kind": "nonsense", "en": ["word"]}}
    }
    with pytest.raises(QfillError) as caught:
        compile_lexicon(sources)
    assert caught.value.details == (
        "two: unknown kind nonsense",
        "two: en term 'word' already stands under one",
    )


@pytest.mark.parametrize(
    ("text", "language", "scope"),
    [
        ("Transport encryption", "en", "in-transit"),
        ("Kryptert kommunikasjon", "nb", "in-transit"),
        ("Vilken transportkrypteringslösning används?", "sv", "in-transit"),
        ("Er diskkryptering slått på?", "nb", "at-rest"),
    ],
)
def test_a_compound_stands_for_its_parts(text: str, language: str, scope: str) -> None:
    assert {"encryption", scope} <= _keys(text, language)


def test_a_compound_has_parts_that_are_known() -> None:
    sources: dict[str, dict[str, Any]] = {
        "one": {"both": {"kind": "compound", "parts": ["here", "nowhere"], "en": ["word"]}},
        "two": {"here": {"kind": "topic", "parts": ["both"]}, "none": {"kind": "compound"}},
    }
    with pytest.raises(QfillError) as caught:
        compile_lexicon(sources)
    assert caught.value.details == (
        "both: no concept nowhere",
        "here: a compound has parts, and nothing else has",
        "none: a compound has parts, and nothing else has",
    )


@pytest.mark.parametrize("tables", [False, True])
def test_a_lexicon_that_forgets_finds_its_words_again(tables: bool) -> None:
    lexicon = load_lexicon()
    text = "Säkerhetskopieras kundens data, och är backuperna krypterade?"
    before = lexicon.units(text, "sv")
    lexicon.forget(tables=tables)
    assert lexicon.units(text, "sv") == before


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("Is cross-tenant access prevented?", "en", "tenant-separation"),
        ("Do you watch for suspicious activity?", "en", "suspicious-activity"),
        ("Hindres tilgang på tvers av kunder?", "nb", "tenant-separation"),
        ("Finns ett SIEM?", "sv", "siem"),
        ("Is it held against a baseline?", "en", "baseline"),
        ("Which users of the County sign in?", "en", "customer"),
        ("Do you run your own data centres?", "en", "own-hosting"),
        ("Stödjer ni OIDC?", "sv", "oidc"),
        ("Har dere et dusørprogram?", "nb", "bug-bounty"),
        ("Is our Active Directory synchronised?", "en", "active-directory"),
    ],
)
def test_terms_of_forms_are_known(text: str, language: str, wanted: str) -> None:
    assert wanted in {unit.key for unit in load_lexicon().units(text, language)}


@pytest.mark.parametrize(
    ("text", "not_meant"),
    [
        ("Are the users of the county informed?", "data-residency"),
        ("Is data kept inside the country house?", "employee"),
        ("Is code written following secure coding practices?", "after"),
        ("Do administrators use it?", "operate"),
    ],
)
def test_words_that_look_like_a_term_are_not_read_as_it(text: str, not_meant: str) -> None:
    assert not_meant not in {unit.key for unit in load_lexicon().units(text, "en")}
