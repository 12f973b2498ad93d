"""Nearness in meaning: it offers, and never fills; a model is read from a folder and nowhere else."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from qfill.answering import Policy, settle
from qfill.bank import AnswerBank, load_bank
from qfill.errors import SettingsError
from qfill.matching import Matcher
from qfill.matching.semantic import GUARD, SemanticMatcher, load_encoder
from qfill.model import CsvField, Outcome, Question, Role
from qfill.settings import SUGGEST, Settings
from qfill.workflows.ready import prepare

BANK = """\
schema: 1
topic: hosting
answers:
  - id: data-location
    verdict: none
    phrasings:
      en:
        - In which country are the servers located?
        - Location of the servers
    answer:
      en: The servers are in Sweden.
    facts: [F1]
    status: approved
  - id: backups
    verdict: yes
    phrasings:
      en:
        - Is customer data backed up?
        - Data backup
    answer:
      en: Yes. Customer data is backed up every day.
    facts: [F2]
    status: approved
"""
# Words of one line mean the same to the model that the tests make.
SENSES = (
    ("servers", "machines", "boxes"),
    ("located", "sit", "location"),
    ("country", "where"),
    ("backed", "backup", "copied"),
    ("data",),
    ("customer",),
)
ODD = "Where do your boxes sit?"


def ask(text: str) -> Question:
    return Question(
        place=CsvField(2, 2, "question"), text=text, row=2, targets={Role.COMMENT: CsvField(2, 3, "comment")}
    )


@pytest.fixture
def bank(tmp_path: Path) -> AnswerBank:
    folder = tmp_path / "answers"
    folder.mkdir()
    (folder / "hosting.yaml").write_text(BANK, encoding="utf-8")
    return load_bank(folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model of a few words, saved as model2vec saves one."""
    model2vec = pytest.importorskip("model2vec")
    np = pytest.importorskip("numpy")
    tokenizers = pytest.importorskip("tokenizers")
    words = ["[UNK]", *(word for sense in SENSES for word in sense)]
    vectors = np.zeros((len(words), len(SENSES)), dtype=np.float32)
    for number, sense in enumerate(SENSES):
        for word in sense:
            vectors[words.index(word), number] = 1.0
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.WordLevel({word: number for number, word in enumerate(words)}, unk_token="[UNK]")
    )
    tokenizer.normalizer = tokenizers.normalizers.Lowercase()
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    path = tmp_path / "model"
    model2vec.StaticModel(vectors=vectors, tokenizer=tokenizer, normalize=True).save_pretrained(path)
    return path


def test_what_only_meaning_finds_is_offered_and_never_filled(bank: AnswerBank, folder: Path) -> None:
    plain = Matcher(bank.answers).match(ask(ODD), "en", scope={})
    assert plain.helps < SUGGEST
    found = SemanticMatcher(bank.answers, load_encoder(folder), suggest=SUGGEST).match(
        ask(ODD), "en", scope={}
    )
    best = found.candidates[0]
    assert (best.answer_id, best.facts) == ("data-location", ("F1",))
    assert (found.confidence, found.helps) == (0.0, SUGGEST)
    assert any(guard.startswith(GUARD) for guard in best.guards)
    for accept in (SUGGEST, 0.8):
        policy = Policy(accept=accept, suggest=SUGGEST, language="en")
        assert settle(ask(ODD), found, bank, policy).outcome is Outcome.REVIEW


def test_a_row_that_words_settle_stays_as_it_is(bank: AnswerBank, folder: Path) -> None:
    asked = ask("Is customer data backed up?")
    plain = Matcher(bank.answers).match(asked, "en", scope={})
    found = SemanticMatcher(bank.answers, load_encoder(folder), suggest=SUGGEST).match(asked, "en", scope={})
    assert found.candidates[0] == plain.candidates[0]
    assert (found.confidence, found.together) == (plain.confidence, plain.together)


def test_how_near_is_near_enough_can_be_set(bank: AnswerBank, folder: Path) -> None:
    asked = ask("Boxes?")
    encode = load_encoder(folder)
    for near, offered in ((0.5, True), (0.9, False)):
        found = SemanticMatcher(bank.answers, encode, suggest=SUGGEST, near=near).match(asked, "en", scope={})
        assert any(one.guards[-1:] and GUARD in one.guards[-1] for one in found.candidates) is offered


def test_words_that_the_model_does_not_know_change_nothing(bank: AnswerBank, folder: Path) -> None:
    asked = ask("Do you keep bees?")
    matcher = SemanticMatcher(bank.answers, load_encoder(folder), suggest=SUGGEST)
    assert matcher.match(asked, "en", scope={}) == Matcher(bank.answers).match(asked, "en", scope={})


def test_nothing_is_fetched(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert load_encoder(folder)(["servers"]).shape == (1, len(SENSES))


def test_without_a_setting_the_plain_matcher_serves(bank: AnswerBank, tmp_path: Path) -> None:
    assert type(prepare(Settings(bank=tmp_path / "answers")).matcher) is Matcher


def test_a_setting_is_enough(bank: AnswerBank, folder: Path, tmp_path: Path) -> None:
    ready = prepare(Settings(bank=tmp_path / "answers", semantic=folder))
    assert ready.matcher.match(ask(ODD), "en", scope={}).candidates[0].answer_id == "data-location"


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"config\.json, model\.safetensors, tokenizer\.json missing"):
        load_encoder(tmp_path / "minishlab" / "any-model")


def test_a_broken_model_is_refused(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"no tensors")
    with pytest.raises(SettingsError, match="the embedding model cannot be read"):
        load_encoder(folder)


def test_without_the_extra_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("config.json", "model.safetensors", "tokenizer.json"):
        (tmp_path / name).write_text("{}")
    monkeypatch.setitem(sys.modules, "model2vec", None)
    with pytest.raises(SettingsError) as caught:
        load_encoder(tmp_path)
    assert caught.value.hint == "pip install 'qfill[semantic]'"
